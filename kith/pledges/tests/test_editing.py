"""What an author does with a post that is out: a mended word is none, and what they say of it counts where it was."""

import pytest
import pytest_asyncio

from kith.base.core.errors import Undecided
from kith.base.work import House
from kith.pledges import pause_pledge, sort_post
from kith.pledges.tests.cast import POLITICS, entries, gather, posts, promises
from kith.posts.actions import edit
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA
from tests.clock import TestClock

MORE = f"{POLITICS}! And the senators, all of them"


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _edit(house: House, post: Post | None, text: str) -> None:
    assert post is not None
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=text), sent_by="hand")


async def test_a_correction_of_what_was_said_before_the_promise_counts_nothing(house: House, clock: TestClock) -> None:
    """Less than a fifth of it, and still about the same: its author only mends a word."""
    old = await posts(house, ANA, POLITICS)
    assert old is not None
    await promises(house, clock, ANA)
    await _edit(house, old, f"{POLITICS}!")
    assert await entries(house) == []
    with pytest.raises(Undecided):
        async with house.work(actor=ANA) as work:
            await edit(work, old.id, Words(text=f"{POLITICS}! And the senators, all of them"), sent_by="hand")


async def test_who_said_no_of_a_post_is_not_asked_again(house: House, clock: TestClock) -> None:
    """Their word is final, however it goes on; whoever said nothing yet is asked."""
    pledge = await promises(house, clock, ANA)
    said = await posts(house, ANA, POLITICS, pledge, "no")
    await _edit(house, said, MORE)
    assert await entries(house) == []


async def test_what_is_sorted_late_is_still_one_with_its_chain(house: House, clock: TestClock) -> None:
    """Said in one go it counted once, and so it stays, whichever of it its author sorts afterwards."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    first = await posts(house, ANA, POLITICS, pledge, "yes")
    assert first is not None
    second = await posts(house, ANA, POLITICS, reply_to_id=first.id)
    clock.tick(minutes=40)
    third = await posts(house, ANA, POLITICS, pledge, "no", reply_to_id=first.id)
    for post in (second, third):
        assert post is not None
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, post.id, about=True)
    assert third is not None
    assert [one.post_id for one in await entries(house)] == [first.id, third.id]


async def test_what_went_out_in_a_rest_never_counts(house: House, clock: TestClock) -> None:
    """In all of its weeks, and not afterwards either, though its author says that it was about it."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    clock.tick(hours=25)
    async with house.work(actor=ANA) as work:
        await pause_pledge(work, pledge.id, periods=2)
    for _week in range(2):
        clock.tick(days=7)
        resting = await posts(house, ANA, POLITICS)
        assert resting is not None
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, resting.id, about=True)
    clock.tick(days=7)
    assert await posts(house, ANA, POLITICS) is None
    assert len(await entries(house)) == 1
