"""What is taken away again: when its place is free once more, and when it stays used."""

import pytest
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.work import House
from kith.pledges.tests.cast import POLITICS, entries, gather, posts, promises
from kith.posts.actions import delete
from kith.posts.tests.cast import ANA, CLEO
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


@pytest.mark.parametrize(("author", "minutes", "free"), [(ANA, 1, 0), (CLEO, 1, 1), (CLEO, 6, 0)])
async def test_a_deleted_post_keeps_its_place(
    house: House, clock: TestClock, author: Id, minutes: int, free: int
) -> None:
    """But for what is taken away at once and nobody had been given: Ana is followed, Cleo is not."""
    pledge = await promises(house, clock, author)
    post = await posts(house, author, POLITICS, pledge, "yes")
    assert post is not None
    clock.tick(minutes=minutes)
    async with house.work(actor=author) as work:
        await delete(work, post.id)
    [entry] = await entries(house)
    assert entry.deleted_at is not None
    assert (entry.returned_at is not None) == bool(free)
    assert (await posts(house, author, POLITICS, pledge, "yes") is not None) == bool(free)


@pytest.mark.parametrize(("order", "free"), [((0, 1), 0), ((1, 0), 1), ((0,), 0), ((1,), 0)])
async def test_a_chain_holds_its_place_while_something_of_it_stands(
    house: House, clock: TestClock, order: tuple[int, ...], free: int
) -> None:
    """Its beginning taken away at once gives nothing back before the rest; what nobody was given is gone with its end.

    Taken away from its beginning, the place stays used: what stood meanwhile was out, and it was the chain.
    """
    pledge = await promises(house, clock, CLEO)
    first = await posts(house, CLEO, POLITICS, pledge, "yes")
    assert first is not None
    second = await posts(house, CLEO, POLITICS, pledge, "yes", reply_to_id=first.id)
    assert second is not None
    for number in order:
        async with house.work(actor=CLEO) as work:
            await delete(work, (first, second)[number].id)
    [entry] = await entries(house)
    assert (entry.returned_at is not None) == bool(free)
    assert (await posts(house, CLEO, POLITICS, pledge, "yes") is not None) == bool(free)
