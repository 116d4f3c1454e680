"""The limit of live delivery: an ASGI application that passes on to each WebSocket, and to each stream of server-sent
events, what Valkey says on one channel. It listens once, whatever the number of clients, as a server does.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from valkey.asyncio import Valkey

Say = Callable[[str], Awaitable[None]]
_clients: set[Say] = set()
_listening: list[asyncio.Task[None]] = []


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Talk to one client until it goes."""
    if scope["type"] not in ("websocket", "http"):
        return
    await receive()
    if not _listening:
        _listening.append(asyncio.create_task(_pass_on()))
    say = await (_socket(send) if scope["type"] == "websocket" else _stream(send))
    _clients.add(say)
    while not (await receive())["type"].endswith(".disconnect"):
        pass
    _clients.discard(say)


async def _socket(send: Any) -> Say:
    await send({"type": "websocket.accept"})

    async def say(text: str) -> None:
        await send({"type": "websocket.send", "text": text})

    return say


async def _stream(send: Any) -> Say:
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"event: hello\n\n", "more_body": True})

    async def say(text: str) -> None:
        body = f"event: message\ndata: {text}\n\n".encode()
        await send({"type": "http.response.body", "body": body, "more_body": True})

    return say


async def _pass_on() -> None:
    valkey: Valkey = Valkey.from_url(os.environ["BENCH_VALKEY"])
    ears = valkey.pubsub()
    await ears.subscribe("bench")
    async for message in ears.listen():
        if message["type"] == "message":
            text = message["data"].decode()
            for say in tuple(_clients):
                await say(text)
