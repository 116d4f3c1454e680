"""What an edit means for a promise: a mended word is none, and what its author said of a post stands."""

import pytest
import pytest_asyncio

from kith.base.core.errors import Undecided
from kith.base.work import House
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
