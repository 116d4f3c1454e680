"""`/organisations`: on whose teams one is, what one was offered, and founding one."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused, SignInFirst
from kith.base.web.form import read_form
from kith.base.web.page import Slot, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.founding import found
from kith.organisations.actions.team import decline_seat, resting_seats, seats_of_person, take_seat
from kith.organisations.model import SeatOffer, TeamSeat
from kith.organisations.rules import may
from kith.organisations.web.words import role_words
from kith.people import accounts_by_ids, present_accounts
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """A team one is on."""

    account: Account
    seat: TeamSeat
    role: str
    here: bool  # whether one acts for it at this moment
    may_invite: bool
    may_read: bool
    may_page: bool
    may_audit: bool
    rests: bool  # until one signs in in two steps
    may_mail: bool


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """A seat one was offered, and by whom."""

    account: Account
    offer: SeatOffer
    role: str
    by: Account | None


@dataclass(frozen=True, kw_only=True)
class OrganisationsPage:
    """All of one's teams."""

    rows: Sequence[TeamRow]
    offers: Sequence[OfferRow]
    acts: bool  # whether one acts for any of them


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """The form of a new organisation, with what was typed and what was wrong with it."""

    form: "FoundForm"
    error: str = ""
    field: str = ""


class FoundForm(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation is called."""

    name: str = ""
    handle: str = ""


class TakeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the public sees one on the team."""

    shown: bool = False


async def show_organisations(work: Work, request: Request) -> Response:
    """`GET /organisations`."""
    if work.hand is None:
        raise SignInFirst
    held, resting = await seats_of_person(work, work.hand), await resting_seats(work, work.hand)
    seats, offers = [*resting, *held], await store.offers_to(work.db, work.hand)
    wanted = [one.organisation_id for one in seats] + [one.organisation_id for one in offers]
    there = {one.id: one for one in await present_accounts(work.db, wanted)}
    givers = {one.id: one for one in await accounts_by_ids(work.db, [one.offered_by for one in offers])}
    words = role_words()
    rows = [
        TeamRow(
            account=there[seat.organisation_id],
            seat=seat,
            role=words[seat.role],
            here=work.actor == seat.organisation_id,
            may_invite=seat in held and may(seat.role, "invite"),
            may_read=seat in held and may(seat.role, "read"),
            may_page=seat in held and may(seat.role, "page"),
            may_audit=seat in held and may(seat.role, "audit"),
            may_mail=seat in held and may(seat.role, "mail"),
            rests=seat in resting,
        )
        for seat in seats
        if seat.organisation_id in there
    ]
    offered = [
        OfferRow(account=there[one.organisation_id], offer=one, role=words[one.role], by=givers.get(one.offered_by))
        for one in offers
        if one.organisation_id in there
    ]
    content = OrganisationsPage(rows=rows, offers=offered, acts=work.actor != work.hand)
    return await page(work, request, "organisations/organisations.html", content)


async def show_found(work: Work, request: Request) -> Response:
    """`GET /organisations/new`."""
    return await page(work, request, "organisations/found.html", FoundPage(form=FoundForm()))


async def do_found(work: Work, request: Request) -> Response:
    """`POST /organisations`: what does not fit comes back with its words."""
    form = await read_form(request, FoundForm)
    try:
        made = await found(work, handle=form.handle, name=form.name, timezone=request.state.zone)
    except (Invalid, Refused) as error:
        work.undo()
        return await _found_again(work, request, form, error)
    return RedirectResponse(f"/organisations/{made.organisation_id}/about", 303)


async def _found_again(work: Work, request: Request, form: FoundForm, error: KithError) -> Response:
    field = (error.field or "") if isinstance(error, Invalid) else ""
    short = FoundForm(name=form.name[:300], handle=form.handle[:100])
    content = FoundPage(form=short, error=error.text, field=field)
    return await page(work, request, "organisations/found.html", content, status=422 if field else 403)


async def do_take(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/yes`: take the seat one was offered."""
    form = await read_form(request, TakeForm)
    await take_seat(work, path_id(request), shown=form.shown)
    return RedirectResponse("/organisations", 303)


async def do_decline(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/no`."""
    await decline_seat(work, path_id(request))
    return RedirectResponse("/organisations", 303)


TEAMS_ROUTES = (
    Route(method="GET", path="/organisations", handler=show_organisations),
    Route(method="GET", path="/organisations/new", handler=show_found),
    Route(method="POST", path="/organisations", handler=do_found, limit="sign-up"),
    Route(method="POST", path="/organisations/{id}/yes", handler=do_take),
    Route(method="POST", path="/organisations/{id}/no", handler=do_decline),
)


async def fill_consent(work: Work, _request: Request) -> Sequence[Account]:
    """Give the organisations to which whoever is asked may let an app in; none while they act for one already."""
    if work.hand is None or work.actor != work.hand:
        return ()
    seats = [one.organisation_id for one in await seats_of_person(work, work.hand) if may(one.role, "read")]
    return sorted(await present_accounts(work.db, seats), key=lambda one: one.id)


TEAMS_SLOTS = (Slot(name="consent.organisations", fill=fill_consent),)
