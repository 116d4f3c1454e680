"""An app that listens over a WebSocket, for tests: drives the application itself, without a network."""

import asyncio
from contextlib import suppress
from typing import Any, Self

import msgspec
from starlette.types import ASGIApp, Message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from kith.base.web.sockets import WithSockets
from kith.base.work import House
from kith.gateways.mastodon.streaming import SOCKETS

WAIT_S = 10


async def _nobody(_scope: object, _receive: object, _send: object) -> None:
    """Take no other requests."""


class App:
    """One socket. Use it as a context; it leaves at the end."""

    port = 0  # of the streams' own door, if it is to be that

    def __init__(self, house: House, token: str, query: str = "", *, stuck: bool = False) -> None:
        self._app: ASGIApp = WithSockets(_nobody, house, SOCKETS)
        self._query = f"access_token={token}&{query}"
        self._in: asyncio.Queue[Message] = asyncio.Queue()
        self._out: asyncio.Queue[Message] = asyncio.Queue()
        self._stuck = stuck
        self.ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Connect."""
        if self.port:
            address = f"ws://127.0.0.1:{self.port}/api/v1/streaming?{self._query}"
            self._task = asyncio.create_task(self._run_at_door(await connect(address)))
            return self
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(self._run())
        opened = await asyncio.wait_for(self._out.get(), WAIT_S)
        assert opened["type"] == "websocket.accept", opened
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Leave."""
        self._in.put_nowait({"type": "websocket.disconnect", "code": 1001})
        async with asyncio.timeout(WAIT_S):
            await self._task

    async def _run(self) -> None:
        scope = {
            "type": "websocket", "path": "/api/v1/streaming", "query_string": self._query.encode(), "headers": [],
            "subprotocols": [], "scheme": "ws", "server": ("kith.test", 80), "client": ("127.0.0.1", 5),
        }  # fmt: skip
        await self._app(scope, self._in.get, self._take)
        self.ended.set()

    async def _run_at_door(self, socket: ClientConnection) -> None:
        async def pass_on() -> None:
            while (message := await self._in.get())["type"] != "websocket.disconnect":
                await socket.send(message["text"] if "text" in message else message["bytes"])
            await socket.close(1001)

        passing = asyncio.create_task(pass_on())
        with suppress(ConnectionClosed):
            async for text in socket:
                self._out.put_nowait({"type": "websocket.send", "text": text})
        self.ended.set()
        passing.cancel()
        await socket.close()

    async def _take(self, message: Message) -> None:
        if self._stuck and message["type"] == "websocket.send":
            await asyncio.Event().wait()  # half open: nobody takes anything at the other end
        self._out.put_nowait(message)

    def say(self, text: str) -> None:
        """Send a message."""
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    def wish(self, kind: str, stream: str, **more: str) -> None:
        """Subscribe, or unsubscribe."""
        self.say(msgspec.json.encode({"type": kind, "stream": stream} | more).decode())

    async def listen(self, stream: str, **more: str) -> None:
        """Subscribe, and wait until it is heard: what is said afterwards is answered afterwards."""
        self.wish("subscribe", stream, **more)
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that was said is heeded. Fails where anything else is told meanwhile."""
        self.say("{")
        assert await self.next() == {"error": "That message cannot be read."}

    async def next(self) -> dict[str, Any]:
        """Wait for what is said next."""
        message = await asyncio.wait_for(self._out.get(), WAIT_S)
        assert message["type"] == "websocket.send", message
        return dict(msgspec.json.decode(message["text"]))

    async def hears(self, event: str) -> Any:
        """Wait for what is said next, which must be this event; give what it carries."""
        message = await self.next()
        assert message.get("event") == event, message
        payload = message["payload"]
        return msgspec.json.decode(payload) if payload[:1] == "{" else payload
