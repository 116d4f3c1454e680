"""Stands between the clients and the server, as a proxy would, and keeps what is said.

Bytes go through as they are, streams and WebSockets too. Each exchange is kept with the test in which it happened, so
that `test_contract.py` can look at every answer that any client was given.
"""

import asyncio
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.app import STREAM_PATHS

HEAD_MAX_BYTES = 1 << 20
START_WAIT_S = 10


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; of a stream, all that came while it was open."""

    test: str
    method: str
    target: str
    status: int
    headers: dict[str, str]
    parts: list[bytes] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it was asked, without the query and the slash that some clients end with."""
        return self.target.partition("?")[0].rstrip("/") or "/"

    @property
    def body(self) -> bytes:
        """What was answered."""
        return b"".join(self.parts)


@dataclass(frozen=True)
class Head:
    """The beginning of a message: its first line and its headers, and the bytes they came as."""

    line: str
    headers: dict[str, str]
    raw: bytes

    @property
    def chunked(self) -> bool:
        """Whether the body says of each part how long it is."""
        return "chunked" in self.headers.get("transfer-encoding", "")

    @property
    def length(self) -> int:
        """How long the body is, when it is not in chunks."""
        return int(self.headers.get("content-length", "0"))


@dataclass
class Between:
    """A port of its own, in a thread of its own; `exchanges` grows while clients talk."""

    port: int
    server_port: int
    exchanges: list[Exchange]
    speaks_from: str = "127.0.0.1"
    streams_port: int = 0  # where what stays open is sent, as deploy/ has it; 0: nowhere else

    def start(self) -> None:
        """Listen."""
        listening = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listening)), daemon=True)
        self._thread.start()
        assert listening.wait(START_WAIT_S)

    def close(self) -> None:
        """Let everybody go."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(START_WAIT_S)

    async def _serve(self, listening: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._meet, "localhost", self.port, limit=HEAD_MAX_BYTES)
        listening.set()
        await self._ended.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            answers, asks = await self._to_server()
            try:
                goes_on = True
                while goes_on:
                    asked = await read_head(reader)
                    port = self._port_for(asked)
                    if port != self.server_port:
                        asks.close()
                        answers, asks = await self._to_server(port)
                    elif (
                        answers.at_eof()
                    ):  # the server let go while nobody spoke: a client of its own would have seen it
                        asks.close()
                        answers, asks = await self._to_server()
                    goes_on = await self._exchange(asked, reader, writer, answers, asks)
            finally:
                asks.close()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # either side may go at any moment
        finally:
            writer.close()
            self._open.discard(task)

    def _port_for(self, asked: Head) -> int:
        path = asked.line.split(" ")[1].partition("?")[0]
        stays_open = any(path == one or path.startswith(f"{one}/") for one in STREAM_PATHS)
        return self.streams_port if stays_open and self.streams_port else self.server_port

    async def _to_server(self, port: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            "127.0.0.1", port or self.server_port, limit=HEAD_MAX_BYTES, local_addr=(self.speaks_from, 0)
        )

    async def _exchange(
        self,
        asked: Head,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        answers: asyncio.StreamReader,
        asks: asyncio.StreamWriter,
    ) -> bool:
        """Pass one request and its answer on. `False` when the connection ends with it."""
        test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
        method, target = asked.line.split(" ")[:2]
        asks.write(asked.raw)
        upward = asyncio.create_task(pass_body(reader, asks, asked, []))
        try:
            told = await read_head(answers)
            status = int(told.line.split(" ")[1])
            exchange = Exchange(test, method, target, status, told.headers)
            self.exchanges.append(exchange)
            writer.write(told.raw)
            if status == 101:
                await upward
                await pass_both_ways(reader, writer, answers, asks, exchange.parts)
                return False
            if told.headers.get("content-type", "").startswith("text/event-stream"):
                await upward
                await pass_stream(reader, writer, answers, told, exchange.parts)
                return False
            if method != "HEAD" and status not in (204, 304):
                await pass_body(answers, writer, told, exchange.parts)
            await upward
        finally:
            upward.cancel()
        return "close" not in (asked.headers.get("connection", ""), told.headers.get("connection", ""))


async def read_head(reader: asyncio.StreamReader) -> Head:
    """Read up to the empty line."""
    raw = await reader.readuntil(b"\r\n\r\n")
    line, *rest = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (one.partition(":") for one in rest)
    return Head(line, {name.strip().lower(): value.strip() for name, _colon, value in pairs}, raw)


async def pass_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head, kept: list[bytes]) -> None:
    """Pass the body of a message on as it comes, and keep what it holds."""
    if not head.chunked:
        kept.append(await reader.readexactly(head.length))
        writer.write(kept[-1])
        await writer.drain()
        return
    size = b""
    while size.strip() != b"0":
        size = await reader.readuntil(b"\r\n")
        part = await reader.readexactly(int(size.split(b";")[0], 16) + 2)
        kept.append(part[:-2])
        writer.write(size + part)
        await writer.drain()


async def pass_stream(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    answers: asyncio.StreamReader,
    told: Head,
    kept: list[bytes],
) -> None:
    """Pass on an answer that does not end, until its reader goes."""
    ways = [asyncio.create_task(pass_body(answers, writer, told, kept)), asyncio.create_task(reader.read(1))]
    await _first(ways)


async def pass_both_ways(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    answers: asyncio.StreamReader,
    asks: asyncio.StreamWriter,
    kept: list[bytes],
) -> None:
    """Pass on whatever comes, until one side has enough; keep what the server says."""
    ways = [asyncio.create_task(_pipe(reader, asks, [])), asyncio.create_task(_pipe(answers, writer, kept))]
    await _first(ways)


async def _first(ways: Sequence[asyncio.Task[Any]]) -> None:
    """Wait for one of them, and end the others."""
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: list[bytes]) -> None:
    while part := await reader.read(65536):
        kept.append(part)
        writer.write(part)
        await writer.drain()
