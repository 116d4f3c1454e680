"""What is decided about a pledge on its page: changes, a rest, an end, what a post is about, and witnesses."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import find_present, viewer_of
from kith.pledges.actions.making import change_pledge, delete_pledge, end_pledge, pause_pledge
from kith.pledges.actions.passing_on import PassOnAnyway
from kith.pledges.actions.sorting import sort_post
from kith.pledges.actions.witnessing import answer_as_witness, ask_witness, let_witness_go, raise_doubt
from kith.pledges.model import PledgeEdit, Visibility
from kith.pledges.web.showing import pledge_page
from kith.posts import get_post, hydrate_one, repost
from kith.posts.model import Card


class ChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge as its form sends it; a switch that is off is not sent at all."""

    label: str | None = None
    posts_max: int | None = None
    until_on: date | None = None
    timezone: str | None = None
    if_then: str = ""
    counts_reposts: bool = False
    visibility: Visibility | None = None
    circle: int | None = None


class PauseForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how many periods it rests."""

    periods: int = 1


class SortForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a post is about it."""

    about: Literal["yes", "no"]


class PersonForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask, by their address."""

    address: str = ""


class PassingOnPage(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is about to pass on, where that counts and no place is free."""

    card: Card


async def do_change(work: Work, request: Request) -> Response:
    """`POST /pledges/ID`."""
    form = await read_form(request, ChangeForm)
    edit = PledgeEdit(**msgspec.structs.asdict(form))
    return await _trying(work, request, change_pledge(work, path_id(request), edit))


async def do_pause(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/pause`."""
    form = await read_form(request, PauseForm)
    return await _trying(work, request, pause_pledge(work, path_id(request), periods=form.periods))


async def do_end(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/end`."""
    return await _trying(work, request, end_pledge(work, path_id(request)))


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/delete`."""
    return await _trying(work, request, delete_pledge(work, path_id(request)), to="/pledges")


async def do_sort(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/posts/POST/sort`."""
    form, post_id = await read_form(request, SortForm), path_id(request, "post_id")
    return await _trying(work, request, sort_post(work, path_id(request), post_id, about=form.about == "yes"))


async def do_doubt(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/posts/POST/ask`."""
    return await _trying(work, request, raise_doubt(work, path_id(request), path_id(request, "post_id")))


async def do_ask_witness(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/witnesses`."""
    form, pledge_id = await read_form(request, PersonForm), path_id(request)
    try:
        person = await find_present(work, form.address.strip().removeprefix("@"))
    except NotFound:
        work.undo()
        words = _("Nobody of that name is to be found here.")
        return await pledge_page(work, request, error=words, field="address", typed=form.address)
    return await _trying(work, request, ask_witness(work, pledge_id, person.id), field="address", typed=form.address)


async def do_let_witness_go(work: Work, request: Request) -> Response:
    """`POST /pledges/ID/witnesses/PERSON/remove`."""
    return await _trying(work, request, let_witness_go(work, path_id(request), path_id(request, "person_id")))


def _answering(*, yes: bool) -> Callable[[Work, Request], Awaitable[Response]]:
    async def handler(work: Work, request: Request) -> Response:
        await answer_as_witness(work, path_id(request), yes=yes)
        return RedirectResponse(f"/pledges/{path_id(request)}" if yes else "/pledges", 303)

    return handler


async def show_passing_on(work: Work, request: Request) -> Response:
    """`GET /pledges/passing-on/POST`: the question before a repost that has no place."""
    viewer = await viewer_of(work)
    card = await hydrate_one(work.db, viewer, await get_post(work.db, viewer, path_id(request)))
    if card is None:
        raise NotFound
    return await page(work, request, "pledges/passing_on.html", PassingOnPage(card=card))


async def do_pass_on(work: Work, request: Request) -> Response:
    """`POST /pledges/passing-on/POST`: pass it on all the same, recorded."""
    work.memo[PassOnAnyway] = PassOnAnyway()
    post = await repost(work, path_id(request))
    return RedirectResponse(f"/posts/{post.repost_of_id}", 303)


async def _trying(
    work: Work, request: Request, deed: Awaitable[object], *, to: str = "", field: str = "", typed: str = ""
) -> Response:
    """Do it and go back to the pledge's page; where it does not fit, show that page with what was wrong."""
    try:
        await deed
    except (Invalid, Refused) as error:
        work.undo()
        named = (error.field or field) if isinstance(error, Invalid) else field
        return await pledge_page(work, request, error=error.text, field=named, typed=typed)
    return RedirectResponse(to or f"/pledges/{path_id(request)}", 303)


_ONE = "/pledges/{id}"
ROUTES = (
    Route(method="POST", path=_ONE, handler=do_change),
    Route(method="POST", path=f"{_ONE}/pause", handler=do_pause),
    Route(method="POST", path=f"{_ONE}/end", handler=do_end),
    Route(method="POST", path=f"{_ONE}/delete", handler=do_delete),
    Route(method="POST", path=_ONE + "/posts/{post_id}/sort", handler=do_sort),
    Route(method="POST", path=_ONE + "/posts/{post_id}/ask", handler=do_doubt),
    Route(method="POST", path=f"{_ONE}/witnesses", handler=do_ask_witness),
    Route(method="POST", path=_ONE + "/witnesses/{person_id}/remove", handler=do_let_witness_go),
    Route(method="POST", path=f"{_ONE}/yes", handler=_answering(yes=True)),
    Route(method="POST", path=f"{_ONE}/no", handler=_answering(yes=False)),
    Route(method="GET", path="/pledges/passing-on/{id}", handler=show_passing_on),
    Route(method="POST", path="/pledges/passing-on/{id}", handler=do_pass_on),
)
