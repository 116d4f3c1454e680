"""Telling of trust: who is asked to say so when somebody has died, what they answered, and that they said it."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.actions.telling import tell
from kith.people import present_accounts, who_hears
from kith.people.model import DeathTold, TrusteeAnswered, TrusteeAsked


async def hear_trusted(work: Work, fact: TrusteeAsked) -> None:
    """Tell somebody that they are asked."""
    await store.lock_owner(work.db, fact.person_id)
    await tell_of_person(work, fact.person_id, "trusted", fact.owner_id, about_id=fact.event_id)


async def hear_trust_answered(work: Work, fact: TrusteeAnswered) -> None:
    """Tell whoever asked that there is an answer."""
    await store.lock_owner(work.db, fact.owner_id)
    await tell_of_person(work, fact.owner_id, "trust_answered", fact.person_id, about_id=fact.event_id)


async def hear_of_death(work: Work, fact: DeathTold) -> None:
    """Tell the owners, who decide; and whom it is about, who may be here to read it: unless it was unsaid since.

    Where no owner is left, the moderators hear what can be done.
    """
    told = await who_hears(work.db, fact)
    if told is None or len(await present_accounts(work.db, [fact.owner_id, fact.person_id])) < 2:
        return
    for owner_id in told:
        await store.lock_owner(work.db, owner_id)
        known = {"owner_id": owner_id, "from_id": fact.person_id, "about_id": fact.owner_id}
        await store.remove_read_notice(work.db, kind="death", **known)
        await tell(work, owner_id, "death", fact.person_id, about_id=fact.owner_id)
    if fact.to_id is not None:
        return  # the one it is about was told then
    await store.lock_owner(work.db, fact.owner_id)
    await tell(work, fact.owner_id, "own_death", fact.person_id, about_id=fact.event_id)
