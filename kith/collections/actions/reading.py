"""Collections as somebody may see them: without those who are gone, kept away, or have not said yes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.text import normal_hashtag
from kith.base.work import Work
from kith.collections import store
from kith.collections.actions.making import acting
from kith.collections.model import Collection, CollectionPlace, CollectionView, PlaceView
from kith.collections.rules import may_see_place
from kith.people import present_accounts, viewer_of


async def load_collection(work: Work, collection_id: Id) -> CollectionView:
    """Read one collection. Raises `NotFound` where its maker may not be seen."""
    found = await collections_by_ids(work, [collection_id])
    if not found:
        raise NotFound
    return found[0]


async def collections_by_ids(work: Work, ids: Iterable[Id]) -> list[CollectionView]:
    """Read several, the newest first; what may not be seen is left out."""
    return await _shown(work, await store.collections_by_id(work.db, ids))


async def collections_of(work: Work, account_id: Id) -> list[CollectionView]:
    """List what somebody made, the newest first; those that others shall not find are for themselves alone."""
    viewer = await viewer_of(work)
    return await _shown(work, await store.collections_under(work.db, account_id, own=viewer.id == account_id))


async def collections_with_me(work: Work, *, limit: int, offset: int = 0) -> list[CollectionView]:
    """List where one stands, or is asked, the latest first."""
    places = await store.places_of(work.db, acting(work), limit=limit, offset=offset)
    views = {one.collection.id: one for one in await collections_by_ids(work, [one.collection_id for one in places])}
    return [views[one.collection_id] for one in places if one.collection_id in views]


async def collections_saying(work: Work, words: str, *, limit: int, offset: int = 0) -> list[CollectionView]:
    """List discoverable collections that say these words, or have them as their hashtag, the newest first."""
    viewer = await viewer_of(work)
    found = await store.discoverable_saying(
        work.db, words, tag=normal_hashtag(words), hidden=viewer.hidden, limit=limit, offset=offset
    )
    return await _shown(work, found)


async def _shown(work: Work, collections: Sequence[Collection]) -> list[CollectionView]:
    viewer = await viewer_of(work)
    places = [one for one in await store.places_in(work.db, collections) if may_see_place(one, viewer.id)]
    wanted = {one.account_id for one in places} | {one.owner_id for one in collections}
    people = {one.id: one for one in await present_accounts(work.db, sorted(wanted - set(viewer.hidden)))}
    by_collection: dict[Id, list[CollectionPlace]] = defaultdict(list)
    for place in places:
        by_collection[place.collection_id].append(place)
    return [
        CollectionView(
            collection=one,
            owner=people[one.owner_id],
            places=tuple(
                PlaceView(place=place, account=people[place.account_id])
                for place in by_collection[one.id]
                if place.account_id in people
            ),
        )
        for one in collections
        if one.owner_id in people
    ]
