"""A client that costs little: a few kept-alive connections, requests written once, answers counted and thrown away."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """What came of asking: how many answers, in how long, and how large the last was."""

    count: int
    seconds: float
    bytes_each: int


def request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Write a request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method != "GET":
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


async def ask(port: int, requests: Sequence[bytes], *, connections: int = 4) -> Asked:
    """Send these requests over a few connections, each answer awaited before the next. Raises when one is no 200."""
    waiting = list(reversed(requests))
    sizes: list[int] = []
    begun = time.perf_counter()
    await asyncio.gather(*(_talk(port, waiting, sizes) for _each in range(connections)))
    return Asked(len(sizes), time.perf_counter() - begun, sizes[-1])


async def answer(port: int, asked: bytes) -> bytes:
    """Send one request and give the body of its answer. Raises when it is no 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(asked)
        return await _answer(reader)
    finally:
        writer.close()


async def _talk(port: int, waiting: list[bytes], sizes: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while waiting:
            writer.write(waiting.pop())
            sizes.append(len(await _answer(reader)))
    finally:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(head.split(b"\r\n", 1)[0].decode())
    lower = head.lower()
    at = lower.find(b"content-length:")
    if at < 0:
        raise RuntimeError("an answer without its length")
    size = int(lower[at + 15 : lower.index(b"\r\n", at)])
    return await reader.readexactly(size)
