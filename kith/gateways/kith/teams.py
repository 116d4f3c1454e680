"""Teams of organisations: one's own seats, who is on a team, and what was done in its name.

For whom an app acts is decided when it is let in: its token is a person's, or an organisation's by a person's hand.
"""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.organisations import (
    acts_of,
    change_own_seat,
    change_seat,
    decline_seat,
    end_seat,
    members_of,
    my_seat,
    offer_seat,
    require_second_step,
    resting_seats,
    seats_of_person,
    second_step_of_team,
    take_seat,
)
from kith.organisations.model import SeatRole, TeamSeat
from kith.people import accounts_by_ids, glance, present_accounts

ACTS_MAX = 80


class SeatEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A seat on a team."""

    organisation: AccountEntity
    account: AccountEntity
    role: str
    title: str
    shown: bool
    since: str
    rests: bool  # until its person signs in in two steps, because the organisation asks for it


class ActEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done in its name; never what was in it."""

    id: str
    account: AccountEntity | None
    deed: str
    subject_id: str | None
    about: AccountEntity | None
    created_at: str


class SecondStepEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the team is asked for two-step sign-in, and who has none: their seats rest while it is asked for."""

    required: bool
    without: tuple[AccountEntity, ...]


class SecondStepBody(msgspec.Struct, frozen=True, kw_only=True):
    """Whether to ask for it."""

    required: bool


class OfferBody(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask onto the team, and as what."""

    account_id: str
    role: SeatRole = "member"
    title: str = ""


class SeatBody(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat shall be."""

    role: SeatRole | None = None
    title: str | None = None


class TakeBody(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to an offer, and whether one is shown on the team."""

    answer: Literal["yes", "no"] = "yes"
    shown: bool = False


class OwnSeatBody(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one is shown on the team."""

    shown: bool


async def show_mine(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/organisations`: list one's seats, the oldest first."""
    if work.hand is None:
        raise SignInFirst
    held, resting = await seats_of_person(work, work.hand), await resting_seats(work, work.hand)
    return json_answer([*await _seats(work, held), *await _seats(work, resting, rests=True)])


async def show_team(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/team`: list its team, for those who are on it."""
    await my_seat(work, path_id(request))
    return json_answer(await _seats(work, await members_of(work, path_id(request))))


async def do_offer(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/team`: ask somebody onto the team."""
    form = await read_form(request, OfferBody)
    await my_seat(work, path_id(request), "invite")
    person_id = parse_id(form.account_id)
    if person_id is None:
        raise NotFound
    person = await glance(work, person_id)
    await offer_seat(work, path_id(request), person.id, role=form.role, title=form.title)
    return json_answer({})


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/seat`: take the seat that one was offered, or say no to it."""
    form = await read_form(request, TakeBody)
    if form.answer == "no":
        await decline_seat(work, path_id(request))
    else:
        await take_seat(work, path_id(request), shown=form.shown)
    return json_answer({})


async def do_own(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/seat`: say whether one is shown on the team."""
    form = await read_form(request, OwnSeatBody)
    await change_own_seat(work, path_id(request), shown=form.shown)
    return json_answer({})


async def do_change(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/organisations/ID/team/ACCOUNT`: give somebody another role or title."""
    form = await read_form(request, SeatBody)
    seat = await change_seat(work, path_id(request), path_id(request, "account_id"), role=form.role, title=form.title)
    return json_answer((await _seats(work, [seat]))[0])


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/team/ACCOUNT`: end a seat at once; with one's own, leave the team."""
    await end_seat(work, path_id(request), path_id(request, "account_id"))
    return json_answer({})


async def show_acts(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/acts`: list what was done in its name, the newest first."""
    await my_seat(work, path_id(request), "audit")
    found_ = await acts_of(work.db, path_id(request), Paging.from_query(request.query_params, limit_max=ACTS_MAX))
    wanted = {one.hand_id for one in found_.items} | {one.about_id for one in found_.items if one.about_id}
    people = await accounts_by_ids(work.db, sorted(wanted))
    entities = dict(zip((one.id for one in people), await present_accounts_of(work, people), strict=True))
    acts = [
        ActEntity(
            id=str(one.id),
            account=entities.get(one.hand_id),
            deed=one.deed,
            subject_id=str(one.subject_id) if one.subject_id else None,
            about=entities.get(one.about_id) if one.about_id else None,
            created_at=date_text(one.done_at),
        )
        for one in found_.items
    ]
    return json_answer(acts)


async def show_second_step(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/two_step`: show whether the team is asked for two-step sign-in, to owners."""
    return json_answer(await _second_step(work, path_id(request)))


async def do_second_step(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/two_step`: ask the team for two-step sign-in, or no more."""
    form = await read_form(request, SecondStepBody)
    await require_second_step(work, path_id(request), required=form.required)
    return json_answer(await _second_step(work, path_id(request)))


async def _second_step(work: Work, organisation_id: Id) -> SecondStepEntity:
    found = await second_step_of_team(work, organisation_id)
    people = await present_accounts(work.db, list(found.without))
    return SecondStepEntity(required=found.required, without=tuple(await present_accounts_of(work, people)))


async def _seats(work: Work, seats: list[TeamSeat], *, rests: bool = False) -> list[SeatEntity]:
    wanted = sorted({one.organisation_id for one in seats} | {one.person_id for one in seats})
    people = await present_accounts(work.db, wanted)
    shown = dict(zip((one.id for one in people), await present_accounts_of(work, people), strict=True))
    return [
        SeatEntity(
            organisation=shown[one.organisation_id],
            account=shown[one.person_id],
            role=one.role,
            title=one.title,
            shown=one.shown,
            since=date_text(one.since_at),
            rests=rests,
        )
        for one in seats
        if one.organisation_id in shown and one.person_id in shown
    ]


_ALL, _ONE = "/api/kith/v1/organisations", "/api/kith/v1/organisations/{id}"
_TEAM, _SEAT = f"{_ONE}/team", f"{_ONE}/team/{{account_id}}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_mine, scope="read", gives=list[SeatEntity]),
    Route(method="GET", path=_TEAM, handler=show_team, scope="read", gives=list[SeatEntity]),
    Route(method="POST", path=_TEAM, handler=do_offer, scope="write", limit="invite", asks=(OfferBody,), gives=Nothing),
    Route(method="PATCH", path=_SEAT, handler=do_change, scope="write", asks=(SeatBody,), gives=SeatEntity),
    Route(method="DELETE", path=_SEAT, handler=do_end, scope="write", gives=Nothing),
    Route(method="POST", path=f"{_ONE}/seat", handler=do_answer, scope="write", asks=(TakeBody,), gives=Nothing),
    Route(method="PUT", path=f"{_ONE}/seat", handler=do_own, scope="write", asks=(OwnSeatBody,), gives=Nothing),
    Route(method="GET", path=f"{_ONE}/two_step", handler=show_second_step, scope="read", gives=SecondStepEntity),
    Route(
        method="PUT",
        path=f"{_ONE}/two_step",
        handler=do_second_step,
        scope="write",
        asks=(SecondStepBody,),
        gives=SecondStepEntity,
    ),
    Route(method="GET", path=f"{_ONE}/acts", handler=show_acts, scope="read", paged=True, gives=list[ActEntity]),
)
