"""What stands behind the streams' own door in its tests: an application that gives everybody a source."""

import asyncio
from collections.abc import Callable, Sequence

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from kith.base.bus.places import nobody
from kith.base.web.door.door import Door
from kith.base.web.events import EventStream
from kith.base.web.sockets import converse

HELLO = b"GET /live HTTP/1.1\r\nhost: kith.test\r\n\r\n"
WAIT_S = 10


class Saying:
    """A source that says what it is given."""

    def __init__(self) -> None:
        self.over = self.broken = self.opened = False
        self.waiting: list[bytes] = []
        self.wake: Callable[[], None] = nobody
        self.closed = 0
        self.asked = 0

    @property
    def stirs(self) -> bool:
        """Whether something waits."""
        return bool(self.waiting) or self.broken

    def open(self, wake: Callable[[], None]) -> Sequence[bytes]:
        """Begin."""
        self.wake, self.opened = wake, True
        if self.broken:
            raise ZeroDivisionError
        return (b"hello\n\n",)

    def say(self, *parts: bytes) -> None:
        """Let it say something."""
        self.waiting += parts
        self.wake()

    async def more(self) -> Sequence[bytes]:
        """Give the next."""
        if self.broken:
            raise ZeroDivisionError
        await asyncio.sleep(0)
        self.asked += not self.waiting
        return (self.waiting.pop(0),) if self.waiting else (b"asked\n\n",)

    def beat(self) -> Sequence[bytes] | None:
        """Ask each time."""
        return None

    def close(self) -> None:
        """Count it."""
        self.closed += 1


class Talking(Saying):
    """A source that is spoken to, and says it again."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, Callable[[], None]]] = []

    def open(self, wake: Callable[[], None]) -> Sequence[bytes]:
        """Begin, and say nothing."""
        super().open(wake)
        return ()

    def heed(self, text: str, done: Callable[[], None]) -> None:
        """Say it again, if it is not to wait."""
        self.heard.append((text, done))
        if text != "wait":
            self.say(text.encode())
            done()

    def go(self) -> None:
        """They have gone."""
        self.over = True
        self.wake()

    def beat(self) -> Sequence[bytes] | None:
        """Say nothing."""
        return ()


class Behind:
    """A door, and an application behind it that gives everybody a source."""

    def __init__(self) -> None:
        self.sources: list[Saying] = []
        self.scopes: list[Scope] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.door: Door

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            socket = WebSocket(scope, receive, send)
            if scope["path"] != "/live/talk":
                await socket.close()
                return
            await socket.accept()
            self.sources.append(talk := Talking())
            await converse(talk, socket)
            return
        assert (await receive()).get("body") == b""
        if scope["path"] == "/live/broken":
            raise ZeroDivisionError
        if scope["path"] == "/live/words":
            await send({"type": "http.response.start", "status": 429, "headers": [(b"retry-after", b"60")]})
            await send({"type": "http.response.body", "body": b"Later."})
            return
        self.sources.append(Saying())
        self.sources[-1].broken = scope["path"] == "/live/shy"
        await EventStream(self.sources[-1])(scope, receive, send)

    async def ask(self, said: bytes) -> bytes:
        """Say something; give all that is answered, to the end of it."""
        reader, _writer = await self.come(said)
        return await asyncio.wait_for(reader.read(), WAIT_S)

    async def listen(self, said: bytes = HELLO) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a stream, up to its greeting."""
        reader, writer = await self.come(said)
        await asyncio.wait_for(reader.readuntil(b"hello\n\n"), WAIT_S)
        return reader, writer

    async def come(self, said: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect, and say something."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.door.port)
        self.writers.append(writer)
        writer.write(said)
        return reader, writer

    @property
    def inside(self) -> int:
        """How many connections there are."""
        return self.door._count
