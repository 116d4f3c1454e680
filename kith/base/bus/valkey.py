"""The connection to Valkey.

Whatever is kept there may be gone the next moment, and whoever asks must have an answer without it. So nothing here
raises when it is down: `None` stands for "nobody knows".
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from valkey.asyncio import Valkey as Client
from valkey.commands.core import AsyncScript
from valkey.exceptions import ValkeyError

log = structlog.get_logger()

ANSWER_TIMEOUT_S = 2
RECONNECT_DELAY_S = 0.2

Down = (ValkeyError, OSError, asyncio.TimeoutError)


class Valkey:
    """One pool of connections, and one more for what is published."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self._url = url

    @classmethod
    async def open(cls, url: str) -> "Valkey":
        """Make the pool; connections are opened when they are needed, so a Valkey that is down stops nothing."""
        return cls(_client(url, socket_timeout=ANSWER_TIMEOUT_S), url)

    async def close(self) -> None:
        """Close every connection."""
        await self.client.aclose()

    async def is_up(self) -> bool:
        """Ask it."""
        try:
            return bool(await self.client.ping())
        except Down:
            return False

    async def flush(self) -> None:
        """Empty it: for tests."""
        await self.client.flushdb()

    def script(self, text: str) -> AsyncScript:
        """Register a Lua script; it is sent once and then called by its hash."""
        return self.client.register_script(text)

    async def call(self, script: AsyncScript, keys: Sequence[str], arguments: Sequence[Any]) -> Any | None:
        """Run a script. `None` when nobody answers."""
        try:
            return await script(keys=list(keys), args=list(arguments))
        except Down as error:
            log.warning("valkey.down", error=type(error).__name__)
            return None

    async def publish(self, channel: str, message: bytes) -> bool:
        """Tell all who listen. `False` when it could not be said."""
        try:
            await self.client.publish(channel, message)
        except Down as error:
            log.warning("valkey.down", error=type(error).__name__)
            return False
        return True

    async def listen(
        self, channel: str, *, connected: Callable[[], None], lost: Callable[[], None]
    ) -> AsyncIterator[bytes]:
        """Give what is published on a channel (a pattern may end in `*`), for ever.

        `connected` is called when the subscription holds, `lost` when it broke; what is said in between is missed.
        """
        while True:
            client = _client(self._url, socket_timeout=None)
            subscription = client.pubsub(ignore_subscribe_messages=False)
            try:
                await subscription.subscribe(channel)
                async for message in subscription.listen():
                    if message["type"] == "subscribe":
                        connected()
                    elif message["type"] == "message":
                        yield message["data"]
            except Down:
                log.warning("valkey.lost", channel=channel)
            finally:
                lost()
                with suppress(*Down):
                    await subscription.aclose()  # type: ignore[no-untyped-call]
                    await client.aclose()
            await asyncio.sleep(RECONNECT_DELAY_S)


def _client(url: str, *, socket_timeout: float | None) -> Client:
    spoken = url.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)
    client: Client = Client.from_url(
        spoken, socket_timeout=socket_timeout, socket_connect_timeout=ANSWER_TIMEOUT_S, health_check_interval=0
    )
    return client
