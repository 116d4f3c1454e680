"""Telling those who stand in a collection: that they were put in or are asked, and that it says something else now."""

from kith.base.work import Work
from kith.collections import find_place_of, people_in_collection
from kith.collections.model import Collected, CollectionChanged, Uncollected
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.actions.telling import take_back
from kith.notices.model import ABOUT_COLLECTIONS


async def settle_place(work: Work, fact: Collected | Uncollected) -> None:
    """Tell somebody of a place that they have or are offered; take back what was told of one that is no more."""
    await store.lock_owner(work.db, fact.account_id)
    place = await find_place_of(work.db, fact.owner_id, fact.collection_id, fact.account_id)
    if place is not None and place.state in ("accepted", "pending"):
        await tell_of_person(work, fact.account_id, "collected", fact.owner_id, about_id=fact.collection_id)
        return
    for kind in ABOUT_COLLECTIONS:
        await take_back(work, fact.account_id, kind, fact.owner_id, about_id=fact.collection_id)


async def hear_changed(work: Work, fact: CollectionChanged) -> None:
    """Tell who stands in a collection that it was changed. One notice, as long as it is not read."""
    for person in await people_in_collection(work.db, fact.owner_id, fact.collection_id):
        await store.lock_owner(work.db, person)
        known = {"owner_id": person, "from_id": fact.owner_id, "about_id": fact.collection_id}
        await store.remove_read_notice(work.db, kind="recollected", **known)
        await tell_of_person(work, person, "recollected", fact.owner_id, about_id=fact.collection_id)
