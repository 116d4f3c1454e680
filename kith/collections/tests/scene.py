"""Short ways for the tests of collections: Ana, Ben, Cleo and Dan live here, and nobody follows anybody."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import House
from kith.collections import (
    Collection,
    CollectionView,
    CollectionWish,
    FeaturePolicy,
    load_collection,
    make_collection,
    put_in,
    set_policy,
)


async def lets(house: House, person: Id, policy: FeaturePolicy) -> None:
    """Let somebody say who may put them in."""
    async with house.work(actor=person) as work:
        await set_policy(work, policy)


async def makes(house: House, maker: Id, *people: Id, name: str = "Who bakes", discoverable: bool = True) -> Collection:
    """Let somebody make a collection of people who do not mind."""
    for person in people:
        await lets(house, person, "everyone")
    async with house.work(actor=maker) as work:
        wish = CollectionWish(name=name, description="Bread for us all", tag="Bread", discoverable=discoverable)
        return await make_collection(work, wish, people)


async def puts(house: House, maker: Id, collection: Collection, person: Id) -> str:
    """Let its maker put somebody in; tell in which state they stand there."""
    async with house.work(actor=maker) as work:
        return (await put_in(work, collection.id, person)).state


async def seen(house: House, viewer: Id | None, collection: Collection) -> CollectionView | None:
    """Read a collection as somebody; `None` where it is not there for them."""
    async with house.reading(actor=viewer) as work:
        try:
            return await load_collection(work, collection.id)
        except NotFound:
            return None


def people(view: CollectionView | None) -> list[Id]:
    """List who stands in it."""
    assert view is not None
    return [one.account.id for one in view.people]
