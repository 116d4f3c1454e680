"""`/owner/announcements`: writing, changing, ending and deleting them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.announcements.actions.announcing import (
    announce,
    change_announcement,
    delete_announcement,
    end_announcement,
    load_all,
    load_one,
)
from kith.announcements.model import Announcement, AnnouncementWish
from kith.announcements.rules import has_ended, is_current
from kith.base.core.errors import Invalid, Refused
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import Slot, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work

PAGE_SIZE = 20


class AnnouncementForm(msgspec.Struct, frozen=True, kw_only=True):
    """What to say, and when, by the owner's own clock."""

    text: str = ""
    shows_at: str = ""
    ends_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """An announcement in the owners' list."""

    announcement: Announcement
    ended: bool
    current: bool


@dataclass(frozen=True, kw_only=True)
class OwnerAnnouncementsPage:
    """All of them, and the form of a new one."""

    rows: Sequence[Row]
    more: str | None
    form: AnnouncementForm
    error: str = ""
    error_field: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """One announcement, as it is being changed."""

    row: Row
    form: AnnouncementForm
    error: str = ""
    error_field: str = ""


async def show_all(work: Work, request: Request) -> Response:
    """`GET /owner/announcements`."""
    return await _all(work, request, AnnouncementForm())


async def do_announce(work: Work, request: Request) -> Response:
    """`POST /owner/announcements`. What does not fit comes back with its words."""
    form = await read_form(request, AnnouncementForm)
    try:
        await announce(work, _wish(form, request.state.zone))
    except (Invalid, Refused) as error:
        work.undo()
        return await _all(work, request, form, error)
    return RedirectResponse("/owner/announcements", 303)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /owner/announcements/ID`."""
    found = await load_one(work, path_id(request))
    zone = request.state.zone
    form = AnnouncementForm(text=found.text, shows_at=_wall(found.shows_at, zone), ends_at=_wall(found.ends_at, zone))
    return await page(work, request, "announcements/change.html", ChangePage(row=_row(work, found), form=form))


async def do_change(work: Work, request: Request) -> Response:
    """`POST /owner/announcements/ID`."""
    announcement_id, form = path_id(request), await read_form(request, AnnouncementForm)
    try:
        await change_announcement(work, announcement_id, _wish(form, request.state.zone))
    except (Invalid, Refused) as error:
        work.undo()
        row = _row(work, await load_one(work, announcement_id))
        again = ChangePage(row=row, form=form, error=error.text, error_field=_field(error))
        return await page(work, request, "announcements/change.html", again, status=422)
    return RedirectResponse("/owner/announcements", 303)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /owner/announcements/ID/end`."""
    await end_announcement(work, path_id(request))
    return RedirectResponse("/owner/announcements", 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /owner/announcements/ID/delete`."""
    await delete_announcement(work, path_id(request))
    return RedirectResponse("/owner/announcements", 303)


async def fill_place(_work: Work, _request: Request) -> tuple[str, str, str, str]:
    """Fill the way to the announcements on the owner's first page."""
    return ("/owner/announcements", "bell-ring", _("Announcements"), _("What everybody here shall read"))


async def _all(
    work: Work, request: Request, form: AnnouncementForm, error: Invalid | Refused | None = None
) -> Response:
    part = await load_all(work, Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE))
    content = OwnerAnnouncementsPage(
        rows=[_row(work, one) for one in part.items],
        more=None if part.older_than is None else f"/owner/announcements?max_id={part.older_than}",
        form=form,
        error=error.text if error else "",
        error_field=_field(error) if error else "",
    )
    return await page(work, request, "announcements/owner.html", content, status=422 if error else 200)


def _row(work: Work, one: Announcement) -> Row:
    return Row(announcement=one, ended=has_ended(one, work.now), current=is_current(one, work.now))


def _field(error: Invalid | Refused) -> str:
    return error.field or "text" if isinstance(error, Invalid) else "text"


def _wish(form: AnnouncementForm, zone: str) -> AnnouncementWish:
    return AnnouncementWish(
        text=form.text,
        shows_at=_instant(form.shows_at, zone, field="shows_at"),
        ends_at=_instant(form.ends_at, zone, field="ends_at"),
    )


def _instant(text: str, zone: str, *, field: str) -> datetime | None:
    """Read a time as a browser sends it, by the wall clock of whoever writes; none where it was left open."""
    if not text:
        return None
    try:
        wall = datetime.fromisoformat(text)
        return (wall if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, KeyError, OverflowError) as error:
        raise Invalid(_("Choose a day and a time, or leave it open."), field=field) from error


def _wall(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


OWNER_ROUTES = (
    Route(method="GET", path="/owner/announcements", handler=show_all, access="owner"),
    Route(method="POST", path="/owner/announcements", handler=do_announce, access="owner"),
    Route(method="GET", path="/owner/announcements/{id}", handler=show_one, access="owner"),
    Route(method="POST", path="/owner/announcements/{id}", handler=do_change, access="owner"),
    Route(method="POST", path="/owner/announcements/{id}/end", handler=do_end, access="owner"),
    Route(method="POST", path="/owner/announcements/{id}/delete", handler=do_delete, access="owner"),
)
SLOTS = (Slot(name="owner.announcements", fill=fill_place),)
