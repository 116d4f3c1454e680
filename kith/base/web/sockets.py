"""WebSockets: which paths take them, and who answers there."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from kith.base.work import House


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
