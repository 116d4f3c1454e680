"""`/organisations/ID/team` and `/acts`: who is on a team, and what was done in its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.founding import close
from kith.organisations.actions.own_seat import change_own_seat
from kith.organisations.actions.programs import names_of_programs
from kith.organisations.actions.second_step import TeamSecondStep, second_step_of_team
from kith.organisations.actions.team import (
    change_seat,
    end_seat,
    my_seat,
    offer_seat,
    withdraw_offer,
)
from kith.organisations.model import ROLES, SeatOffer, SeatRole, TeamSeat
from kith.organisations.rules import may, may_give
from kith.organisations.web.words import deed_sentence, role_words
from kith.people import accounts_by_ids, find_present, get_account
from kith.people.model import Account

ACTS_A_PAGE = 40


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """Somebody on the team, and whether whoever looks may change or end their seat."""

    account: Account
    seat: TeamSeat
    role: str
    is_me: bool
    answers_today: bool
    may_change: bool
    lacks_step: bool = False  # shown to owners: no second step yet


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """Somebody who was asked, and did not answer yet."""

    account: Account
    offer: SeatOffer
    role: str
    may_withdraw: bool


@dataclass(frozen=True, kw_only=True)
class TeamPage:
    """A team, with the form that asks somebody onto it."""

    account: Account
    rows: Sequence[SeatRow]
    waiting: Sequence[WaitingRow]
    mine: SeatRow
    roles: Sequence[tuple[str, str]]  # those that whoever looks may give
    may_audit: bool
    may_close: bool
    may_connect: bool
    may_contacts: bool
    form: "OfferForm"
    second_step: TeamSecondStep | None = None  # for owners
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ActRow:
    """Something that was done."""

    sentence: str
    by: Account | None
    program: str  # what it is called, where the hand was a program's
    about: Account | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ActsPage:
    """What was done in an organisation's name, the newest first."""

    account: Account
    rows: Sequence[ActRow]
    more: str | None


class OfferForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to ask, and for what."""

    handle: str = ""
    role: SeatRole = "member"
    title: str = ""


class SeatForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a seat shall be."""

    role: SeatRole | None = None
    title: str | None = None


class OwnSeatForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one says about one's own seat."""

    shown: bool = False
    answers_today: bool = False


