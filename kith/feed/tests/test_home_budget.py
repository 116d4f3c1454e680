"""How many statements Home may send, however much stands on it."""

import httpx
import pytest

from kith.base.work import House
from kith.caps import CapWish, set_cap
from kith.feed.actions import choose, look_anew
from kith.feed.model import HomeOrder
from kith.people import follow
from kith.posts import publish
from kith.posts.model import Words
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say, sign_in


# Who is calling, whom they read, which order, which posts, what stands around them, what is new, who asks to follow;
# by fair share also how far was read, what is earlier and by whom.
@pytest.mark.parametrize(("order", "statements_max"), [("newest", 8), ("fair", 13)])
async def test_home_asks_no_more_for_more(
    house: House, client: httpx.AsyncClient, order: HomeOrder, statements_max: int
) -> None:
    """Of two people or of many posts: the same."""
    await gather_cast(house)
    for other in (ANA, CLEO):
        async with house.work(actor=BEN) as work:
            await follow(work, other)
    async with house.work(actor=BEN) as work:
        await choose(work, order)
    await sign_in(house, client, BEN)
    await client.get("/")  # what is the same for everybody is kept from then on
    counts = []
    for many in (1, 15):
        for number in range(many):
            async with house.work(actor=ANA) as work:
                await publish(work, Words(text=f"#tea number {number} for {many}"))
            await say(house, CLEO, "Yes, @ana")
        async with house.work(actor=BEN) as work:
            await look_anew(work)
        before = house.database.statements
        opened = await client.get("/", headers={"accept": "text/html"})
        assert opened.status_code == 200
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]
    assert counts[1] <= statements_max


async def test_caps_on_topics_ask_once_more(house: House, client: httpx.AsyncClient) -> None:
    """What posts are about, when the order is made; found again it costs what it costs everybody."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    await say(house, ANA, "Bread")
    plain = await _statements(house, client)
    async with house.work(actor=BEN) as work:
        await set_cap(work, CapWish(topic="sport", posts_a_week=3))
    await _statements(house, client)  # the caps are kept from then on
    with_caps = await _statements(house, client)
    assert with_caps[0] - plain[0] <= 1
    assert with_caps[1] == plain[1]


async def _statements(house: House, client: httpx.AsyncClient) -> tuple[int, int]:
    """Count what a Home that is made anew asks, and one that is found again."""
    async with house.work(actor=BEN) as work:
        await look_anew(work)
    counts = []
    for _time in range(2):
        before = house.database.statements
        await client.get("/", headers={"accept": "text/html"})
        counts.append(house.database.statements - before)
    return counts[0], counts[1]
