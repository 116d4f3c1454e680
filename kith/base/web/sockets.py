"""WebSockets: which paths take them, and who answers there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from kith.base.core.errors import KithError
from kith.base.web.events import HANDED_OVER, Source, tell
from kith.base.web.statuses import status_of, told_in_headers
from kith.base.work import House

REFUSED = 3000  # "Unauthorized", in the registry of codes
SEND_TIMEOUT_S = 30  # a client that takes nothing for so long has gone without a word


@dataclass(frozen=True, kw_only=True)
class Socket:
    """A path that takes WebSockets. The handler accepts or closes; it returns when the talk is over."""

    path: str
    handler: Callable[[House, WebSocket], Awaitable[None]]


class WithSockets:
    """An application that also answers WebSockets. A path that takes none refuses, which HTTP shows as a 403."""

    def __init__(self, app: ASGIApp, house: House, sockets: Iterable[Socket]) -> None:
        self._app = app
        self._house = house
        self._handlers = {socket.path: socket.handler for socket in sockets}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or talk over one socket."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        socket = WebSocket(scope, receive, send)
        handler = self._handlers.get(scope["path"].rstrip("/"))
        if handler is None:
            await socket.close()
        else:
            await handler(self._house, socket)


class Conversation(Source, Protocol):
    """A source that is spoken to. `done` is called when the next message may come; `go` says that none will."""

    def heed(self, text: str, done: Callable[[], None]) -> None: ...
    def go(self) -> None: ...


async def converse(talk: Conversation, socket: WebSocket) -> None:
    """Talk over an accepted socket until either side has enough; or let who holds the line do it."""
    hand_over: Callable[[Source], None] | None = socket.scope.get("extensions", {}).get(HANDED_OVER)
    if hand_over is not None:
        hand_over(talk)
        return
    hearing = asyncio.create_task(_hear(talk, socket))
    try:
        await tell(talk, lambda part: _say(socket, part))
    except (TimeoutError, RuntimeError, WebSocketDisconnect, OSError):
        pass  # nobody takes what is sent
    finally:
        hearing.cancel()
        if socket.client_state is WebSocketState.CONNECTED:
            with suppress(TimeoutError, RuntimeError, OSError):
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await socket.close()


async def refuse(socket: WebSocket, error: KithError) -> None:
    """Close a socket that was not accepted, with the status that says why where the server can send one."""
    if "websocket.http.response" not in socket.scope.get("extensions", {}):
        await socket.close(code=REFUSED)
        return
    said = JSONResponse({"error": error.text}, status_of(error), told_in_headers(error))
    await socket.send_denial_response(said)


async def _say(socket: WebSocket, part: bytes) -> None:
    async with asyncio.timeout(SEND_TIMEOUT_S):
        await socket.send_text(part.decode())


async def _hear(talk: Conversation, socket: WebSocket) -> None:
    done = asyncio.Event()
    try:
        while True:
            done.clear()
            talk.heed(await socket.receive_text(), done.set)
            await done.wait()
    except (WebSocketDisconnect, KeyError, RuntimeError):  # what is no text ends it as well
        talk.go()
