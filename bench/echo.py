"""The limit of live delivery: an ASGI application that passes on to each WebSocket what Valkey says on one channel."""

import asyncio
import os
from typing import Any

from valkey.asyncio import Valkey


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Talk over one socket until the client goes."""
    if scope["type"] != "websocket":
        return
    await receive()
    valkey: Valkey = Valkey.from_url(os.environ["BENCH_VALKEY"])
    ears = valkey.pubsub()
    await ears.subscribe("bench")
    await send({"type": "websocket.accept"})
    passing = asyncio.create_task(_pass_on(ears, send))
    while (await receive())["type"] != "websocket.disconnect":
        pass
    passing.cancel()
    await ears.aclose()  # type: ignore[no-untyped-call]
    await valkey.aclose()


async def _pass_on(ears: Any, send: Any) -> None:
    async for message in ears.listen():
        if message["type"] == "message":
            await send({"type": "websocket.send", "text": message["data"].decode()})
