"""The bytes between a process and Valkey (docs/decisions/0052).

The library `valkey` connects, with its addresses, TLS and accounts, and its parser in C reads. In between there is no
more than the connection itself: commands go out as they come, whoever asks, and are answered in that order.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from libvalkey import Reader
from valkey.asyncio import ConnectionPool
from valkey.asyncio.connection import AbstractConnection
from valkey.exceptions import ConnectionError as ConnectionLost
from valkey.exceptions import NoScriptError, ResponseError, ValkeyError
from valkey.exceptions import TimeoutError as NoAnswer

_MORE = object()  # what the parser gives where the rest is still to come
_ERRORS = {"NOSCRIPT": NoScriptError, "LOADING": ConnectionLost}  # one that starts is as good as one that is down


class Wire(asyncio.Protocol):
    """One connection. What Valkey says is handed on at once; `lost` is done when it is over, and says why."""

    def __init__(self, connection: AbstractConnection, take: Callable[[Any], None]) -> None:
        assert connection._writer is not None, "it is connected"
        self._writer = connection._writer
        connection._reader = connection._writer = None  # it is ours from here on
        self._transport = self._writer.transport
        self._take = take
        self._reader = Reader(replyError=_error, notEnoughData=_MORE)
        self.lost: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        self._transport.set_protocol(self)

    @classmethod
    async def open(cls, pool: ConnectionPool, take: Callable[[Any], None]) -> "Wire":
        """Connect as the pool would. Raises what the library raises."""
        connection = pool.make_connection()  # type: ignore[no-untyped-call]
        try:
            await connection.connect()
            return cls(connection, take)
        except BaseException:
            await connection.disconnect(nowait=True)
            raise

    def write(self, command: Iterable[object]) -> None:
        """Send a command. Raises `ConnectionLost` where the connection is over."""
        if self._transport.is_closing():
            raise ConnectionLost
        self._transport.write(_packed(command))

    def end(self, why: BaseException) -> None:
        """Break it off: nothing more is sent, nor heard."""
        self._tell_lost(why)
        self._transport.abort()

    def close(self) -> None:
        """Close it, where it is open."""
        self._tell_lost(ConnectionLost())
        self._writer.close()

    def data_received(self, data: bytes) -> None:
        """Take what came in. What cannot be read, or makes whoever takes it fail, ends the connection."""
        self._reader.feed(data)
        while (said := self._reader.gets()) is not _MORE:
            self._take(said)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over. What cannot be read, or made whoever takes it fail, is a connection lost as well."""
        self._tell_lost(exc if isinstance(exc, OSError | ValkeyError) else ConnectionLost(repr(exc)))

    def _tell_lost(self, why: BaseException) -> None:
        if not self.lost.done():
            self.lost.set_result(why)


class Line:
    """Commands over one connection, which is opened when the first of them comes, and again when it was lost."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._wire: Wire | None = None
        self._opening: asyncio.Task[Wire] | None = None
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()  # each with when its time is over
        self._watch: asyncio.TimerHandle | None = None

    async def ask(self, *command: object, within_s: float) -> Any:
        """Send a command and give the answer. Raises `ConnectionLost`, `NoAnswer`, or what Valkey answers."""
        wire = self._wire or await self._opened(within_s)
        loop = asyncio.get_running_loop()
        until = loop.time() + within_s
        wire.write(command)
        answer: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((answer, until))
        if self._watch is None:
            self._watch = loop.call_at(until, self._look)
        return await answer

    async def close(self) -> None:
        """Close the connection; whoever waits for an answer has none."""
        if self._opening is not None:
            self._opening.cancel()
            with suppress(asyncio.CancelledError, ValkeyError, OSError):
                await self._opening
        if self._watch is not None:
            self._watch.cancel()
        if self._wire is not None:
            self._wire.close()

    async def _opened(self, within_s: float) -> Wire:
        """Wait for the connection. All who ask meanwhile wait for the same one, and have none together."""
        if self._opening is None or self._opening.done():
            self._opening = asyncio.create_task(self._open(within_s))
        return await asyncio.shield(self._opening)

    async def _open(self, within_s: float) -> Wire:
        async with asyncio.timeout(within_s):
            wire = await Wire.open(self._pool, self._take)
        wire.lost.add_done_callback(self._lose)
        self._wire = wire
        return wire

    def _take(self, said: Any) -> None:
        answer, _until = self._waiting.popleft()
        if answer.done():
            return  # whoever asked has gone
        if isinstance(said, ValkeyError):
            answer.set_exception(said)
        else:
            answer.set_result(said)

    def _lose(self, lost: "asyncio.Future[BaseException]") -> None:
        waiting, self._waiting, self._wire = self._waiting, deque(), None
        for answer, _until in waiting:
            if not answer.done():
                answer.set_exception(lost.result())

    def _look(self) -> None:
        """See whether the one who waits longest waits too long: then nobody is answered over this connection."""
        loop, self._watch = asyncio.get_running_loop(), None
        if not self._waiting:
            return
        until = self._waiting[0][1]
        if until <= loop.time():
            if self._wire is not None:
                self._wire.end(NoAnswer())
        else:
            self._watch = loop.call_at(until, self._look)


def _error(text: str) -> ValkeyError:
    return _ERRORS.get(text.partition(" ")[0], ResponseError)(text)


def _packed(command: Iterable[object]) -> bytes:
    """Write a command as it goes over the wire: an array of strings."""
    parts = [part if isinstance(part, bytes) else str(part).encode() for part in command]
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])
