"""One connection to Valkey, in its own protocol (RESP 2, https://valkey.io/topics/protocol/).

Commands go out as they come, and answers come back in the same order, so that all who ask share one connection and
nobody waits for another's turn. It is written here because every act asks twice and hears twice: through the library
a command costs three times as much CPU, a post a sixth more (docs/decisions/0023).
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

Part = bytes | str | int | float
Said = Callable[[Any], None]

PLAIN, SAFE = ("valkey", "redis"), ("valkeys", "rediss")
PORT = 6379


class Complaint(Exception):
    """Valkey took the command, and says that it does not fit."""


class Lost(ConnectionError):
    """The connection is gone, or was given up because nothing came back."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a Valkey answers, as an address names it."""

    path: str | None = None
    host: str = "localhost"
    port: int = PORT
    safe: bool = False
    authorities: str | None = None  # a file of certificates to trust, where the machine's own do not suffice
    user: str | None = None
    password: str | None = None
    number: int = 0  # of the database

    @classmethod
    def of(cls, url: str) -> "Place":
        """Read `valkey://user:password@host:port/0`, `valkeys://…` for TLS, `unix:///path?db=0`; `redis` is the same.

        Raises `ValueError` for what is none.
        """
        parts, asked = urlsplit(url), parse_qs(urlsplit(url).query)
        if parts.scheme not in (*PLAIN, *SAFE, "unix"):
            raise ValueError(f"{parts.scheme}:// names no Valkey")
        in_path = parts.path.strip("/") if parts.scheme != "unix" else ""
        return cls(
            path=unquote(parts.path) if parts.scheme == "unix" else None,
            host=unquote(parts.hostname or "localhost"),
            port=parts.port or PORT,
            safe=parts.scheme in SAFE,
            authorities=asked.get("ssl_ca_certs", [None])[0],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            number=int(asked.get("db", [in_path or "0"])[0]),
        )


class Wire(asyncio.Protocol):
    """A connection. What comes without having been asked for is given to `said`."""

    def __init__(self, *, answer_within_s: float, said: Said | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._within_s = answer_within_s
        self._said = said
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        self._rest = b""
        self._timer: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None
        self.heard_at = self._loop.time()
        self.over = asyncio.Event()

    @classmethod
    async def open(cls, place: Place, *, answer_within_s: float, said: Said | None = None) -> "Wire":
        """Connect. Raises `OSError` when nobody answers, `Complaint` where the password or the database is wrong."""
        wire = cls(answer_within_s=answer_within_s, said=said)
        async with asyncio.timeout(answer_within_s):
            if place.path is not None:
                await wire._loop.create_unix_connection(lambda: wire, place.path)
            else:
                safely = ssl.create_default_context(cafile=place.authorities) if place.safe else None
                await wire._loop.create_connection(lambda: wire, place.host, place.port, ssl=safely)
        try:
            if place.password is not None:
                await wire.ask("AUTH", *([place.user] if place.user else []), place.password)
            if place.number:
                await wire.ask("SELECT", place.number)
        except BaseException:
            wire.close()
            raise
        return wire

    def ask(self, *command: Part) -> "asyncio.Future[Any]":
        """Send a command; its answer comes as bytes, a number, a list of these, or `None`.

        Raises `Lost` when it does not come, `Complaint` when it is one.
        """
        answer = self._loop.create_future()
        if self._transport is None or self.over.is_set():
            answer.set_exception(Lost("the connection is closed"))
            return answer
        self._waiting.append((answer, self._loop.time()))
        if self._timer is None:
            self._timer = self._loop.call_later(self._within_s, self._look)
        self._transport.write(_packed(command))
        return answer

    def tell(self, *command: Part) -> float:
        """Send a command whose answer is `said`. Gives the instant, as `heard_at` counts."""
        if self._transport is not None:
            self._transport.write(_packed(command))
        return self._loop.time()

    def silent_s(self) -> float:
        """Tell for how long nothing has come."""
        return self._loop.time() - self.heard_at

    async def is_over_within(self, seconds: float) -> bool:
        """Wait for so long; tell whether the connection is lost."""
        try:
            async with asyncio.timeout(seconds):
                await self.over.wait()
        except TimeoutError:
            return self.over.is_set()
        return True

    def close(self) -> None:
        """Close it; whoever waits still is told that it is lost."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own is none by descent

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell all who wait."""
        self.over.set()
        if self._timer is not None:
            self._timer.cancel()
        while self._waiting:
            answer, _at = self._waiting.popleft()
            if not answer.done():
                answer.set_exception(Lost("the connection is lost"))

    def data_received(self, data: bytes) -> None:
        """Hand out every answer that is complete."""
        self.heard_at = self._loop.time()
        data = self._rest + data if self._rest else data
        at = 0
        try:
            while at < len(data):
                answer, at = _read(data, at)
                self._hand_out(answer)
        except _IncompleteError:
            pass
        self._rest = data[at:]

    def _hand_out(self, answer: Any) -> None:
        if not self._waiting:
            if self._said is not None:
                self._said(answer)
            return
        asked, _at = self._waiting.popleft()
        if asked.done():
            return  # whoever asked has gone
        if isinstance(answer, Complaint):
            asked.set_exception(answer)
        else:
            asked.set_result(answer)

    def _look(self) -> None:
        """Give up when the one who waits longest has waited too long. One timer, not one a command."""
        self._timer = None
        if not self._waiting:
            return
        left_s = self._waiting[0][1] + self._within_s - self._loop.time()
        if left_s > 0:
            self._timer = self._loop.call_later(left_s, self._look)
        else:
            self.close()


class _IncompleteError(Exception):
    """The rest comes with the next piece."""


def _packed(command: tuple[Part, ...]) -> bytes:
    pieces = [b"*%d\r\n" % len(command)]
    for part in command:
        raw = part if isinstance(part, bytes) else str(part).encode()
        pieces.append(b"$%d\r\n%b\r\n" % (len(raw), raw))
    return b"".join(pieces)


def _read(data: bytes, at: int) -> tuple[Any, int]:
    """Read the answer that begins at a place; give it, and where it ends."""
    end = data.find(b"\r\n", at)
    if end < 0:
        raise _IncompleteError
    kind, line, at = data[at : at + 1], data[at + 1 : end], end + 2
    if kind == b"$":
        return (None, at) if line == b"-1" else _read_bytes(data, at, int(line))
    if kind == b"*":
        return (None, at) if line == b"-1" else _read_list(data, at, int(line))
    if kind == b":":
        return int(line), at
    return (Complaint(line.decode()) if kind == b"-" else line), at


def _read_bytes(data: bytes, at: int, size: int) -> tuple[bytes, int]:
    end = at + size
    if len(data) < end + 2:
        raise _IncompleteError
    return data[at:end], end + 2


def _read_list(data: bytes, at: int, count: int) -> tuple[list[Any], int]:
    found = []
    for _each in range(count):
        one, at = _read(data, at)
        found.append(one)
    return found, at
