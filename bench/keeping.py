"""What it takes to be there: starting, memory when nobody asks, and what an active reader adds."""

import asyncio
import statistics
import time

from bench.client import ask, request
from bench.figure import SETTLE_S, Figure, Size
from bench.limits import bare_server
from bench.tree import memory_mb
from bench.village import Village, start, stop
from kith.base.engines import embedded_engines


async def starting(village: Village, size: Size) -> list[Figure]:
    """A start on data that is there, until it serves; and what it keeps in memory when nobody asks."""
    ours, limit, memory, bare = [], [], [], []
    data = village.folder / "second"
    for _round in range(min(size.rounds, 3) + 1):
        process, _url, seconds = await asyncio.to_thread(start, data)
        await asyncio.sleep(SETTLE_S)
        ours.append(seconds)
        memory.append(memory_mb(process.pid))
        await asyncio.to_thread(stop, process)
        begun = time.perf_counter()
        async with embedded_engines(data):
            limit.append(time.perf_counter() - begun)
        with bare_server(b"x") as (pid, _port):
            bare.append(memory_mb(pid))
    first = "the first start, which makes the database, is left out"
    begins = statistics.median(ours[1:]), statistics.median(limit[1:])
    keeps = statistics.median(memory), statistics.median(bare)
    return [
        Figure(name="a start", unit="s", ours=begins[0], limit=begins[1], limit_is="the engines alone", also=first),
        Figure(name="idle memory", unit="MB", ours=keeps[0], limit=keeps[1], limit_is="a bare server, no engines"),
    ]


async def readers(village: Village, size: Size) -> list[Figure]:
    """What an active reader takes in memory: their Home, kept as it was last given.

    The village has few people, so each asks in many ways; every way is kept by itself, as another reader's would be.
    """
    asks = [
        request("GET", f"/api/v1/timelines/home?limit=20&reader={number}", village.bearer(number % len(village.tokens)))
        for number in range(size.kept)
    ]
    warm = [request("GET", "/api/v1/timelines/home?warm=1", village.bearer())] * 20
    await ask(village.port, warm)
    before = memory_mb(village.pid)
    asked = await ask(village.port, asks)
    took_kb = 1000 * (memory_mb(village.pid) - before) / asked.count
    return [
        Figure(
            name="memory of an active reader",
            unit="kB",
            ours=took_kb,
            limit=asked.bytes_each / 1000,
            limit_is="the bytes of the answer",
            also=f"{asked.count} kept",
        )
    ]
