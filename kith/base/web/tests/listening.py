"""A page that listens, for tests: an ASGI client that reads while the answer is still being written."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msgspec
from starlette.types import ASGIApp, Message

WAIT_S = 10


@dataclass(frozen=True)
class Heard:
    """One server-sent event."""

    id: str
    event: str
    data: Any


@dataclass
class Listener:
    """One open stream. `close` does what a browser does that leaves."""

    app: ASGIApp
    path: str = "/live"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    port: int = 0  # of the streams' own door, if it is to be that
    status: int = 0
    text: str = ""
    ended: bool = False

    def __post_init__(self) -> None:
        self.answered = asyncio.Event()
        self._gone = asyncio.Event()
        self._task = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        if self.port:
            await self._ask_at_door()
            return
        scope = {
            "type": "http", "method": "GET", "path": self.path, "raw_path": self.path.encode(), "scheme": "http",
            "query_string": self.query.encode(), "http_version": "1.1", "root_path": "", "client": ("127.0.0.1", 5),
            "server": ("kith.test", 80), "headers": [(n.lower().encode(), v.encode()) for n, v in self.headers.items()],
        }  # fmt: skip
        asked = False

        async def receive() -> Message:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.answered.set()
            self.text += message.get("body", b"").decode()

        await self.app(scope, receive, send)
        self.ended = True

    async def _ask_at_door(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        query = f"?{quote(self.query, safe='=&%,:')}" if self.query else ""
        lines = [f"GET {self.path}{query} HTTP/1.1", "host: kith.test", *(f"{n}: {v}" for n, v in self.headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        leaving = asyncio.create_task(self._gone.wait())
        leaving.add_done_callback(lambda _left: writer.close())
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.status = int(head.split()[1])
            self.answered.set()
            if b"transfer-encoding: chunked" in head:
                while size := int(await reader.readline(), 16):
                    self.text += (await reader.readexactly(size + 2))[:-2].decode()
                assert await reader.read() == b"\r\n"
            else:
                self.text = (await reader.read()).decode()
            self.ended = True
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # one of both left
        finally:
            leaving.cancel()
            writer.close()

    @property
    def events(self) -> list[Heard]:
        """What a browser would hand to the page: blocks with data."""
        blocks = [
            dict(line.partition(": ")[::2] for line in block.splitlines()) for block in self.text.split("\n\n") if block
        ]
        return [
            Heard(one.get("id", ""), one["event"], msgspec.json.decode(one["data"])) for one in blocks if "data" in one
        ]

    @property
    def last_id(self) -> str:
        """What the browser names when it comes back."""
        return [line for line in self.text.splitlines() if line.startswith("id: ")][-1].removeprefix("id: ")

    async def until(self, number: int) -> list[Heard]:
        """Wait for so many events after the first, which only says hello; give them."""
        for _moment in range(WAIT_S * 100):
            if len(self.events) > number:
                return self.events[1 : number + 1]
            await asyncio.sleep(0.01)
        raise TimeoutError(self.text)

    async def until_moved(self, place: str) -> None:
        """Wait until the stream's place is another."""
        for _moment in range(WAIT_S * 100):
            if self.last_id != place:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError(self.text)

    async def until_ended(self) -> None:
        """Wait until the server ends it."""
        async with asyncio.timeout(WAIT_S):
            await self._task

    async def close(self) -> None:
        """Leave."""
        self._gone.set()
        with suppress(asyncio.CancelledError):
            await self._task
