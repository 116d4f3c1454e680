"""What writes cost: CPU of the whole tree, the jobs that follow included, against one INSERT that is committed.

A post stands beside the same HTTP server, statement and word without anything of Kith as well.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bench.client import answer, ask, request
from bench.figure import SETTLE_S, Figure, Size, median_ms
from bench.floor import DROP
from bench.limits import floor_server
from bench.tree import cpu_s
from bench.village import Village, database_of
from kith.base.engines import running_urls

FLOOR_TIMES = 3
FLOOR_IS = "the same HTTP server, a post's rows by one statement, one word to Valkey; nothing of Kith"
INSERTS_TIMES = 10  # they are cheap, and the kernel counts in steps of 10 ms
WORDS = "Words for everyone who follows me, #again."


async def posting(village: Village, size: Size) -> list[Figure]:
    """`POST /api/v1/statuses`: acknowledged when it is committed; the jobs that follow are counted as well."""
    body = json.dumps({"status": WORDS}).encode()

    def post(number: int) -> bytes:
        headers = village.bearer(number % len(village.tokens)) | {"content-type": "application/json"}
        return request("POST", "/api/v1/statuses", headers, body)

    urls, floor = running_urls(village.folder / "data"), list[float]()
    with floor_server(urls.database, urls.valkey) as (pid, port):
        await ask(port, [post(0)])

        async def beside(asks: list[bytes]) -> None:
            floor.append(await _cpu_each(lambda: cpu_s(village.pid) + cpu_s(pid), port, asks * FLOOR_TIMES))

        ours = await writing("a post", village, size, post, beside)
    async with database_of(village) as connection:
        await connection.execute(DROP)
    return [ours, replace(ours, name="a post, beside the floor", limit=median_ms(floor), limit_is=FLOOR_IS, also="")]


async def favouriting(village: Village, size: Size) -> list[Figure]:
    """`POST /api/v1/statuses/ID/favourite`, each once, with the notice that its author is given."""
    found = await answer(village.port, request("GET", "/api/v1/timelines/public?limit=40", village.bearer()))
    ids = [one["id"] for one in json.loads(found)]
    people = len(village.tokens)

    def like(number: int) -> bytes:
        path = f"/api/v1/statuses/{ids[number // people % len(ids)]}/favourite"
        return request("POST", path, village.bearer(number % people))

    return [await writing("a favourite", village, size, like)]


async def writing(
    name: str,
    village: Village,
    size: Size,
    request_of: Callable[[int], bytes],
    beside: Callable[[list[bytes]], Awaitable[None]] | None = None,
) -> Figure:
    """Measure one kind of write: rounds in turns with INSERTs, and with what else stands beside."""
    ours, limit, seconds = [], [], []
    async with database_of(village) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, text text)")
        for turn in range(size.rounds):
            asks = [request_of(turn * size.writes + number) for number in range(size.writes)]
            begun = time.perf_counter()
            ours.append(await _cpu_each(lambda: cpu_s(village.pid), village.port, asks))
            seconds.append((time.perf_counter() - begun - SETTLE_S) / len(asks))
            if beside is not None:
                await beside(asks)
            begun = cpu_s(village.pid)
            for _each in range(INSERTS_TIMES * size.writes):
                await connection.execute("INSERT INTO bench_rows (text) VALUES ($1)", WORDS)
            await asyncio.sleep(SETTLE_S)
            limit.append((cpu_s(village.pid) - begun) / (INSERTS_TIMES * size.writes))
        await connection.execute("DROP TABLE bench_rows")
    also = f"{median_ms(seconds):.1f} ms until acknowledged"
    return Figure(
        name=name,
        unit="CPU ms",
        ours=median_ms(ours),
        limit=median_ms(limit),
        limit_is="one INSERT, committed",
        also=also,
    )


async def _cpu_each(used_s: Callable[[], float], port: int, asks: list[bytes]) -> float:
    """Give the CPU seconds of each of these requests, asked one after the other, with what follows from them."""
    begun = used_s()
    asked = await ask(port, asks, connections=1)
    await asyncio.sleep(SETTLE_S)
    return (used_s() - begun) / asked.count
