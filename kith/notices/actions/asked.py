"""Telling of teams: somebody is asked onto one, as long as they have not answered."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.actions.telling import take_back
from kith.organisations import is_asked
from kith.organisations.model import OfferEnded, SeatOffered, SeatTaken


async def settle_offer(work: Work, fact: SeatOffered | SeatTaken | OfferEnded) -> None:
    """Tell somebody that an organisation asks them onto its team; take it back where it asks no longer."""
    await store.lock_owner(work.db, fact.person_id)
    if await is_asked(work, fact.organisation_id, fact.person_id):
        await tell_of_person(work, fact.person_id, "seat", fact.organisation_id)
    else:
        await take_back(work, fact.person_id, "seat", fact.organisation_id)
