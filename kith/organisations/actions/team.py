"""The team: who has a seat, who is offered one, and how it ends.

All of it is done by somebody's own hand, whether they act for the organisation at that moment or for themselves.
"""

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.oauth import forget_grants_by
from kith.organisations import store
from kith.organisations.actions.recording import record
from kith.organisations.model import (
    SEATS_A_PERSON_MAX,
    SEATS_MAX,
    TITLE_MAX,
    OfferEnded,
    Organisation,
    SeatChanged,
    SeatEnded,
    SeatOffer,
    SeatOffered,
    SeatRole,
    SeatTaken,
    TeamProgram,
    TeamSeat,
)
from kith.organisations.rules import Deed, check_may, check_may_give, may, role_of_program
from kith.people import SignedIn, end_acting, get_account, load_viewer


async def seat_of(work: Work, organisation_id: Id, person_id: Id) -> TeamSeat | None:
    """Find somebody's seat; none on a closed organisation, nor where it rests for want of a second step."""
    seat = await store.find_held_seat(work.db, organisation_id, person_id)
    found = await store.find_organisation(work.db, organisation_id) if seat else None
    return seat if found is not None and found.closed_at is None else None


async def hold_seat(work: Work, organisation_id: Id, person_id: Id) -> None:
    """Let nobody end the seat of somebody, a program's included, until this work ends. Raises `NotFound` without one,
    `Refused` where it rests for want of a second step.

    What is decided by a seat that ends in the same moment would stand in the name of nobody on the team.
    """
    held = await store.hold_seat(work.db, organisation_id, person_id)
    if held is not None or await _programs_seat(work, organisation_id, person_id) is not None:
        return
    raise rests() if organisation_id in await store.resting_for(work.db, person_id) else NotFound


async def seats_of_person(work: Work, person_id: Id) -> list[TeamSeat]:
    """List on which teams somebody is, the oldest first, as far as whoever asks was let in; closed ones included.

    Not those where their seat rests: `resting_seats`.
    """
    resting = await store.resting_for(work.db, person_id)
    return [one for one in await _seats_within_reach(work, person_id) if one.organisation_id not in resting]


async def resting_seats(work: Work, person_id: Id) -> list[TeamSeat]:
    """List somebody's seats that include nothing until they sign in in two steps: the organisation asks for it."""
    resting = await store.resting_for(work.db, person_id)
    return [one for one in await _seats_within_reach(work, person_id) if one.organisation_id in resting]


async def members_of(work: Work, organisation_id: Id) -> list[TeamSeat]:
    """List a team as far as it may act, owners first."""
    return await store.held_seats_of(work.db, organisation_id)


async def my_seat(work: Work, organisation_id: Id, deed: Deed | None = None) -> TeamSeat:
    """Get the seat of the hand that acts, a program's included.

    Raises `NotFound` without one, `Refused` where it does not include `deed`, or rests for want of a second step.
    """
    hand = _hand(work, organisation_id)
    seat = await seat_of(work, organisation_id, hand) or await _programs_seat(work, organisation_id, hand)
    if seat is None:
        if organisation_id in await store.resting_for(work.db, hand):
            raise rests()
        raise NotFound
    if deed is not None:
        check_may(seat.role, deed)
    return seat


async def offer_seat(work: Work, organisation_id: Id, person_id: Id, *, role: SeatRole, title: str = "") -> SeatOffer:
    """Ask somebody onto the team; asking again changes what is offered.

    Raises `NotFound` for somebody who is not to be seen, `Refused` for a role that is not one's to give, for
    somebody from elsewhere, an organisation, one who has a seat, and for one too many.
    """
    organisation, mine = await _held(work, organisation_id, "invite")
    check_may_give(mine.role, role)
    account = await get_account(work.db, person_id)
    for asking_id in (organisation_id, mine.person_id):  # whoever keeps either away hears of neither
        if person_id in (await load_viewer(work.db, asking_id, work.now)).hidden:
            raise NotFound
    if account.domain is not None or account.kind != "person":
        raise Refused(_("Only a person of this server can have a seat."))
    seats, offers = await store.seats_of(work.db, organisation_id), await store.offers_of(work.db, organisation_id)
    if any(seat.person_id == person_id for seat in seats):
        raise Refused(_("They are on the team already."))
    if len(seats) + len([one for one in offers if one.person_id != person_id]) >= SEATS_MAX:
        raise Refused(_("A team has room for {count} people.").format(count=SEATS_MAX))
    offer = SeatOffer(
        organisation_id=organisation.organisation_id,
        person_id=person_id,
        role=role,
        title=_title(title),
        offered_by=mine.person_id,
        offered_at=work.now,
    )
    await work.db.put(offer)
    await record(work, organisation_id, "seat.offered", about_id=person_id)
    work.tell(SeatOffered(organisation_id=organisation_id, person_id=person_id, by_id=mine.person_id))
    return offer


