"""How many statements Home may send, however much stands on it."""

import httpx

from kith.base.work import House
from kith.people import follow
from kith.posts import publish
from kith.posts.model import Words
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say, sign_in

HOME_MAX = 7


async def test_home_asks_seven_times_at_most(house: House, client: httpx.AsyncClient) -> None:
    """Who is calling, whom they read, which posts, what stands around them, what is new, who would follow."""
    await gather_cast(house)
    for other in (ANA, CLEO):
        async with house.work(actor=BEN) as work:
            await follow(work, other)
    await sign_in(house, client, BEN)
    await client.get("/")  # what is the same for everybody is kept from then on
    counts = []
    for many in (1, 15):
        for number in range(many):
            async with house.work(actor=ANA) as work:
                await publish(work, Words(text=f"#tea number {number} for {many}"))
            await say(house, CLEO, "Yes, @ana")
        before = house.database.statements
        opened = await client.get("/", headers={"accept": "text/html"})
        assert opened.status_code == 200
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]
    assert counts[1] <= HOME_MAX
