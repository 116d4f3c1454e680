"""Pledges: making them, their records, what a post is about, witnesses. Never drafts, scores or choices of others."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.kith.pledge import OwnPledgeEntity, PledgeEntity, present_own, present_pledges
from kith.gateways.mastodon.answers import Nothing, json_answer, one_id
from kith.pledges import (
    answer_as_witness,
    ask_witness,
    change_pledge,
    delete_pledge,
    end_pledge,
    let_witness_go,
    load_own,
    load_pledge,
    make_pledge,
    pause_pledge,
    pledges_for,
    raise_doubt,
    sort_post,
    witnessed,
)
from kith.pledges.model import PeriodKind, PledgeEdit, PledgeWish, Visibility


class PledgeWishForm(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge that shall be made. `topic` is the key of a topic; without one, one's own is made of `label`."""

    until: date
    topic: str = ""
    label: str = ""
    examples_yes: tuple[str, ...] = ()
    examples_no: tuple[str, ...] = ()
    posts_max: int = 1
    period: PeriodKind = "week"
    days: int = 7
    timezone: str | None = None
    starts_now: bool = False
    if_then: str = ""
    counts_reposts: bool = False
    visibility: Visibility = "me"
    circle: int | None = None


class PledgeEditForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be otherwise; what is not sent stays."""

    label: str | None = None
    posts_max: int | None = None
    until: date | None = None
    timezone: str | None = None
    if_then: str | None = None
    counts_reposts: bool | None = None
    visibility: Visibility | None = None
    circle: int | None = None


class PledgePauseForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how many whole periods it rests."""

    periods: int = 1


class PledgeSortForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a status is about it."""

    about: bool


class PledgeWitnessForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask."""

    account_id: str


class PledgeAnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one wants to be a witness."""

    answer: Literal["yes", "no"]


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/pledges`: list one's own pledges, the newest first."""
    assert work.actor is not None
    return json_answer(await present_pledges(work, await pledges_for(work, work.actor)))


async def show_witnessed(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/pledges/witnessed`: list the pledges one is asked to witness, or does."""
    return json_answer(await present_pledges(work, await witnessed(work)))


async def show_of_account(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/accounts/ID/pledges`: list somebody's pledges, as far as one may see them."""
    return json_answer(await present_pledges(work, await pledges_for(work, path_id(request))))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges`: make a pledge."""
    form = await read_form(request, PledgeWishForm)
    sent = msgspec.structs.asdict(form)
    until, zone = sent.pop("until"), sent.pop("timezone") or request.state.zone
    made = await make_pledge(work, PledgeWish(until_on=until, timezone=zone, **sent))
    return await _own(work, made.id)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/pledges/ID`: show a pledge with its record."""
    [entity] = await present_pledges(work, [await load_pledge(work, path_id(request))])
    return json_answer(entity)


async def show_own(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/pledges/ID/ledger`: show all of one's own: where one stands, entries, witnesses, changes."""
    return await _own(work, path_id(request))


async def do_change(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/pledges/ID`: change a pledge, tighter at once and looser from the next period on."""
    form = await read_form(request, PledgeEditForm)
    sent = msgspec.structs.asdict(form)
    until = sent.pop("until")
    return await _own(work, (await change_pledge(work, path_id(request), PledgeEdit(until_on=until, **sent))).id)


async def do_pause(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges/ID/pause`: let it rest for whole periods, from the next on."""
    form = await read_form(request, PledgePauseForm)
    return await _own(work, (await pause_pledge(work, path_id(request), periods=form.periods)).id)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges/ID/end`: end it after the running period."""
    return await _own(work, (await end_pledge(work, path_id(request))).id)


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/pledges/ID`: delete one that is over, or counted nothing, with its record."""
    await delete_pledge(work, path_id(request))
    return json_answer({})


async def do_sort(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/pledges/ID/entries/STATUS`: say whether a status of one's own is about it."""
    form = await read_form(request, PledgeSortForm)
    await sort_post(work, path_id(request), path_id(request, "status_id"), about=form.about)
    return await _own(work, path_id(request))


async def do_ask_about(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges/ID/entries/STATUS/question`: ask once as a witness, for its author alone."""
    await raise_doubt(work, path_id(request), path_id(request, "status_id"))
    return json_answer({})


async def do_ask_witness(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/pledges/ID/witnesses`: ask somebody to be a witness."""
    form = await read_form(request, PledgeWitnessForm)
    await ask_witness(work, path_id(request), one_id(form.account_id, "account_id") or Id(0))
    return await _own(work, path_id(request))


async def do_let_go(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/pledges/ID/witnesses/ACCOUNT`: let somebody be a witness no more."""
    await let_witness_go(work, path_id(request), path_id(request, "account_id"))
    return await _own(work, path_id(request))


async def do_answer(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/pledges/ID/witness`: say whether one wants to be a witness."""
    form = await read_form(request, PledgeAnswerForm)
    await answer_as_witness(work, path_id(request), yes=form.answer == "yes")
    return json_answer({})


async def _own(work: Work, pledge_id: Id) -> Response:
    return json_answer(await present_own(work, await load_own(work, pledge_id)))


_ALL, _ONE = "/api/kith/v1/pledges", "/api/kith/v1/pledges/{id}"
_READ, _WRITE = "read:statuses", "write:statuses"
Handler = Callable[[Work, Request], Awaitable[Response]]


def _do(
    method: Literal["POST", "PUT", "PATCH", "DELETE"],
    path: str,
    handler: Handler,
    asks: type[msgspec.Struct] | None = None,
    gives: object = OwnPledgeEntity,
) -> Route:
    return Route(
        method=method, path=path, handler=handler, scope=_WRITE, asks=(asks,) if asks is not None else (), gives=gives
    )


ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope=_READ, gives=list[PledgeEntity]),
    Route(method="GET", path=f"{_ALL}/witnessed", handler=show_witnessed, scope=_READ, gives=list[PledgeEntity]),
    Route(
        method="GET",
        path="/api/kith/v1/accounts/{id}/pledges",
        handler=show_of_account,
        scope=_READ,
        gives=list[PledgeEntity],
    ),
    _do("POST", _ALL, do_make, PledgeWishForm),
    Route(method="GET", path=_ONE, handler=show_one, scope=_READ, gives=PledgeEntity),
    Route(method="GET", path=f"{_ONE}/ledger", handler=show_own, scope=_READ, gives=OwnPledgeEntity),
    _do("PATCH", _ONE, do_change, PledgeEditForm),
    _do("POST", f"{_ONE}/pause", do_pause, PledgePauseForm),
    _do("POST", f"{_ONE}/end", do_end),
    _do("DELETE", _ONE, do_delete, gives=Nothing),
    _do("PUT", _ONE + "/entries/{status_id}", do_sort, PledgeSortForm),
    _do("POST", _ONE + "/entries/{status_id}/question", do_ask_about, gives=Nothing),
    _do("POST", f"{_ONE}/witnesses", do_ask_witness, PledgeWitnessForm),
    _do("DELETE", _ONE + "/witnesses/{account_id}", do_let_go),
    _do("PUT", f"{_ONE}/witness", do_answer, PledgeAnswerForm, gives=Nothing),
)
