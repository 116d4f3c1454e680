"""What one can do with somebody from their page and from lists: follow, accept, mute, block, note."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import fragment, is_htmx, page
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.blocks import block, unblock
from kith.people.actions.follows import accept, decline, follow, remove_follower, unfollow
from kith.people.actions.mutes import mute, unmute
from kith.people.actions.profile import find_anybody, find_present
from kith.people.actions.recommending import pass_over, recommend, recommend_no_longer
from kith.people.actions.remarks import remark
from kith.people.model import REMARK_MAX, Account, Relation
from kith.people.rules.relations import monday_after

MUTE_HOURS = {"hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24}

Deed = Callable[[Work, Id], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """Somebody, what stands between them and the viewer, and what was wrong with the form, where something was."""

    account: Account
    relation: Relation
    error: str | None = None
    text: str = ""
    text_max: int = REMARK_MAX


class FollowForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a follower wants; what is not said stays as it is."""

    reposts: bool | None = None
    notify: bool | None = None


class MuteForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how long, and whether their notices are kept back too."""

    length: Literal["hour", "day", "monday", "week", "month", "open"] = "open"
    notices: bool = False


class RemarkForm(msgspec.Struct, frozen=True, kw_only=True):
    """A private note."""

    text: str = ""


async def do_follow(work: Work, request: Request) -> Response:
    """`POST /@somebody/follow`."""
    form = await read_form(request, FollowForm)
    other = await find_present(work, request.path_params["handle"])
    await follow(work, other.id, reposts=form.reposts, notify=form.notify)
    return await _done(work, request, other)


async def do_mute(work: Work, request: Request) -> Response:
    """`POST /@somebody/mute`."""
    form = await read_form(request, MuteForm)
    other = await find_present(work, request.path_params["handle"])
    hours = MUTE_HOURS.get(form.length)
    until_at = None if hours is None else work.now + timedelta(hours=hours)
    if form.length == "monday":
        until_at = monday_after(work.now, request.state.zone)
    await mute(work, other.id, until_at=until_at, notices=form.notices)
    return RedirectResponse("/people/muted", 303)


async def do_block(work: Work, request: Request) -> Response:
    """`POST /@somebody/block`. From here on their page is gone for the viewer, so it leads to the list of blocks."""
    other = await find_present(work, request.path_params["handle"])
    await block(work, other.id)
    return RedirectResponse("/people/blocked", 303)


async def do_unblock(work: Work, request: Request) -> Response:
    """`POST /@somebody/unblock`. The viewer reaches them here although they are hidden, if the block is theirs."""
    other = await find_anybody(work, request.path_params["handle"])
    await unblock(work, other.id)
    return RedirectResponse("/people/blocked", 303)


async def show_remark(work: Work, request: Request) -> Response:
    """`GET /@somebody/note`."""
    content = await _person(work, request)
    return await page(work, request, "people/note.html", content)


async def do_remark(work: Work, request: Request) -> Response:
    """`POST /@somebody/note`. A note that is too long comes back with its words."""
    form = await read_form(request, RemarkForm)
    content = await _person(work, request)
    try:
        await remark(work, content.account.id, form.text)
    except Invalid as error:
        work.undo()
        again = PersonPage(account=content.account, relation=content.relation, error=error.text, text=form.text)
        return await page(work, request, "people/note.html", again, status=422)
    home = _home(content.account)
    back = came_from(request, otherwise=home)
    return RedirectResponse(home if back.startswith(f"{home}/note") else back, 303)


def _asking(template: str) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        return await page(work, request, template, await _person(work, request))

    return handler


def _doing(deed: Deed) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        other = await find_present(work, request.path_params["handle"])
        await deed(work, other.id)
        return await _done(work, request, other)

    return handler


async def _person(work: Work, request: Request) -> PersonPage:
    other = await find_present(work, request.path_params["handle"])
    if other.id == work.actor:
        raise Refused(_("That is you. This can only be done with somebody else."))
    relation = await store.relation(work.db, Id(work.actor or 0), other.id, work.now)
    return PersonPage(account=other, relation=relation, text=relation.remark)


async def _done(work: Work, request: Request, other: Account) -> Response:
    """Answer with what one can do now; without script, go back to where one was."""
    if not is_htmx(request):
        return RedirectResponse(came_from(request, otherwise=_home(other)), 303)
    relation = await store.relation(work.db, Id(work.actor or 0), other.id, work.now)
    return await fragment(work, request, "people/ties_alone.html", PersonPage(account=other, relation=relation))


def _home(account: Account) -> str:
    return f"/@{account.handle}@{account.domain}" if account.domain else f"/@{account.handle}"


_DEEDS: dict[str, Deed] = {
    "unfollow": unfollow,
    "accept": accept,
    "decline": decline,
    "remove": remove_follower,
    "unmute": unmute,
    "recommend": recommend,
    "unrecommend": recommend_no_longer,
    "pass-over": pass_over,
}

RELATION_ROUTES = (
    Route(method="POST", path="/@{handle}/follow", handler=do_follow),
    *(Route(method="POST", path=f"/@{{handle}}/{name}", handler=_doing(deed)) for name, deed in _DEEDS.items()),
    Route(method="GET", path="/@{handle}/mute", handler=_asking("people/ask_mute.html")),
    Route(method="POST", path="/@{handle}/mute", handler=do_mute),
    Route(method="GET", path="/@{handle}/block", handler=_asking("people/ask_block.html")),
    Route(method="POST", path="/@{handle}/block", handler=do_block),
    Route(method="POST", path="/@{handle}/unblock", handler=do_unblock),
    Route(method="GET", path="/@{handle}/note", handler=show_remark),
    Route(method="POST", path="/@{handle}/note", handler=do_remark),
)
