"""What somebody says to standing in others' collections."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.collections import store
from kith.collections.actions.making import acting
from kith.collections.model import CollectionPlace, FeaturePolicy, Uncollected
from kith.collections.rules import is_asked_of


async def say_yes(work: Work, collection_id: Id) -> None:
    """Stand in a collection that one was asked for; done twice it is the same. Raises `NotFound` where nobody asked."""
    place = await _own_place(work, collection_id)
    if is_asked_of(place):
        await store.set_state(work.db, place, "accepted")


async def take_oneself_out(work: Work, collection_id: Id, *, place_id: Id | None = None) -> None:
    """Stand in a collection no longer, or say no to being asked. One is never put into it again."""
    place = await _own_place(work, collection_id)
    if place_id is not None and place.id != place_id:
        raise NotFound
    await store.set_state(work.db, place, "rejected" if is_asked_of(place) else "revoked")
    work.tell(Uncollected(owner_id=place.owner_id, collection_id=collection_id, account_id=place.account_id))


async def set_policy(work: Work, policy: FeaturePolicy) -> None:
    """Say who may put one into a collection from now on. Where one stands already, one stays."""
    person_id = acting(work)
    await store.set_policy(work.db, person_id, policy)
    work.forget(f"author:{person_id}", f"collected:{person_id}")  # the entities of one's account say so


async def _own_place(work: Work, collection_id: Id) -> CollectionPlace:
    """Get one's own place, held: of two who change it at once the second sees what the first has done."""
    person_id = acting(work)
    collection = await store.find_collection(work.db, collection_id)
    if collection is None:
        raise NotFound
    held = await store.lock_collection(work.db, collection.owner_id, collection.id)
    place = await store.find_place_of(work.db, held.owner_id, held.id, person_id)
    if place is None or place.state not in ("accepted", "pending"):
        raise NotFound
    return place
