"""Organisations: one's own, their teams, what they tell, and what was done in their name.

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
    About,
    acts_of,
    ask_to_write,
    ask_to_write_no_more,
    change_own_seat,
    change_seat,
    close,
    decline_seat,
    end_seat,
    found,
    front_of,
    members_of,
    my_seat,
    offer_seat,
    seats_of_person,
    take_seat,
    tell_about,
    write_day,
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


class PlaceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Where to find it."""

    name: str
    address: str


class AnsweredEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A question that comes up, and its answer."""

    question: str
    answer: str


class TeamMemberEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team who agreed to be seen there."""

    account: AccountEntity
    title: str
    answers_today: bool


class OrganisationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation, as everybody sees it. `hours` are seven lines, Monday first; an empty one is a closed day."""

    account: AccountEntity
    website: str
    verified: bool
    timezone: str
    hours: tuple[str, ...]
    open_now: bool
    places: tuple[PlaceEntity, ...]
    questions: tuple[AnsweredEntity, ...]
    team: tuple[TeamMemberEntity, ...]
    may_write: bool  # whether whoever asks lets it write to them first


class ActEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done in its name; never what was in it."""

    id: str
    account: AccountEntity | None
    deed: str
    subject_id: str | None
    about: AccountEntity | None
    created_at: str


class FoundBody(msgspec.Struct, frozen=True, kw_only=True):
    """What it is called."""

    name: str
    handle: str


class AboutBody(msgspec.Struct, frozen=True, kw_only=True):
    """What shall stand there; what is left out stays."""

    website: str | None = None
    timezone: str | None = None
    hours: tuple[str, ...] | None = None
    places: tuple[PlaceEntity, ...] | None = None
    questions: tuple[AnsweredEntity, ...] | None = None
    signs: bool | None = None


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
    return json_answer(await _seats(work, await seats_of_person(work, work.hand)))


async def do_found(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations`: found an organisation, as its owner."""
    form = await read_form(request, FoundBody)
    made = await found(work, handle=form.handle, name=form.name)
    return await _one(work, made.organisation_id)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID`: show what an organisation tells."""
    return await _one(work, path_id(request))


async def do_tell(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/organisations/ID`: change what it tells."""
    form, organisation_id = await read_form(request, AboutBody), path_id(request)
    about = About(
        website=form.website,
        timezone=form.timezone,
        days=form.hours,
        places=None if form.places is None else tuple((one.name, one.address) for one in form.places),
        questions=None if form.questions is None else tuple((one.question, one.answer) for one in form.questions),
        signs=form.signs,
    )
    await tell_about(work, organisation_id, about)
    return await _one(work, organisation_id)


async def do_close(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID`: close it. All it wrote is deleted after thirty days."""
    await close(work, path_id(request))
    return json_answer({})


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


async def do_let_write(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/may_write`: let an organisation write to one first."""
    await ask_to_write(work, (await glance(work, path_id(request))).id)
    return json_answer({})


async def do_let_write_no_more(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/may_write`: take that back."""
    await ask_to_write_no_more(work, path_id(request))
    return json_answer({})


async def _one(work: Work, organisation_id: Id) -> Response:
    account = await glance(work, organisation_id) if organisation_id != work.actor else None
    accounts = [account] if account else await present_accounts(work.db, [organisation_id])
    front = await front_of(work, organisation_id)
    if front is None or not accounts:
        raise NotFound
    told = front.organisation
    mine, *team = await present_accounts_of(work, [*accounts, *(one.account for one in front.team)])
    return json_answer(
        OrganisationEntity(
            account=mine,
            website=told.website,
            verified=front.verified,
            timezone=told.timezone,
            hours=tuple(write_day(told.hours, weekday) for weekday in range(7)),
            open_now=front.open_now,
            places=tuple(PlaceEntity(name=one.name, address=one.address) for one in told.places),
            questions=tuple(AnsweredEntity(question=one.question, answer=one.answer) for one in told.questions),
            team=tuple(
                TeamMemberEntity(account=entity, title=one.title, answers_today=one.answers_today)
                for entity, one in zip(team, front.team, strict=True)
            ),
            may_write=front.asked,
        )
    )


async def _seats(work: Work, seats: list[TeamSeat]) -> list[SeatEntity]:
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
        )
        for one in seats
        if one.organisation_id in shown and one.person_id in shown
    ]


_ALL, _ONE = "/api/kith/v1/organisations", "/api/kith/v1/organisations/{id}"
_TEAM, _SEAT = f"{_ONE}/team", f"{_ONE}/team/{{account_id}}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_mine, scope="read", gives=list[SeatEntity]),
    Route(
        method="POST", path=_ALL, handler=do_found, scope="write", limit="sign-up", asks=(FoundBody,),
        gives=OrganisationEntity,
    ),
    Route(method="GET", path=_ONE, handler=show_one, scope="read", gives=OrganisationEntity),
    Route(method="PATCH", path=_ONE, handler=do_tell, scope="write", asks=(AboutBody,), gives=OrganisationEntity),
    Route(method="DELETE", path=_ONE, handler=do_close, scope="write", gives=Nothing),
    Route(method="GET", path=_TEAM, handler=show_team, scope="read", gives=list[SeatEntity]),
    Route(method="POST", path=_TEAM, handler=do_offer, scope="write", limit="invite", asks=(OfferBody,), gives=Nothing),
    Route(method="PATCH", path=_SEAT, handler=do_change, scope="write", asks=(SeatBody,), gives=SeatEntity),
    Route(method="DELETE", path=_SEAT, handler=do_end, scope="write", gives=Nothing),
    Route(method="POST", path=f"{_ONE}/seat", handler=do_answer, scope="write", asks=(TakeBody,), gives=Nothing),
    Route(method="PUT", path=f"{_ONE}/seat", handler=do_own, scope="write", asks=(OwnSeatBody,), gives=Nothing),
    Route(method="GET", path=f"{_ONE}/acts", handler=show_acts, scope="read", paged=True, gives=list[ActEntity]),
    Route(method="PUT", path=f"{_ONE}/may_write", handler=do_let_write, scope="write", gives=Nothing),
    Route(method="DELETE", path=f"{_ONE}/may_write", handler=do_let_write_no_more, scope="write", gives=Nothing),
)  # fmt: skip