async def is_asked(work: Work, organisation_id: Id, person_id: Id) -> bool:
    """Tell whether an offer to somebody waits for their answer."""
    return await store.find_offer(work.db, organisation_id, person_id) is not None


async def withdraw_offer(work: Work, organisation_id: Id, person_id: Id) -> None:
    """Take an offer back. Raises `NotFound` where there is none."""
    _organisation, mine = await _held(work, organisation_id, "invite")
    offer = await store.find_offer(work.db, organisation_id, person_id)
    if offer is None:
        raise NotFound
    check_may_give(mine.role, offer.role)
    await store.take_offer_away(work.db, organisation_id, person_id)
    await record(work, organisation_id, "seat.withdrawn", about_id=person_id)
    work.tell(OfferEnded(organisation_id=organisation_id, person_id=person_id))


async def take_seat(work: Work, organisation_id: Id, *, shown: bool = False) -> TeamSeat:
    """Say yes to an offer. Raises `NotFound` where there is none (any more)."""
    person_id = _hand(work, organisation_id)
    if await store.find_offer(work.db, organisation_id, person_id) is None:
        raise NotFound
    organisation = await store.lock_organisation(work.db, organisation_id)
    offer = await store.find_offer(work.db, organisation_id, person_id)  # once more: it may be another by now
    if organisation.closed_at is not None or offer is None:
        raise NotFound
    await store.take_offer_away(work.db, organisation_id, person_id)
    if await store.count_seats_of_person(work.db, person_id) >= SEATS_A_PERSON_MAX:
        raise Refused(_("You are on {count} teams. Leave one first.").format(count=SEATS_A_PERSON_MAX))
    seat = TeamSeat(
        organisation_id=organisation_id,
        person_id=person_id,
        role=offer.role,
        title=offer.title,
        shown=shown,
        since_at=work.now,
    )
    await work.db.insert(seat)
    await record(work, organisation_id, "seat.taken")
    work.tell(SeatTaken(organisation_id=organisation_id, person_id=person_id))
    return seat


async def decline_seat(work: Work, organisation_id: Id) -> None:
    """Say no to an offer. Raises `NotFound` where there is none."""
    person_id = _hand(work, organisation_id)
    if not await store.take_offer_away(work.db, organisation_id, person_id):
        raise NotFound
    work.tell(OfferEnded(organisation_id=organisation_id, person_id=person_id))


async def change_seat(
    work: Work, organisation_id: Id, person_id: Id, *, role: SeatRole | None = None, title: str | None = None
) -> TeamSeat:
    """Give somebody on the team another role or title. The last owner stays one (`Refused`)."""
    _organisation, mine = await _held(work, organisation_id, "invite")
    seat = await _seat(work, organisation_id, person_id)
    after = msgspec.structs.replace(seat, role=role or seat.role, title=seat.title if title is None else _title(title))
    check_may_give(mine.role, seat.role, after.role)
    if seat.role == "owner" and after.role != "owner":
        await _check_other_owner(work, organisation_id, person_id)
    if after == seat:
        return seat
    await store.change_seat(work.db, after)
    if not may(after.role, "read"):
        await _end_access(work, organisation_id, person_id)  # an app would else keep what it may no longer read
    await record(work, organisation_id, "seat.changed", about_id=person_id)
    work.tell(SeatChanged(organisation_id=organisation_id, person_id=person_id))
    show_team_anew(work, organisation_id)
    return after


