"""Telling of promises: somebody is asked to be a witness, and a witness asks about a post."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.pledges.model import DoubtRaised, WitnessAsked


async def hear_witness_asked(work: Work, fact: WitnessAsked) -> None:
    """Tell somebody that they are asked to be a witness."""
    await store.lock_owner(work.db, fact.witness_id)
    await tell_of_person(work, fact.witness_id, "witness", fact.author_id, about_id=fact.pledge_id)


async def hear_doubt(work: Work, fact: DoubtRaised) -> None:
    """Tell an author, and nobody else, that a witness asks. One notice, as long as it is not read."""
    await store.lock_owner(work.db, fact.author_id)
    known = {"owner_id": fact.author_id, "from_id": fact.witness_id, "about_id": fact.pledge_id}
    await store.remove_read_notice(work.db, kind="doubt", **known)
    await tell_of_person(work, fact.author_id, "doubt", fact.witness_id, about_id=fact.pledge_id)
