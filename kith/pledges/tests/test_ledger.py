"""The ledger is only added to, and what became of a period can be worked out from it again (P9)."""

import pytest_asyncio

from kith.base.work import House
from kith.pledges import sort_post
from kith.pledges.model import Entry, Pledge
from kith.pledges.rules.record import judged
from kith.pledges.tests.cast import BREAD, POLITICS, entries, gather, own, posts, promises
from kith.posts.actions import delete, edit
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


def _facts(one: Entry) -> tuple[object, ...]:
    return one.pledge_id, one.post_id, one.root_id, one.at, one.period, one.kind


async def _changes(house: House, pledge: Pledge, post: Post) -> None:
    """Do to a post whatever can be done to what stands in the ledger about it."""
    for about in (False, True):
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, post.id, about=about)
    for text in (BREAD, POLITICS):
        async with house.work(actor=ANA) as work:
            await edit(work, post.id, Words(text=text, answers={f"pledge-{pledge.id}": "yes"}), sent_by="hand")
    async with house.work(actor=ANA) as work:
        await delete(work, post.id)


async def test_the_ledger_is_only_added_to(house: House, clock: TestClock) -> None:
    """Sorted, edited, deleted: an entry keeps when it was made and where it counts, and none goes away."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    before: list[tuple[object, ...]] = []
    for over in (False, False, True):
        post = await posts(house, ANA, POLITICS, pledge, "yes", over=over)
        assert post is not None
        before.append(_facts(next(one for one in await entries(house) if one.post_id == post.id)))
        await _changes(house, pledge, post)
        clock.tick(minutes=1)
        assert [_facts(one) for one in await entries(house)] == before


async def test_verdicts_come_out_of_the_ledger_again(house: House, clock: TestClock) -> None:
    """What a page says of a period is what its entries say, whoever works it out, and whenever."""
    pledge = await promises(house, clock, ANA)
    for _week in range(3):
        assert await posts(house, ANA, POLITICS, pledge, "yes") is not None
        clock.tick(days=7)
    await posts(house, ANA, POLITICS, pledge, "yes")
    assert await posts(house, ANA, POLITICS, pledge, "yes", over=True) is not None
    clock.tick(days=8)
    shown = (await own(house, pledge)).periods
    again = [judged(pledge, one.period, await entries(house), [], clock()) for one in shown]
    assert [(one.verdict, one.out, one.over) for one in again] == [(one.verdict, one.out, one.over) for one in shown]
    assert "over" in {one.verdict for one in shown}
