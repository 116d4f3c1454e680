"""What an open page holds at the streams' door, and whether opening pages again takes more."""

import asyncio

from bench.crowd import people
from bench.figure import Figure, Size
from bench.streaming import close_all
from bench.talking import bare_mb, open_events
from bench.tree import memory_mb
from bench.village import Village, house_of
from kith.people import COOKIE, begin_session

ROUNDS = 4  # of the same people, who close their pages and come back
SETTLE_S = 1


async def open_pages(village: Village, size: Size) -> list[Figure]:
    """Pages of as many people, each with a cookie of a browser, against connections of a bare protocol."""
    cookies = await _browsers(village, size.held // 2)
    begun = memory_mb(village.pid)
    open_ones = [await open_events(village.streams_port, "/live", cookie) for cookie in cookies]
    await asyncio.sleep(SETTLE_S)
    took = memory_mb(village.pid) - begun
    for _round in range(ROUNDS):
        await close_all(open_ones)
        open_ones = [await open_events(village.streams_port, "/live", cookie) for cookie in cookies]
    await asyncio.sleep(SETTLE_S)
    grown = memory_mb(village.pid) - begun - took
    await close_all(open_ones)
    limit = await bare_mb(len(cookies))
    count = len(cookies)
    return [
        Figure(
            name="memory of an open page",
            unit="kB",
            ours=1000 * took / count,
            limit=1000 * limit / count,
            limit_is="a connection that a bare protocol holds",
            also=f"{count} open at once; {1000 * grown / ROUNDS / count:.1f} kB more each time they are opened again",
        )
    ]


async def _browsers(village: Village, count: int) -> list[dict[str, str]]:
    """Let so many more people live there; give the cookies of their browsers."""
    made = await people(village, count)
    async with house_of(village) as house, house.work() as work:
        keys = [await begin_session(work, one.account_id, user_agent="bench") for one in made]
    return [{"cookie": f"{COOKIE}={key.written('.')}"} for key in keys]
