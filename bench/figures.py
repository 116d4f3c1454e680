"""The figures: each asks, measures itself and its limit in interleaved rounds, and gives both medians."""

import asyncio
import json
import statistics
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import asyncpg
from valkey.asyncio import Valkey

from bench.client import ask, request
from bench.limits import bare_server
from bench.tree import cpu_s, memory_mb
from bench.village import Village, start, stop
from kith.base.engines import embedded_engines, running_urls

SETTLE_S = 1.5  # the worker's jobs belong to what caused them


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `limit` is what the bare minimum costs, in the same unit, in the same run."""

    name: str
    unit: str
    ours: float
    limit: float
    limit_is: str
    also: str = ""

    @property
    def ratio(self) -> float:
        """How many times the limit."""
        return self.ours / self.limit if self.limit else float("nan")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is asked: `rounds` interleaved, `reads` cheap requests a round, `pages` and `posts` dear ones.

    All of it stays below what the rate limits let one person do: they are on, as they are for everybody.
    """

    rounds: int = 5
    reads: int = 1800
    pages: int = 100
    posts: int = 60
    lives: int = 30


QUICK = Size(rounds=3, reads=600, pages=40, posts=24, lives=8)
TINY = Size(rounds=1, reads=12, pages=2, posts=2, lives=1)


async def home_list(village: Village, size: Size) -> list[Figure]:
    """`GET /api/v1/timelines/home`: 20 statuses as JSON, with authentication and visibility."""
    asks = [request("GET", "/api/v1/timelines/home", village.bearer(number)) for number in range(len(village.tokens))]
    return [await _reading("home list, JSON", village, (asks * size.reads)[: size.reads], size)]


async def home_page(village: Village, size: Size) -> list[Figure]:
    """`GET /`: Home as a page of 20 posts, made for one reader."""
    return [await _reading("Home, page", village, [request("GET", "/", village.browser())] * size.pages, size)]


async def thread_page(village: Village, size: Size) -> list[Figure]:
    """A post's page, for a passer-by."""
    body = json.dumps({"status": "A talk begins."}).encode()
    made = await _one(village, request("POST", "/api/v1/statuses", _json(village, 1), body))
    path = f"/@person1/{made['id']}"
    return [
        await _reading("a post's page", village, [request("GET", path, {"accept": "text/html"})] * size.pages, size)
    ]


async def posting(village: Village, size: Size) -> list[Figure]:
    """`POST /api/v1/statuses`: acknowledged when it is committed; the jobs that follow are counted as well."""
    body = json.dumps({"status": "Words for everyone who follows me, #again."}).encode()
    urls = running_urls(village.folder / "data")
    connection = await asyncpg.connect(urls.database)
    await connection.execute("CREATE TABLE IF NOT EXISTS bench_rows (id bigserial PRIMARY KEY, text text)")
    ours, limit, seconds = [], [], []
    try:
        for _round in range(size.rounds):
            numbers = [number % len(village.tokens) for number in range(size.posts)]
            asks = [request("POST", "/api/v1/statuses", _json(village, number), body) for number in numbers]
            begun = cpu_s(village.pid)
            asked = await ask(village.port, asks, connections=1)
            await asyncio.sleep(SETTLE_S)
            ours.append((cpu_s(village.pid) - begun) / asked.count)
            seconds.append(asked.seconds / asked.count)
            begun = cpu_s(village.pid)
            for _each in asks:
                await connection.execute("INSERT INTO bench_rows (text) VALUES ($1)", body.decode())
            await asyncio.sleep(SETTLE_S)
            limit.append((cpu_s(village.pid) - begun) / size.posts)
    finally:
        await connection.execute("DROP TABLE bench_rows")
        await connection.close()
    also = f"{1000 * statistics.median(seconds):.1f} ms until acknowledged"
    return [
        Figure(
            name="a post", unit="CPU ms", ours=_ms(ours), limit=_ms(limit), limit_is="one INSERT, committed", also=also
        )
    ]


