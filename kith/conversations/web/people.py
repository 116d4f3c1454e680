"""`/talk/ID/about`: who is in a conversation, how a group is called, what one wants of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.statuses import status_of
from kith.base.work import Work
from kith.conversations.actions.people import add, remove, rename, set_history, set_picture
from kith.conversations.actions.reading import find_conversation
from kith.conversations.actions.room import enter
from kith.conversations.model import MEMBERS_MAX, NAME_MAX, ConversationView
from kith.conversations.rules import reminds
from kith.conversations.web.choosing import Chooser, chooser
from kith.conversations.web.deeds import span_of
from kith.conversations.web.keeping import asked_words, spans_kept
from kith.conversations.web.saying import title_of
from kith.media import UPLOAD_MAX_BYTES, upload
from kith.people import get_account
from kith.people.model import Account

MEMBERS_SHOWN = 8  # the rest is folded, so that what one wants of the group is not a long way down


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """Somebody in a group."""

    account: Account
    founder: bool
    me: bool


@dataclass(frozen=True, kw_only=True)
class AboutPage:
    """All about a conversation. `span` is for how long it is silent still."""

    view: ConversationView
    title: str
    members: Sequence[MemberRow]
    name_max: int
    span: str
    spans_kept: Sequence[tuple[int, str]]
    asks: str
    has_room: bool
    shown: int = MEMBERS_SHOWN
    reminds: bool


@dataclass(frozen=True, kw_only=True)
class AddPage:
    """Whom to let into a group."""

    view: ConversationView
    title: str
    chooser: Chooser


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a group is called."""

    name: str = ""


class PictureForm(msgspec.Struct, frozen=True, kw_only=True):
    """A group's picture, or that it shall have none."""

    picture: Upload | None = None
    remove: bool = False


class HistoryForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether who comes later sees what was said before."""

    shows_history: bool = False


class MembersForm(msgspec.Struct, frozen=True, kw_only=True):
    """People to let in, or one to send away."""

    people: tuple[str, ...] = msgspec.field(name="with", default=())


async def show_about(work: Work, request: Request) -> Response:
    """`GET /talk/ID/about`."""
    view = await find_conversation(work, path_id(request))
    content = AboutPage(
        view=view,
        title=title_of(view),
        members=await _members(work, view) if view.conversation.kind == "group" else (),
        name_max=NAME_MAX,
        span=span_of(view.seat, work.now),
        spans_kept=spans_kept(),
        asks=asked_words(view),
        has_room=len(view.people) + 1 < MEMBERS_MAX,
        reminds=reminds(view.seat, view.people[0] if view.people else None),
    )
    return await page(work, request, "conversations/about.html", content)


async def _members(work: Work, view: ConversationView) -> list[MemberRow]:
    room = await enter(work, view.conversation.id)
    founders = {one.account_id for one in room.members if one.role == "founder"}
    me = await get_account(work.db, view.me.account_id)
    return [MemberRow(account=one, founder=one.id in founders, me=one.id == me.id) for one in (me, *view.people)]


async def do_rename(work: Work, request: Request) -> Response:
    """`POST /talk/ID/name`."""
    form = await read_form(request, NameForm)
    await rename(work, path_id(request), form.name)
    return _about(request)


async def do_picture(work: Work, request: Request) -> Response:
    """`POST /talk/ID/picture`."""
    form = await read_form(request, PictureForm)
    if form.remove:
        await set_picture(work, path_id(request), None)
    elif form.picture is None:
        raise Invalid(_("Choose a picture first."), field="picture")
    else:
        medium = await upload(work, await form.picture.read(), purpose="avatar")
        await set_picture(work, path_id(request), medium.id)
    return _about(request)


async def do_history(work: Work, request: Request) -> Response:
    """`POST /talk/ID/history`."""
    form = await read_form(request, HistoryForm)
    await set_history(work, path_id(request), shows_history=form.shows_history)
    return _about(request)


async def show_add(work: Work, request: Request) -> Response:
    """`GET /talk/ID/add`: whom to let in."""
    return await _show_add(work, request)


async def _show_add(
    work: Work, request: Request, given: Sequence[str] | None = None, error: Invalid | Refused | None = None
) -> Response:
    view = await find_conversation(work, path_id(request))
    content = AddPage(
        view=view,
        title=title_of(view),
        chooser=await chooser(
            work,
            request,
            path=f"/talk/{view.conversation.id}/add",
            not_these=[one.id for one in view.people],
            given=given,
            error=error.text if error else "",
        ),
    )
    return await page(work, request, "conversations/add.html", content, status=status_of(error) if error else 200)


async def do_add(work: Work, request: Request) -> Response:
    """`POST /talk/ID/add`. What does not fit comes back, and why."""
    form = await read_form(request, MembersForm)
    wanted = [found for found in map(parse_id, form.people) if found is not None]
    try:
        if not wanted:
            raise Invalid(_("Choose somebody first."), field="with")
        await add(work, path_id(request), wanted)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show_add(work, request, form.people, error)
    return _about(request)


async def do_remove(work: Work, request: Request) -> Response:
    """`POST /talk/ID/remove`: the founder sends somebody away."""
    form = await read_form(request, MembersForm)
    for one in form.people:
        account_id = parse_id(one)
        if account_id is not None:
            await remove(work, path_id(request), account_id)
    return _about(request)


def _about(request: Request) -> Response:
    return RedirectResponse(f"/talk/{path_id(request)}/about", 303)


ROUTES = (
    Route(method="GET", path="/talk/{id}/about", handler=show_about),
    Route(method="POST", path="/talk/{id}/name", handler=do_rename),
    Route(
        method="POST", path="/talk/{id}/picture", handler=do_picture, limit="upload", body_max_bytes=UPLOAD_MAX_BYTES
    ),
    Route(method="POST", path="/talk/{id}/history", handler=do_history),
    Route(method="GET", path="/talk/{id}/add", handler=show_add),
    Route(method="POST", path="/talk/{id}/add", handler=do_add, limit="message"),
    Route(method="POST", path="/talk/{id}/remove", handler=do_remove),
)
