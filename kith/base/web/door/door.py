"""The door itself: where it listens, who is inside, and the clock by which all of them are looked after."""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from starlette.types import ASGIApp

from kith.base.web.door.line import Line
from kith.base.web.events import HEARTBEAT_S

log = structlog.get_logger()

LINES_MAX = 11_000  # as many as the main door holds
HEADS_MAX = 2_000  # who have said half a sentence; then the oldest of them is let go
HEAD_MAX_S = 10
TAKES_NOTHING_S = 30  # a reader who takes nothing for so long has gone without a word
ASKING_AT_ONCE = 32  # when everybody comes back at once, the database is asked by some of them at a time
BACKLOG = 1024
TICK_S = 1


class Door:
    """The streams' door of one process. Several open it at the same port, and the system spreads who comes."""

    def __init__(self, app: ASGIApp, paths: Sequence[str]) -> None:
        self.app = app
        self.turns = asyncio.Semaphore(ASKING_AT_ONCE)
        self._paths = tuple(paths)
        self._server: asyncio.Server | None = None
        self._clock: asyncio.Task[None] | None = None
        self._count = 0
        self._heads: dict[Line, float] = {}  # who has not said what they want, since when; the oldest first
        self._slow: dict[Line, tuple[float, int]] = {}  # who does not take what is written, since when, how much
        self._open: tuple[set[Line], ...] = tuple(set() for _second in range(HEARTBEAT_S))  # by the second they beat in

    @classmethod
    async def open(cls, app: ASGIApp, paths: Sequence[str], *, host: str, port: int) -> "Door":
        """Begin to listen, on the loop that the application runs on."""
        door = cls(app, paths)
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _kind, _protocol, _name, address = found[0]
        door._server = await loop.create_server(lambda: Line(door), sock=_listening(family, address), backlog=BACKLOG)
        door._clock = asyncio.create_task(door._tick())
        return door

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def is_empty(self) -> bool:
        """Whether nobody is inside."""
        return self._count == 0

    def end(self) -> None:
        """Let nobody in any more; those inside end with their sources."""
        if self._server is not None:
            self._server.close()

    async def close(self) -> None:
        """Let everybody go."""
        self.end()
        if self._clock is not None:
            self._clock.cancel()
            with suppress(asyncio.CancelledError):
                await self._clock
        for line in (*self._heads, *self._slow, *(line for lines in self._open for line in lines)):
            line.drop()

    def leads_to(self, path: str) -> bool:
        """Tell whether a path is one of those that are answered here."""
        return any(path == one or path.startswith(f"{one}/") for one in self._paths)

    def let_in(self, line: Line) -> bool:
        """Count somebody who came; `False` where there is no room."""
        self._count += 1
        if self._count > LINES_MAX:
            return False
        self._heads[line] = asyncio.get_running_loop().time()
        if len(self._heads) > HEADS_MAX:
            oldest = next(iter(self._heads))
            self.note_asked(oldest)
            oldest.refuse(408)
        return True

    def let_out(self, line: Line) -> None:
        """Count somebody no more."""
        self._count -= 1
        self._heads.pop(line, None)
        self._slow.pop(line, None)
        self._beats_in(line).discard(line)

    def note_asked(self, line: Line) -> None:
        """They have said what they want."""
        self._heads.pop(line, None)

    def note_open(self, line: Line) -> None:
        """They listen, and are to hear a sign of life now and then."""
        self._beats_in(line).add(line)

    def note_slow(self, line: Line) -> None:
        """They have something to take."""
        self._slow[line] = (asyncio.get_running_loop().time(), line.unsent)

    def note_quick(self, line: Line) -> None:
        """They took it."""
        self._slow.pop(line, None)

    def _beats_in(self, line: Line) -> set[Line]:
        return self._open[(id(line) >> 6) % len(self._open)]

    async def _tick(self) -> None:
        second = 0
        while True:
            await asyncio.sleep(TICK_S)
            second += 1
            try:
                self._look_after(self._open[second % len(self._open)])
            except Exception:  # a program root: the clock goes on
                log.exception("door.clock_failed")

    def _look_after(self, lines: set[Line]) -> None:
        now = asyncio.get_running_loop().time()
        for line in [line for line, since in self._heads.items() if now - since >= HEAD_MAX_S]:
            self._heads.pop(line, None)
            line.refuse(408)
        for line, (since, unsent) in list(self._slow.items()):
            if line.unsent < unsent:
                self._slow[line] = (now, line.unsent)
            elif now - since >= TAKES_NOTHING_S:
                line.drop()
        for line in list(lines):
            line.beat()


def _listening(family: int, address: Any) -> socket.socket:
    """Make the socket; those that come through it have its ways."""
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # what is not acknowledged for so long: the other side is gone
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * TAKES_NOTHING_S)
    listening.setblocking(False)
    listening.bind(address)
    return listening
