"""What is said of posts at once, on several devices, stands in line: nobody waits in a circle."""

import asyncio
from contextlib import suppress

import pytest_asyncio

from kith.base.core.errors import KithError
from kith.base.work import House
from kith.pledges import sort_post
from kith.pledges.model import Pledge
from kith.pledges.tests.cast import BREAD, POLITICS, gather, posts, promises
from kith.posts.actions import edit
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA
from tests.clock import TestClock

ROUNDS = 12  # each of which ended in a circle more often than not, before all of it stood in line


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def test_a_post_is_edited_while_it_is_sorted(house: House, clock: TestClock) -> None:
    """Both hold the post first: who comes second waits, and is then right or refused."""
    pledge = await promises(house, clock, ANA, posts_max=30)
    for number in range(ROUNDS):
        post = await posts(house, ANA, f"{BREAD} {number}", pledge, "no")
        assert post is not None
        edited = _edits(house, pledge, post, f"{POLITICS} {number}")
        await asyncio.gather(edited, *(_sorts(house, pledge, post, about=False) for _device in range(3)))


async def test_something_is_posted_while_another_post_is_sorted(house: House, clock: TestClock) -> None:
    """A topic of one's own learns from both, and stands in both its ledgers, which are held first."""
    one = await promises(house, clock, ANA, topic="", label="bees", posts_max=30)
    other = await promises(house, clock, ANA, topic=one.topic, label="my bees", posts_max=30)
    both = {f"pledge-{pledge.id}": "yes" for pledge in (one, other)}
    first = await posts(house, ANA, "The bees are out", answers=both)
    assert first is not None
    for number in range(ROUNDS):
        await asyncio.gather(
            _sorts(house, other, first, about=number % 2 == 0),
            posts(house, ANA, f"Bees, day {number}", answers=both),
            posts(house, ANA, f"Tea, day {number}", other, "yes"),
        )


async def _sorts(house: House, pledge: Pledge, post: Post, *, about: bool) -> None:
    with suppress(KithError):  # a "yes" that was quicker stands
        async with house.work(actor=ANA) as work:
            await sort_post(work, pledge.id, post.id, about=about)


async def _edits(house: House, pledge: Pledge, post: Post, text: str) -> None:
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text=text, answers={f"pledge-{pledge.id}": "yes"}), sent_by="hand")