async def show_team(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/team`: for those who are on it."""
    return await team_page(work, request, path_id(request), OfferForm())


async def team_page(
    work: Work, request: Request, organisation_id: Id, form: OfferForm, error: KithError | None = None
) -> Response:
    """Show a team; with what was typed and what was wrong with it."""
    mine = await my_seat(work, organisation_id)
    today = await _today(work, organisation_id)
    second = await second_step_of_team(work, organisation_id) if may(mine.role, "seats") else None
    seats = await store.seats_of(work.db, organisation_id)
    offers = await store.offers_of(work.db, organisation_id) if may(mine.role, "invite") else []
    wanted = [one.person_id for one in seats] + [one.person_id for one in offers]
    people = {one.id: one for one in await accounts_by_ids(work.db, wanted)}
    words = role_words()
    rows = [
        SeatRow(
            account=people[seat.person_id],
            seat=seat,
            role=words[seat.role],
            is_me=seat.person_id == mine.person_id,
            answers_today=seat.answers_on == today,
            may_change=may_give(mine.role, seat.role),
            lacks_step=second is not None and seat.person_id in second.without,
        )
        for seat in seats
        if seat.person_id in people
    ]
    content = TeamPage(
        account=await get_account(work.db, organisation_id),
        rows=rows,
        waiting=_waiting(mine, offers, people),
        mine=next(row for row in rows if row.is_me),
        roles=[(role, words[role]) for role in ROLES if may_give(mine.role, role)],
        may_audit=may(mine.role, "audit"),
        may_close=may(mine.role, "close"),
        may_connect=may(mine.role, "programs"),
        may_contacts=may(mine.role, "contacts"),
        form=form,
        second_step=second,
        error=error.text if error else "",
    )
    return await page(work, request, "organisations/team.html", content, status=422 if error else 200)


async def _today(work: Work, organisation_id: Id) -> date:
    organisation = await store.find_organisation(work.db, organisation_id)
    assert organisation is not None
    return work.now.astimezone(ZoneInfo(organisation.timezone)).date()


def _waiting(mine: TeamSeat, offers: Sequence[SeatOffer], people: Mapping[Id, Account]) -> list[WaitingRow]:
    words = role_words()
    return [
        WaitingRow(
            account=people[one.person_id],
            offer=one,
            role=words[one.role],
            may_withdraw=may_give(mine.role, one.role),
        )
        for one in offers
        if one.person_id in people
    ]


async def do_offer(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/team`: ask somebody onto it, by their handle."""
    organisation_id, form = path_id(request), await read_form(request, OfferForm)
    await my_seat(work, organisation_id, "invite")
    try:
        try:
            person = await find_present(work, form.handle.strip().removeprefix("@")[:300])
        except NotFound as error:
            raise Invalid(_("There is nobody of that handle here."), field="handle") from error
        await offer_seat(work, organisation_id, person.id, role=form.role, title=form.title)
    except (Invalid, Refused) as error:
        work.undo()
        short = msgspec.structs.replace(form, handle=form.handle[:300], title=form.title[:300])
        return await team_page(work, request, organisation_id, short, error)
    return _back(organisation_id)


async def do_change(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/team/PERSON`: another role, another title."""
    form = await read_form(request, SeatForm)
    await change_seat(work, path_id(request), path_id(request, "person"), role=form.role, title=form.title or "")
    return _back(path_id(request))


async def do_end(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/team/PERSON/end`: at once, everywhere. One's own: leave the team."""
    await end_seat(work, path_id(request), path_id(request, "person"))
    left = work.hand == path_id(request, "person")
    return RedirectResponse("/organisations", 303) if left else _back(path_id(request))


async def do_withdraw(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/offers/PERSON/withdraw`."""
    await withdraw_offer(work, path_id(request), path_id(request, "person"))
    return _back(path_id(request))


async def do_own(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mine`: whether one is shown, and whether one answers today."""
    form, organisation_id = await read_form(request, OwnSeatForm), path_id(request)
    organisation = await store.find_organisation(work.db, organisation_id)
    if organisation is None:
        raise NotFound
    today = work.now.astimezone(ZoneInfo(organisation.timezone)).date()
    await change_own_seat(
        work, organisation_id, shown=form.shown, answers_on=today if form.answers_today and form.shown else None
    )
    return _back(organisation_id)


async def show_close(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/close`: what closing means, before it is done."""
    await my_seat(work, path_id(request), "close")
    account = await get_account(work.db, path_id(request))
    return await page(work, request, "organisations/close.html", account)


async def do_close(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/close`."""
    await close(work, path_id(request))
    return RedirectResponse("/organisations", 303)


async def show_acts(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/acts`: for owners and managers. Who did what and when; never what was in it."""
    organisation_id = path_id(request)
    await my_seat(work, organisation_id, "audit")
    paging = Paging.from_query(request.query_params, limit_default=ACTS_A_PAGE)
    found = await store.acts_of(work.db, organisation_id, paging)
    wanted = {one.hand_id for one in found.items} | {one.about_id for one in found.items if one.about_id}
    people = {one.id: one for one in await accounts_by_ids(work.db, sorted(wanted))}
    programs = await names_of_programs(work, organisation_id, wanted - set(people))
    rows = [
        ActRow(
            sentence=deed_sentence(one.deed),
            by=people.get(one.hand_id),
            program=programs.get(one.hand_id, ""),
            about=people.get(one.about_id) if one.about_id else None,
            at=one.done_at,
        )
        for one in found.items
    ]
    more = f"/organisations/{organisation_id}/acts?max_id={found.older_than}" if found.older_than else None
    content = ActsPage(account=await get_account(work.db, organisation_id), rows=rows, more=more)
    return await page(work, request, "organisations/acts.html", content)


def _back(organisation_id: Id) -> Response:
    return RedirectResponse(f"/organisations/{organisation_id}/team", 303)


_TEAM = "/organisations/{id}/team"
TEAM_ROUTES = (
    Route(method="GET", path=_TEAM, handler=show_team),
    Route(method="POST", path=_TEAM, handler=do_offer, limit="invite"),
    Route(method="POST", path=f"{_TEAM}/{{person}}", handler=do_change),
    Route(method="POST", path=f"{_TEAM}/{{person}}/end", handler=do_end),
    Route(method="POST", path="/organisations/{id}/offers/{person}/withdraw", handler=do_withdraw),
    Route(method="POST", path="/organisations/{id}/mine", handler=do_own),
    Route(method="GET", path="/organisations/{id}/close", handler=show_close),
    Route(method="POST", path="/organisations/{id}/close", handler=do_close),
    Route(method="GET", path="/organisations/{id}/acts", handler=show_acts),
)
