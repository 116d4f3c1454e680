"""What collections listen to."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Listener, Work
from kith.collections import store
from kith.collections.actions.making import remove
from kith.collections.model import Collected, Uncollected
from kith.people import load_viewer
from kith.people.model import Blocked, Left


async def _collected(work: Work, fact: Collected) -> None:
    """Take somebody out again who was kept away while they were put in: neither saw what the other did."""
    if fact.account_id in (await load_viewer(work.db, fact.owner_id, work.now)).hidden:
        await _part(work, fact.owner_id, fact.account_id)


async def _blocked(work: Work, fact: Blocked) -> None:
    for owner_id, account_id in ((fact.blocker_id, fact.blocked_id), (fact.blocked_id, fact.blocker_id)):
        await _part(work, owner_id, account_id)


async def _left(work: Work, fact: Left) -> None:
    for place in await store.places_under(work.db, fact.account_id):
        work.tell(Uncollected(owner_id=place.owner_id, collection_id=place.collection_id, account_id=place.account_id))
    await store.forget(work.db, fact.account_id)


async def _part(work: Work, owner_id: Id, account_id: Id) -> None:
    """Take somebody out of all that another made, whatever they said to it."""
    for place in await store.places_between(work.db, owner_id, account_id):
        try:
            await store.lock_collection(work.db, owner_id, place.collection_id)
        except NotFound:
            continue
        await remove(work, owner_id, place.collection_id, account_id)


LISTENERS = (
    Listener(Collected, "collections.collected", _collected),
    Listener(Blocked, "collections.blocked", _blocked),
    Listener(Left, "collections.left", _left),
)
