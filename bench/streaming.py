"""How soon a post stands in an open WebSocket, against Valkey's word passed on to one by a bare server."""

import asyncio
import json
import struct
import time
from contextlib import suppress

from valkey.asyncio import Valkey

from bench.client import answer, request
from bench.figure import Figure, Size, median_ms, p99_ms
from bench.limits import echo_server
from bench.tree import memory_mb
from bench.village import Village
from kith.base.engines import running_urls

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_UPGRADE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
}
STREAMS_A_PERSON = 8  # at each of two doors, which is as many as each may have


async def live(village: Village, size: Size) -> list[Figure]:
    """From sending a post to its arrival in an open WebSocket of a follower; in turns with the bare echo."""
    url = running_urls(village.folder / "data").valkey
    valkey: Valkey = Valkey.from_url(url)
    ours, limit = [], []
    with echo_server(url) as (_pid, port):
        echo = await _open_socket(port, "/", {})
        stream = await _open_socket(village.streams_port, "/api/v1/streaming?stream=user", village.bearer(0))
        await asyncio.sleep(0.5)
        for number in range(size.lives):
            begun = time.perf_counter()
            sent = asyncio.create_task(_post(village, 1 + number % (len(village.tokens) - 1), number))
            heard = await _message(stream[0])
            while b'"event":"update"' not in heard[:200]:
                heard = await _message(stream[0])
            ours.append(time.perf_counter() - begun)
            await sent
            begun = time.perf_counter()
            await valkey.publish("bench", heard)
            await _message(echo[0])
            limit.append(time.perf_counter() - begun)
        echo[1].close()
        stream[1].close()
    await valkey.aclose()
    limit_is = "Valkey publish to a bare WebSocket, the same bytes"
    return [
        Figure(name=f"post to open stream, {name}", unit="ms", ours=of(ours), limit=of(limit), limit_is=limit_is)
        for name, of in (("p50", median_ms), ("p99", p99_ms))
    ]


async def streams(village: Village, size: Size) -> list[Figure]:
    """What an open stream takes in memory, against an open WebSocket of a bare server."""
    numbers = [number // STREAMS_A_PERSON for number in range(size.streams)]
    before = memory_mb(village.pid)
    path = "/api/v1/streaming?stream=user"
    ours = [await _open_socket(village.streams_port, path, village.bearer(number)) for number in numbers]
    await asyncio.sleep(1)
    took = memory_mb(village.pid) - before
    at_main = [await _open_socket(village.port, path, village.bearer(number)) for number in numbers]
    await asyncio.sleep(1)
    took_at_main = memory_mb(village.pid) - before - took
    await close_all(at_main)
    with echo_server(running_urls(village.folder / "data").valkey) as (pid, port):
        bare = [await _open_socket(port, "/", {})]
        before = memory_mb(pid)
        bare += [await _open_socket(port, "/", {}) for _each in numbers]
        await asyncio.sleep(1)
        limit = memory_mb(pid) - before
        await close_all(bare)
    await close_all(ours)
    count = len(numbers)
    return [
        Figure(
            name="memory of an open stream",
            unit="kB",
            ours=1000 * took / count,
            limit=1000 * limit / count,
            limit_is="an open WebSocket that hears Valkey, bare server",
            also=f"{count} open at once at the streams' door; {1000 * took_at_main / count:.0f} kB at the main one",
        )
    ]


async def _open_socket(port: int, path: str, headers: dict[str, str]) -> Ends:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("GET", path, _UPGRADE | headers))
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 101 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    return reader, writer


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Read one frame of a server (RFC 6455, section 5.2): not masked, and ours are never in pieces."""
    _kind, size = await reader.readexactly(2)
    if size == 126:
        (size,) = struct.unpack(">H", await reader.readexactly(2))
    elif size == 127:
        (size,) = struct.unpack(">Q", await reader.readexactly(8))
    return await reader.readexactly(size)


async def close_all(sockets: list[Ends]) -> None:
    """Close connections."""
    for _reader, writer in sockets:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _post(village: Village, number: int, turn: int) -> None:
    headers = village.bearer(number) | {"content-type": "application/json"}
    body = json.dumps({"status": f"Hear this: {turn}."}).encode()
    await answer(village.port, request("POST", "/api/v1/statuses", headers, body))
