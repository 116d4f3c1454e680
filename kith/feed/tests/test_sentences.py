"""Why a card is here, in words that are true of the two."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.feed.web.sentences import long_time
from kith.posts import like
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, gather_cast, say, send, sign_in
from kith.ties import mark_parted, never_suggest
from tests.clock import TestClock


@pytest.fixture(autouse=True)
async def _cast(house: House, client: httpx.AsyncClient) -> None:
    await gather_cast(house)
    await sign_in(house, client, BEN)


async def _home(client: httpx.AsyncClient) -> str:
    return (await client.get("/?new=1", headers={"accept": "text/html"}, follow_redirects=True)).text


async def _talk(house: House, clock: TestClock, times: int) -> None:
    for number in range(times):
        asked = await say(house, ANA, f"@ben {number}?", audience="mentioned")
        await say(house, BEN, "@ana yes", audience="mentioned", reply_to=asked)
        clock.tick(days=1)


async def _like(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await like(work, post.id)


async def test_who_talks_is_told_so_and_how_often(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """In the one sentence that every page has for it."""
    await _talk(house, clock, 2)
    await say(house, ANA, "Good morning")
    text = await _home(client)
    assert "You and Ana talk." in text
    assert "In the last 30 days you wrote to Ana on 2 days and Ana to you on 2; last talk 1 day ago." in text


async def test_who_only_likes_does_not_talk(house: House, client: httpx.AsyncClient) -> None:
    """Nor does whoever wrote without an answer; there is something from both all the same."""
    mine = await say(house, BEN, "A walk")
    await say(house, BEN, "@ana come along?", audience="mentioned")
    await _like(house, ANA, mine)
    await say(house, ANA, "Good morning")
    text = await _home(client)
    assert "Ana is one of your people." in text
    assert "You and Ana talk." not in text


async def test_who_talked_long_ago_does_not_talk(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Once they came back, and were read, they stand there as what they are."""
    await _talk(house, clock, 9)
    clock.tick(days=800)
    await sign_in(house, client, BEN)
    await say(house, ANA, "Is this on?")
    assert "First you see of Ana in 816 days." in await _home(client)
    sitting = (await _home(client)).split('name="sitting" value="')[1].split('"')[0]
    await send(client, "/", "/home/seen", sitting=sitting, before="1")
    clock.tick(days=2)
    await say(house, ANA, "It is")
    assert "You and Ana used to talk." in await _home(client)


@pytest.mark.parametrize("wish", [mark_parted, never_suggest])
async def test_nobody_is_brought_back_whom_one_wishes_to_leave_alone(
    house: House, client: httpx.AsyncClient, clock: TestClock, wish: Callable[[Work, Id], Awaitable[None]]
) -> None:
    """A former partner, or whoever shall never be suggested: they have the place that everybody has."""
    await _talk(house, clock, 9)
    clock.tick(days=800)
    await sign_in(house, client, BEN)
    async with house.work(actor=BEN) as work:
        await wish(work, ANA)
    await say(house, ANA, "Is this on?")
    text = await _home(client)
    assert "Is this on?" in text
    assert "First you see of Ana" not in text
    assert "data-glow" not in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (2798, "2,798 days"),
        (2798.9, "2,798 days"),
        (5.5, "5 days"),
        (1, "1 day"),
        (0.99, "23 hours"),
        (1 / 48, "30 minutes"),
        (0, "1 minute"),
        (-1, "1 minute"),
    ],
)
def test_time_is_counted_and_not_rounded(days: float, said: str) -> None:
    """In whole days as soon as there is one: nobody waits for six who waits for five and a half."""
    assert long_time(timedelta(days=days), SimpleNamespace(language="en")) == said
