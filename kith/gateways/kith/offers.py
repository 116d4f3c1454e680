"""Offers: asking for those of an organisation, calling a status one, and how a team stands before the public line."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.deeds import status_of
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity
from kith.offers import answer, appeal, ask_for_offers, ask_no_more, call_offer, declare, my_offers, take_back
from kith.offers import own_standing as standing_of
from kith.offers.model import LineCrossing
from kith.organisations import my_seat
from kith.people import glance


class AskedOffersEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation whose offers one asked for, and how often they come at the most."""

    account: AccountEntity
    how_often: str


class HowOftenForm(msgspec.Struct, frozen=True, kw_only=True):
    """How often its offers shall come: `each` of them, or one a `week` or a `month` at the most."""

    how_often: Literal["each", "week", "month"]


class KindForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a status is."""

    kind: Literal["conversation", "offer"]


class CrossingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A time beyond the public line: how it stood then, what was said, and how it ended."""

    id: str
    crossed_at: str
    posts: int
    corrected: int
    answer: str
    answered_at: str | None
    appeal: str
    appealed_at: str | None
    decision: str | None
    reason: str
    ends_at: str | None
    ended_at: str | None


class OfferStandingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How an organisation stands: conversation of the last weeks, and how much of it readers call offers."""

    posts: int
    corrected: int
    counts_as_offers: bool
    crossings: tuple[CrossingEntity, ...]


class LineWordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the team says."""

    text: str


async def show_asked(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/offers`: list the organisations whose offers one asked for, by name."""
    asked = await my_offers(work)
    accounts = await present_accounts_of(work, [one.account for one in asked])
    return json_answer(
        [AskedOffersEntity(account=shown, how_often=one.pace) for shown, one in zip(accounts, asked, strict=True)]
    )


async def do_ask(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/offers`: ask for its offers, so often; one follows it, too."""
    form = await read_form(request, HowOftenForm)
    await ask_for_offers(work, (await glance(work, path_id(request))).id, form.how_often)
    return json_answer({})


async def do_ask_no_more(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/offers`: ask for them no more."""
    await ask_no_more(work, (await glance(work, path_id(request))).id)
    return json_answer({})


async def do_call(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/statuses/ID/is_offer`: say as a reader that it is an offer; nobody learns who did."""
    await call_offer(work, path_id(request))
    return json_answer({})


async def do_take_back(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/statuses/ID/is_offer`: take that back."""
    await take_back(work, path_id(request))
    return json_answer({})


async def do_declare(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/statuses/ID/kind`: say as an organisation what a status of its own is."""
    form = await read_form(request, KindForm)
    await declare(work, path_id(request), form.kind)
    return json_answer(await status_of(work, path_id(request)))


async def show_standing(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/line`: show its team how it stands before the public line."""
    await my_seat(work, path_id(request), "read")
    own = await standing_of(work, path_id(request))
    return json_answer(
        OfferStandingEntity(
            posts=own.standing.posts,
            corrected=own.standing.corrected,
            counts_as_offers=own.open is not None,
            crossings=tuple(_crossing(one) for one in own.crossings),
        )
    )


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/line/answer`: answer for it, in public."""
    form = await read_form(request, LineWordsForm)
    return json_answer(_crossing(await answer(work, path_id(request), form.text)))


async def do_appeal(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/line/appeal`: bring it before whoever runs the server."""
    form = await read_form(request, LineWordsForm)
    return json_answer(_crossing(await appeal(work, path_id(request), form.text)))


def _crossing(one: LineCrossing) -> CrossingEntity:
    return CrossingEntity(
        id=str(one.id),
        crossed_at=date_text(one.crossed_at),
        posts=one.posts,
        corrected=one.corrected,
        answer=one.answer,
        answered_at=date_text(one.answered_at) if one.answered_at else None,
        appeal=one.appeal,
        appealed_at=date_text(one.appealed_at) if one.appealed_at else None,
        decision=one.decision,
        reason=one.reason,
        ends_at=date_text(one.ends_at) if one.ends_at else None,
        ended_at=date_text(one.ended_at) if one.ended_at else None,
    )


_ASKED, _ONE = "/api/kith/v1/organisations/{id}/offers", "/api/kith/v1/statuses/{id}/is_offer"
_LINE = "/api/kith/v1/organisations/{id}/line"
ROUTES = (
    Route(
        method="GET",
        path="/api/kith/v1/offers",
        handler=show_asked,
        scope="read:follows",
        gives=list[AskedOffersEntity],
    ),
    Route(method="PUT", path=_ASKED, handler=do_ask, scope="write:follows", asks=(HowOftenForm,), gives=Nothing),
    Route(method="DELETE", path=_ASKED, handler=do_ask_no_more, scope="write:follows", gives=Nothing),
    Route(method="PUT", path=_ONE, handler=do_call, scope="write:statuses", gives=Nothing),
    Route(method="DELETE", path=_ONE, handler=do_take_back, scope="write:statuses", gives=Nothing),
    Route(
        method="PUT",
        path="/api/kith/v1/statuses/{id}/kind",
        handler=do_declare,
        scope="write:statuses",
        asks=(KindForm,),
        gives=StatusEntity,
    ),
    Route(method="GET", path=_LINE, handler=show_standing, scope="read", gives=OfferStandingEntity),
    Route(
        method="POST",
        path=f"{_LINE}/answer",
        handler=do_answer,
        scope="write",
        asks=(LineWordsForm,),
        gives=CrossingEntity,
    ),
    Route(
        method="POST",
        path=f"{_LINE}/appeal",
        handler=do_appeal,
        scope="write",
        asks=(LineWordsForm,),
        gives=CrossingEntity,
    ),
)
