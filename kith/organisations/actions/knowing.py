"""Who is asking, and for whom: the seat behind everything done in an organisation's name is asked for each time."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request

from kith.base.core.errors import Refused, WrongToken
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.bearer import OPEN_PATHS
from kith.base.web.caller import Caller
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.oauth import identify_with_apps
from kith.organisations import store
from kith.organisations.actions.keyed import identify_program, is_programs
from kith.organisations.actions.recording import record
from kith.organisations.actions.team import rests
from kith.organisations.model import SeatRole
from kith.organisations.rules import may
from kith.organisations.rules.doors import deed_of, is_told
from kith.people import KeyHolder, SignedIn, find_holder, identify_warily
from kith.people.model import Account


@dataclass(frozen=True)
class Acting:
    """Somebody who acts for an organisation. Kept in the memo of the work, for the pages."""

    organisation: Account
    person: Account
    role: SeatRole


async def acting_now(work: Work) -> Acting | None:
    """Tell who acts for which organisation in this work; `None` where somebody acts for themself."""
    known: Acting | None = work.memo.get(Acting)
    if known is not None or work.actor is None or work.hand is None or work.actor == work.hand:
        return known
    organisation, person = await find_holder(work.db, work.actor), await find_holder(work.db, work.hand)
    seat = await store.find_held_seat(work.db, work.actor, work.hand)
    if organisation is None or person is None or seat is None:
        return None
    found = Acting(organisation=organisation.account, person=person.account, role=seat.role)
    work.memo[Acting] = found
    return found


async def identify_with_seats(work: Work, request: Request) -> Caller | None:
    """Find the caller of a request: a person, an app, a program, or somebody who acts for an organisation.

    Whose seat has ended, or rests, is themself again in their browser, and nobody through an app. Raises `Refused` for
    what the seat does not include, and `TooMany` where many wrong tokens came from.
    """
    return await identify_warily(work, request, _identify)


async def _identify(work: Work, request: Request) -> Caller | None:
    if is_programs(request):
        return await identify_program(work, request)
    caller = await identify_with_apps(work, request)
    if caller is None or SignedIn not in work.memo:
        return caller
    signed: SignedIn = work.memo[SignedIn]
    if signed.hand_id is not None:
        return await _by_app(work, request, caller, signed.hand_id)
    if signed.acting_for is not None and signed.leaves_at is None:
        return await _by_browser(work, request, caller, signed.acting_for)
    return caller


async def _by_app(work: Work, request: Request, caller: Caller, hand_id: Id) -> Caller | None:
    organisation: Account = work.memo[Account]
    hand = await find_holder(work.db, hand_id)
    seat = await store.find_held_seat(work.db, organisation.id, hand_id)
    if seat is None and _holds(hand) and organisation.id in await store.resting_for(work.db, hand_id):
        work.memo.pop(Account), work.memo.pop(SignedIn)
        raise rests()
    if not _holds(hand) or seat is None or organisation.gone_at is not None or not may(seat.role, "read"):
        work.memo.pop(Account), work.memo.pop(SignedIn)
        if request.url.path.startswith(OPEN_PATHS):
            raise WrongToken
        return None
    assert hand is not None
    work.memo[Acting] = Acting(organisation=organisation, person=hand.account, role=seat.role)
    await _enter(work, request, organisation.id, hand_id, seat.role)
    return msgspec.structs.replace(caller, hand_id=hand_id, role="member", confirmed=True)


async def _by_browser(work: Work, request: Request, caller: Caller, organisation_id: Id) -> Caller:
    person: Account = work.memo[Account]
    held = await find_holder(work.db, organisation_id)
    seat = await store.find_held_seat(work.db, organisation_id, person.id)
    if held is None or not _holds(held) or seat is None or person.gone_at is not None:
        return caller
    work.memo[Account], work.memo[SignedIn] = held.account, held.signed
    work.memo[Acting] = Acting(organisation=held.account, person=person, role=seat.role)
    acting = msgspec.structs.replace(
        caller,
        person_id=organisation_id,
        hand_id=person.id,
        role="member",
        # A form of a page that was opened as oneself is not sent as somebody else, and the other way round.
        session=f"{caller.session} as {organisation_id}",
    )
    request.state.caller = acting  # a refusal is told around the page as they are now
    await _enter(work, request, organisation_id, person.id, seat.role)
    return acting


def _holds(holder: KeyHolder | None) -> bool:
    return holder is not None and holder.account.gone_at is None and holder.signed.approved_at is not None


async def _enter(work: Work, request: Request, organisation_id: Id, hand_id: Id, role: SeatRole) -> None:
    """Let a hand through this door in the organisation's name, or raise `Refused`; write down what it changes."""
    route: Route | None = request.scope.get("kith.entry")
    if route is None:  # a page that says that nothing is here; or a socket, which reads
        if request.scope["type"] == "websocket" and not may(role, "read"):
            raise Refused(_("As a guest of this team you answer what is given to you, at the desk."))
        return
    deed = deed_of(route.path, writes=route.writes)
    if deed is None:
        raise Refused(_("That is for people. Go back to yourself first; an organisation has none of it."))
    if not may(role, deed):
        raise Refused(
            _("As a guest of this team you answer what is given to you, at the desk.")
            if role == "guest"
            else _("Your seat on this team does not include that. Ask an owner.")
        )
    work.actor, work.hand = organisation_id, hand_id
    if route.writes and is_told(route.path):
        subject_id = parse_id(request.path_params.get("id", "")) if request.path_params else None
        await record(work, organisation_id, f"{route.method} {route.path}"[:60], subject_id=subject_id)
