"""What reads cost: CPU of the whole tree a request, against a bare server, and nginx where it is installed."""

import json
import statistics
from contextlib import ExitStack

from bench.client import answer, ask, request
from bench.figure import Figure, Size, median_ms
from bench.limits import bare_server, static_server
from bench.tree import cpu_s
from bench.village import Village

ANSWERS = 40  # of the talk that is read


async def home_list(village: Village, size: Size) -> list[Figure]:
    """`GET /api/v1/timelines/home`: 20 statuses as JSON, with authentication, visibility and filters."""
    return [await _list("home list, JSON", "/api/v1/timelines/home", village, size, size.reads)]


async def public_list(village: Village, size: Size) -> list[Figure]:
    """`GET /api/v1/timelines/public`: 20 statuses of everybody."""
    return [await _list("public list, JSON", "/api/v1/timelines/public", village, size, size.pages)]


async def notifications(village: Village, size: Size) -> list[Figure]:
    """`GET /api/v1/notifications`: of people whom many follow."""
    return [await _list("notifications, JSON", "/api/v1/notifications", village, size, size.pages)]


async def thread(village: Village, size: Size) -> list[Figure]:
    """`GET /api/v1/statuses/ID/context`: a talk of forty answers."""
    first = await _post(village, 0, {"status": "A talk begins."})
    for number in range(min(ANSWERS, size.pages)):
        words = {"status": f"I say {number}.", "in_reply_to_id": first}
        await _post(village, 1 + number % (len(village.tokens) - 1), words)
    return [await _list("a thread, JSON", f"/api/v1/statuses/{first}/context", village, size, size.pages)]


async def home_page(village: Village, size: Size) -> list[Figure]:
    """`GET /`: Home as a page of 20 posts, made for one reader."""
    return [await _reading("Home, page", village, [request("GET", "/", village.browser())] * size.pages, size)]


async def thread_page(village: Village, size: Size) -> list[Figure]:
    """A post's page, for a passer-by."""
    path = f"/@person1/{await _post(village, 1, {'status': 'A talk begins.'})}"
    asks = [request("GET", path, {"accept": "text/html"})] * size.pages
    return [await _reading("a post's page", village, asks, size)]


async def _list(name: str, path: str, village: Village, size: Size, count: int) -> Figure:
    """Let everybody ask in turn."""
    asks = [request("GET", path, village.bearer(number)) for number in range(len(village.tokens))]
    return await _reading(name, village, (asks * count)[:count], size)


async def _reading(name: str, village: Village, asks: list[bytes], size: Size) -> Figure:
    """Ask for one thing again and again, and in turns a bare server, and nginx, for as many bytes."""
    warming = asks[: max(1, len(asks) // 10)]
    cheap = (asks * size.reads)[: max(len(asks), size.reads)]  # the kernel counts in steps of 10 ms
    await ask(village.port, warming)
    bytes_each = (await ask(village.port, asks[:1], connections=1)).bytes_each
    ours, limit, static, rates = [], [], [], []
    with ExitStack() as stack:
        bare = stack.enter_context(bare_server(b"x" * bytes_each))
        nginx = stack.enter_context(static_server(b"x" * bytes_each))
        await ask(bare[1], warming)
        for _round in range(size.rounds):
            cost, rate = await _round_of(village.pid, village.port, asks)
            ours.append(cost)
            rates.append(rate)
            limit.append((await _round_of(*bare, cheap))[0])
            if nginx is not None:
                static.append((await _round_of(*nginx, cheap))[0])
    also = f"{bytes_each / 1000:.1f} kB, {statistics.median(rates):,.0f} a second"
    if static and statistics.median(static) > 0:
        also += f"; nginx's static file: {median_ms(static):.3f} CPU ms"
    limit_is = "a bare ASGI server, the same bytes"
    return Figure(name=name, unit="CPU ms", ours=median_ms(ours), limit=median_ms(limit), limit_is=limit_is, also=also)


async def _round_of(pid: int, port: int, asks: list[bytes]) -> tuple[float, float]:
    begun = cpu_s(pid)
    asked = await ask(port, asks)
    return (cpu_s(pid) - begun) / asked.count, asked.count / asked.seconds


async def _post(village: Village, number: int, words: dict[str, str]) -> str:
    headers = village.bearer(number) | {"content-type": "application/json"}
    made = await answer(village.port, request("POST", "/api/v1/statuses", headers, json.dumps(words).encode()))
    found: str = json.loads(made)["id"]
    return found
