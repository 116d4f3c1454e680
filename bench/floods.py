"""A flood of mentions: all of them go the whole way, from a post to a case, while somebody works at the desk."""

import asyncio
import time
from contextlib import suppress

import asyncpg

from bench.client import ask, request
from bench.desks import HANDLE, the_desk
from bench.figure import Figure, Size, median_ms
from bench.village import Village, database_of, house_of
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import find_account_by_handle
from kith.posts import publish
from kith.posts.model import Words

AUTHORS = 8
HEARD_WAIT_S = 1800
EACH_MS = 3_600_000 / 10_000  # as fast as ten thousand come in an hour


async def desk_flood(village: Village, size: Size) -> list[Figure]:
    """From the first of many who say the same until the last stands at the desk, and what a page takes meanwhile."""
    async with house_of(village) as house, database_of(village) as connection:
        desk = await the_desk(house)
        before = await _standing(connection, desk)
        pages: list[float] = []
        reading = asyncio.create_task(_read(village, pages))
        begun = time.perf_counter()
        await asyncio.gather(*(_say(house, number, size.flood // AUTHORS) for number in range(AUTHORS)))
        wanted = before + size.flood // AUTHORS * AUTHORS
        async with asyncio.timeout(HEARD_WAIT_S):
            await _until(connection, desk, wanted)
        took_s = time.perf_counter() - begun
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        together = await connection.fetchval("SELECT max(count) FROM desk_bundles WHERE organisation_id = $1", desk)
    return [
        Figure(
            name=f"a mention of a flood of {size.flood:,}, until it stands at the desk",
            unit="ms",
            ours=1000 * took_s / (wanted - before),
            limit=EACH_MS,
            limit_is="10,000 in an hour",
            also=f"a page of the desk meanwhile p50 {median_ms(pages):.0f} ms; {together or 0:,} stand as one",
        )
    ]


async def _say(house: House, number: int, count: int) -> None:
    async with house.work() as work:
        author = await find_account_by_handle(work.db, f"person{number + 1}")
        assert author is not None
    for turn in range(count):
        async with house.work(actor=author.id) as work:
            await publish(work, Words(text=f"@{HANDLE} why is the phone dead since this morning? {turn}"))


async def _read(village: Village, pages: list[float]) -> None:
    asked = [request("GET", f"/desk/{HANDLE}?view=ours", village.browser())]
    while True:
        found = await ask(village.port, asked, connections=1)
        pages.append(found.seconds)
        await asyncio.sleep(0.1)


async def _until(connection: asyncpg.Connection, desk: Id, wanted: int) -> None:
    while True:
        if await _standing(connection, desk) >= wanted:
            return
        await asyncio.sleep(0.05)


async def _standing(connection: asyncpg.Connection, desk: Id) -> int:
    return int(await connection.fetchval("SELECT count(*) FROM desk_cases WHERE organisation_id = $1", desk))
