"""`/desk/HANDLE/record`: who on the team did what about which case, for those who lead it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.desk.actions.audit import audit
from kith.desk.actions.desk import Desk
from kith.desk.actions.naming import NOBODY_THERE, Whom
from kith.desk.model import EventKind
from kith.desk.web.listing import organisation_id_of

RECORD_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """Something that was done, by whom, when, about which case, and with whom that is."""

    name: str
    words: str
    whom: str
    at: datetime
    case_id: Id


@dataclass(frozen=True, kw_only=True)
class RecordPage:
    """What was done, the newest first."""

    desk: Desk
    path: str
    rows: Sequence[RecordRow]
    more: str | None


async def show_record(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/record`."""
    paging = Paging.from_query(request.query_params, limit_default=RECORD_SIZE, limit_max=RECORD_SIZE)
    found = await audit(work, await organisation_id_of(work, request), paging)
    desk, part = found.desk, found.part
    names = found.names
    path, deeds = f"/desk/{desk.account.handle}", _deeds()
    rows = [
        RecordRow(
            name=names.get(one.by_id or Id(0), _("Somebody who was on the team")),
            words=deeds.get(one.kind, one.kind),
            whom=_whom(found.others.get(one.case_id, NOBODY_THERE)),
            at=one.at,
            case_id=one.case_id,
        )
        for one in part.items
    ]
    more = None if part.older_than is None else f"{path}/record?max_id={part.older_than}"
    return await page(work, request, "desk/record.html", RecordPage(desk=desk, path=path, rows=rows, more=more))


def _whom(other: Whom) -> str:
    return other.name or _("Somebody who is gone")


def _deeds() -> dict[EventKind, str]:
    return {
        "answered": _("answered"),
        "note": _("wrote a note"),
        "taken": _("took it"),
        "assigned": _("gave it to a colleague"),
        "released": _("gave it back to the desk"),
        "snoozed": _("put it aside"),
        "settled": _("settled it"),
        "reopened": _("opened it again"),
        "labelled": _("changed the labels"),
        "went_private": _("went on in private"),
        "sent_again": _("sent an answer again"),
        "liked": _("liked it"),
    }


ROUTES = (Route(method="GET", path="/desk/{handle}/record", handler=show_record),)