async def live(village: Village, size: Size) -> list[Figure]:
    """From sending a post to its arrival in an open stream of a follower."""
    urls = running_urls(village.folder / "data")
    valkey: Valkey = Valkey.from_url(urls.valkey)
    ears = valkey.pubsub()
    await ears.subscribe("bench")
    await ears.get_message(timeout=5)
    reader, writer = await asyncio.open_connection("127.0.0.1", village.port)
    writer.write(request("GET", "/api/v1/streaming/user", village.bearer(0)))
    await reader.readuntil(b":)\n")
    await asyncio.sleep(0.5)
    ours, limit = [], []
    for number in range(size.lives):
        body = json.dumps({"status": f"Hear this: {number}."}).encode()
        begun = time.perf_counter()
        sent = asyncio.create_task(_one(village, request("POST", "/api/v1/statuses", _json(village, 2), body)))
        await reader.readuntil(b"event: update")
        ours.append(time.perf_counter() - begun)
        await sent
        begun = time.perf_counter()
        await valkey.publish("bench", "now")
        await ears.get_message(ignore_subscribe_messages=True, timeout=5)
        limit.append(time.perf_counter() - begun)
    writer.close()
    await ears.unsubscribe()
    await valkey.aclose()
    name = "post to open stream, p50"
    return [Figure(name=name, unit="ms", ours=_ms(ours), limit=_ms(limit), limit_is="Valkey publish and hear")]


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
    begins = _median(ours[1:]), _median(limit[1:])
    keeps = _median(memory), _median(bare)
    return [
        Figure(name="a start", unit="s", ours=begins[0], limit=begins[1], limit_is="the engines alone", also=first),
        Figure(name="idle memory", unit="MB", ours=keeps[0], limit=keeps[1], limit_is="a bare server, no engines"),
    ]


async def _reading(name: str, village: Village, asks: list[bytes], size: Size) -> Figure:
    """Ask for one thing again and again, and in turns a bare server for as many bytes."""
    await ask(village.port, asks[: max(1, len(asks) // 10)])
    bytes_each = (await ask(village.port, asks[:1], connections=1)).bytes_each
    ours, limit, rates = [], [], []
    with bare_server(b"x" * bytes_each) as (pid, port):
        await ask(port, asks[: max(1, len(asks) // 10)])
        for _round in range(size.rounds):
            cost, rate = await _round_of(village.pid, village.port, asks)
            ours.append(cost)
            rates.append(rate)
            limit.append((await _round_of(pid, port, asks))[0])
    also = f"{bytes_each / 1000:.1f} kB, {statistics.median(rates):,.0f} a second"
    limit_is = "a bare ASGI server, the same bytes"
    return Figure(name=name, unit="CPU ms", ours=_ms(ours), limit=_ms(limit), limit_is=limit_is, also=also)


async def _round_of(pid: int, port: int, asks: list[bytes]) -> tuple[float, float]:
    begun = cpu_s(pid)
    asked = await ask(port, asks)
    return (cpu_s(pid) - begun) / asked.count, asked.count / asked.seconds


async def _one(village: Village, asked: bytes) -> dict[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", village.port)
    try:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        answer: dict[str, str] = json.loads(await reader.readexactly(size))
        return answer
    finally:
        writer.close()


def _json(village: Village, number: int) -> dict[str, str]:
    return village.bearer(number) | {"content-type": "application/json"}


def _ms(seconds: list[float]) -> float:
    return 1000 * _median(seconds)


def _median(values: list[float]) -> float:
    return statistics.median(values)


Measure = Callable[[Village, Size], Coroutine[Any, Any, list[Figure]]]
FIGURES: dict[str, Measure] = {
    "home-list": home_list,
    "home-page": home_page,
    "thread-page": thread_page,
    "posting": posting,
    "live": live,
    "starting": starting,
}
