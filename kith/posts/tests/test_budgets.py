"""How many statements a page may send, however much stands on it."""

import httpx
import pytest

from kith.base.work import House
from kith.posts import bookmark, like, publish, repost
from kith.posts.model import PollWish, Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say, sign_in

TEA = PollWish(options=("Tea", "Coffee"), lasts_s=3600)
LIST_MAX = 6  # session and frame of the page included
PERSON_MAX = 14  # the head of the page brings three, what is pinned one, what stands below the head three more
THREAD_MAX = 7  # the way up and down, and the composer's defaults


async def _fill(house: House, number: int) -> Post:
    """Posts, polls, reposts, answers, likes and bookmarks."""
    for _each in range(number):
        async with house.work(actor=ANA) as work:
            post = await publish(work, Words(text="#tea?", poll=TEA))
        async with house.work(actor=BEN) as work:
            await like(work, post.id)
            await bookmark(work, post.id)
            await repost(work, post.id)
        await say(house, CLEO, "Yes!", reply_to=post)
    return post


@pytest.mark.parametrize(
    ("path", "statements_max"),
    [
        ("/public", LIST_MAX),
        ("/tags/tea", LIST_MAX),
        ("/bookmarks", LIST_MAX),
        ("/likes", LIST_MAX),
        ("/drafts", LIST_MAX),
        ("/@ben", PERSON_MAX),
        ("/@ana/replies", PERSON_MAX),
        ("/@ana/{id}", THREAD_MAX),
        ("/write", LIST_MAX),
    ],
)
async def test_a_page_does_not_ask_more_because_more_is_on_it(
    house: House, client: httpx.AsyncClient, path: str, statements_max: int
) -> None:
    """A statement a card would be the end of a busy server."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    await client.get("/about")  # what every page says of the server is read once, and kept
    counts = []
    for number in (1, 1, 8):  # the first time also what is kept from then on: it may not go over either
        post = await _fill(house, number)
        before = house.database.statements
        opened = await client.get(path.format(id=post.id))
        assert opened.status_code == 200
        counts.append(house.database.statements - before)
    assert counts[1] == counts[2]
    assert max(counts) <= statements_max
