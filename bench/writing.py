"""What writes cost: CPU of the whole tree, the jobs that follow included, against one INSERT that is committed."""

import asyncio
import json
from collections.abc import Callable

import asyncpg

from bench.client import answer, ask, request
from bench.figure import SETTLE_S, Figure, Size, median_ms
from bench.tree import cpu_s
from bench.village import Village
from kith.base.engines import running_urls

INSERTS_TIMES = 10  # they are cheap, and the kernel counts in steps of 10 ms
WORDS = "Words for everyone who follows me, #again."


async def posting(village: Village, size: Size) -> list[Figure]:
    """`POST /api/v1/statuses`: acknowledged when it is committed; the jobs that follow are counted as well."""
    body = json.dumps({"status": WORDS}).encode()

    def post(number: int) -> bytes:
        headers = village.bearer(number % len(village.tokens)) | {"content-type": "application/json"}
        return request("POST", "/api/v1/statuses", headers, body)

    return [await _writing("a post", village, size, post)]


async def favouriting(village: Village, size: Size) -> list[Figure]:
    """`POST /api/v1/statuses/ID/favourite`, each once, with the notice that its author is given."""
    found = await answer(village.port, request("GET", "/api/v1/timelines/public?limit=40", village.bearer()))
    ids = [one["id"] for one in json.loads(found)]
    people = len(village.tokens)

    def like(number: int) -> bytes:
        path = f"/api/v1/statuses/{ids[number // people % len(ids)]}/favourite"
        return request("POST", path, village.bearer(number % people))

    return [await _writing("a favourite", village, size, like)]


async def _writing(name: str, village: Village, size: Size, request_of: Callable[[int], bytes]) -> Figure:
    connection = await asyncpg.connect(running_urls(village.folder / "data").database)
    await connection.execute("CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, text text)")
    ours, limit, seconds = [], [], []
    try:
        for turn in range(size.rounds):
            asks = [request_of(turn * size.writes + number) for number in range(size.writes)]
            begun = cpu_s(village.pid)
            asked = await ask(village.port, asks, connections=1)
            await asyncio.sleep(SETTLE_S)
            ours.append((cpu_s(village.pid) - begun) / asked.count)
            seconds.append(asked.seconds / asked.count)
            begun = cpu_s(village.pid)
            for _each in range(INSERTS_TIMES * size.writes):
                await connection.execute("INSERT INTO bench_rows (text) VALUES ($1)", WORDS)
            await asyncio.sleep(SETTLE_S)
            limit.append((cpu_s(village.pid) - begun) / (INSERTS_TIMES * size.writes))
    finally:
        await connection.execute("DROP TABLE bench_rows")
        await connection.close()
    also = f"{median_ms(seconds):.1f} ms until acknowledged"
    return Figure(
        name=name,
        unit="CPU ms",
        ours=median_ms(ours),
        limit=median_ms(limit),
        limit_is="one INSERT, committed",
        also=also,
    )