async def end_seat(work: Work, organisation_id: Id, person_id: Id) -> None:
    """End somebody's seat, or leave the team oneself: at once, in every browser and app. Not the last owner's.

    One's own ends also while it rests.
    """
    await store.lock_organisation(work.db, organisation_id)
    hand_id = _hand(work, organisation_id)
    mine = await (_seat(work, organisation_id, hand_id) if person_id == hand_id else my_seat(work, organisation_id))
    seat = mine if person_id == mine.person_id else await _seat(work, organisation_id, person_id)
    if seat is not mine:
        check_may(mine.role, "invite")
        check_may_give(mine.role, seat.role)
    if seat.role == "owner":
        await _check_other_owner(work, organisation_id, person_id)
    await record(work, organisation_id, "seat.left" if seat is mine else "seat.ended", about_id=person_id)
    await end_at_once(work, organisation_id, person_id)


async def end_at_once(work: Work, organisation_id: Id, person_id: Id) -> None:
    """End a seat whoever has it, with all by which it acts, and what it offered to others."""
    await store.end_seat(work.db, organisation_id, person_id)
    await store.take_offers_by(work.db, organisation_id, person_id)
    await _end_access(work, organisation_id, person_id)
    work.tell(SeatEnded(organisation_id=organisation_id, person_id=person_id))
    show_team_anew(work, organisation_id)


async def _end_access(work: Work, organisation_id: Id, person_id: Id) -> None:
    """End what a seat gave. Codes go first: one that is fetched at this moment is a token once they are gone."""
    await forget_grants_by(work.db, organisation_id, person_id)
    await end_acting(work, organisation_id, person_id)


def show_team_anew(work: Work, organisation_id: Id) -> None:
    """Let every open page of the team ask again who it is: those who may no longer close. No answer kept for an app of
    theirs outlives it.
    """
    work.forget(f"viewer:{organisation_id}")
    work.announce(LiveEvent(kind="team.changed", subject_id=organisation_id), {organisation_id})


async def _held(work: Work, organisation_id: Id, deed: Deed) -> tuple[Organisation, TeamSeat]:
    await my_seat(work, organisation_id, deed)
    organisation = await store.lock_organisation(work.db, organisation_id)
    return organisation, await my_seat(work, organisation_id, deed)  # once more: it may have ended meanwhile


def rests() -> Refused:
    """Say why a seat includes nothing, and what to do."""
    return Refused(_("This organisation asks its team for two-step sign-in. Switch it on in your settings to go on."))


async def _seats_within_reach(work: Work, person_id: Id) -> list[TeamSeat]:
    return [one for one in await store.seats_of_person(work.db, person_id) if _reaches(work, one.organisation_id)]


async def _seat(work: Work, organisation_id: Id, person_id: Id) -> TeamSeat:
    seat = await store.find_seat(work.db, organisation_id, person_id)
    if seat is None:
        raise NotFound
    return seat


async def _check_other_owner(work: Work, organisation_id: Id, person_id: Id) -> None:
    seats = await store.seats_of(work.db, organisation_id)
    if not any(seat.role == "owner" and seat.person_id != person_id for seat in seats):
        raise Refused(_("An organisation needs an owner. Make somebody else one first, or close it."))


async def _programs_seat(work: Work, organisation_id: Id, hand: Id) -> TeamSeat | None:
    """Give the place that a program has: what it may do there, its key says at the door. Kept in the memo: whose."""
    program = await store.find_program(work.db, organisation_id, hand)
    if program is None or not program.is_let_in(work.now):
        return None
    work.memo[TeamProgram] = program
    return TeamSeat(
        organisation_id=organisation_id,
        person_id=program.id,
        role=role_of_program(program.scopes),
        since_at=program.made_at,
    )


def _title(text: str) -> str:
    return clean_line(text, length_max=TITLE_MAX, field="title")


def _hand(work: Work, organisation_id: Id) -> Id:
    """Give who acts. Raises `NotFound` for an app that was let in to another organisation."""
    if work.hand is None:
        raise SignInFirst
    if not _reaches(work, organisation_id):
        raise NotFound
    return work.hand


def _reaches(work: Work, organisation_id: Id) -> bool:
    """Tell whether whoever asks was let in this far: an app that got one organisation sees nothing of the others."""
    signed: SignedIn | None = work.memo.get(SignedIn)
    return signed is None or signed.hand_id is None or work.actor == organisation_id
