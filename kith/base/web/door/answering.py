"""One call of the application, from a head to an answer, or to a source that somebody else goes on with."""

import asyncio
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

from starlette.types import Message, Scope

from kith.base.web.door.head import Head, Headers
from kith.base.web.events import HANDED_OVER, Source


class Answering:
    """What the application says to a request; it is told nothing more than the head."""

    def __init__(self, head: Head, peer: tuple[str, int], here: tuple[str, int]) -> None:
        self._head = head
        self._peer, self._here = peer, here
        self._is_asked = False
        self.status = 0
        self.headers: Headers = []
        self.body = b""
        self.subprotocol: str | None = None
        self.source: Source | None = None

    def scope(self) -> Scope:
        """Say what is asked, as the HTTP server would."""
        head, kind = self._head, "websocket" if self._head.is_socket else "http"
        scope: dict[str, Any] = {
            "type": kind,
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": head.version,
            "scheme": "ws" if head.is_socket else "http",
            "path": head.path,
            "raw_path": head.raw_path,
            "query_string": head.query,
            "root_path": "",
            "headers": head.headers,
            "client": self._peer,
            "server": self._here,
            "state": {},
            "extensions": {HANDED_OVER: self._take},
        }
        if head.is_socket:
            scope["extensions"]["websocket.http.response"] = {}
            given = head.header(b"sec-websocket-protocol").decode("latin-1")
            return scope | {"subprotocols": [one.strip() for one in given.split(",") if one.strip()]}
        return scope | {"method": head.method}

    async def receive(self) -> Message:
        """Give the empty body, once; then nothing, until the call is ended because they went."""
        if self._is_asked:
            await asyncio.Event().wait()
        self._is_asked = True
        return {"type": "websocket.connect"} if self._head.is_socket else {"type": "http.request", "body": b""}

    async def send(self, message: Message) -> None:
        """Take what the application says."""
        kind = message["type"]
        if kind in ("http.response.start", "websocket.http.response.start"):
            self.status, self.headers = message["status"], list(message["headers"])
        elif kind in ("http.response.body", "websocket.http.response.body"):
            self.body += message.get("body", b"")
        elif kind == "websocket.accept":
            self.status, self.subprotocol = 101, message.get("subprotocol")
        elif kind == "websocket.close":
            self.status, self.source = 403, None

    def _take(self, source: Source) -> None:
        self.source = source


def write_answer(status: int, headers: Headers, body: bytes = b"", *, with_body: bool = True) -> bytes:
    """Write an answer that is whole, after which nothing follows on this connection."""
    own = [one for one in headers if one[0].lower() not in (b"content-length", b"connection")]
    if with_body:
        own.append((b"content-length", str(len(body)).encode()))
    return write_head(status, [*own, (b"connection", b"close")]) + (body if with_body else b"")


def write_head(status: int, headers: Headers) -> bytes:
    """Write the head of an answer."""
    lines = [b"HTTP/1.1 %d %b" % (status, HTTPStatus(status).phrase.encode())]
    lines += [name + b": " + value for name, value in headers]
    if status != HTTPStatus.SWITCHING_PROTOCOLS:
        lines.append(b"date: " + formatdate(usegmt=True).encode())
    return b"\r\n".join([*lines, b"", b""])
