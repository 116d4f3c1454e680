"""The connection to Valkey.

Whatever is kept there may be gone the next moment, and whoever asks must have an answer without it. So nothing here
raises when it is down: `None` stands for "nobody knows".

One more connection a process hears what is published, on all channels. That it is one matters: what was said first is
heard first, so a cache has dropped what is stale before a page is told to look again.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

import structlog
from valkey.asyncio import Valkey as Client
from valkey.exceptions import ConnectionError as ConnectionLost
from valkey.exceptions import NoScriptError, ValkeyError
from valkey.exceptions import TimeoutError as NoAnswer

log = structlog.get_logger()

ANSWER_TIMEOUT_S = 1  # an answer takes 0.1 ms; a page must not wait longer for what it can do without
DOWN_FOR_S = 0.5  # after a failure nobody asks for so long, then one does
CALLS_MAX = 16  # at the same time: a thousand streams that wake together share these connections
RECONNECT_DELAY_S = 0.2
SILENCE_MAX_S = 5  # then the subscription is asked whether it still holds: a lost network says nothing by itself

Down = (ValkeyError, OSError)


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Hearer:
    """What to do with what is said on a channel, and when it begins and ceases to be heard."""

    heard: Callable[[bytes], None]
    connected: Callable[[], None] = _nothing
    lost: Callable[[], None] = _nothing


class Script:
    """A Lua script. It is sent once, and then called by its hash."""

    __slots__ = ("hash", "text")

    def __init__(self, text: str) -> None:
        self.text = text.encode()
        self.hash = sha1(self.text, usedforsecurity=False).hexdigest().encode()  # the name that Valkey gives it


class Valkey:
    """A pool of connections, and one that listens."""

    def __init__(self, client: Client, url: str) -> None:
        self.client = client
        self._url = url
        self._turns = asyncio.Semaphore(CALLS_MAX)
        self._ask_again_at = 0.0
        self._hearers: dict[str, Hearer] = {}
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> "Valkey":
        """Make the pool; connections are opened when they are needed, so a Valkey that is down stops nothing."""
        return cls(_client(url), url)

    async def close(self) -> None:
        """Stop listening and close every connection."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        await self.client.aclose()

    async def is_up(self) -> bool:
        """Ask it, whatever was known before."""
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                return bool(await self.client.ping())
        except Down:
            return False

    async def flush(self) -> None:
        """Empty it: for tests."""
        await self.client.flushdb()

    async def call(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any | None:
        """Run a script. `None` when nobody answers."""
        return await self.ask(lambda: self._run(script, len(keys), *keys, *arguments))

    async def publish(self, channel: str, message: bytes) -> int | None:
        """Tell all who listen, and give their number; `None` when it could not be said."""
        number: int | None = await self.ask(lambda: self.client.publish(channel, message))
        return number

    async def ask(self, command: Callable[[], Any]) -> Any | None:
        """Do it, unless Valkey is known to be down. `None` when nobody answers."""
        if self._is_down():
            return None
        async with self._turns:
            if self._is_down():  # it went down while this one waited for its turn
                return None
            if self._ask_again_at:
                self._ask_again_at = time.monotonic() + DOWN_FOR_S  # this one tries, the others go on without
            try:
                async with asyncio.timeout(ANSWER_TIMEOUT_S):
                    answer = await command()
            except (ConnectionLost, NoAnswer, OSError) as error:
                self._went_down(error)
                return None
            except ValkeyError as error:
                log.warning("valkey.refused", error=type(error).__name__)  # out of memory, starting, read only
                return None
            if self._ask_again_at:
                self._ask_again_at = 0.0
                log.info("valkey.back")
            return answer

    async def _run(self, script: Script, *told: object) -> Any:
        try:
            return await self._send(b"EVALSHA", script.hash, *told)
        except NoScriptError:  # it was restarted, or emptied
            return await self._send(b"EVAL", script.text, *told)

    async def _send(self, *command: object) -> Any:
        """Send a command over one of the library's connections, written here: that is half of what a call costs."""
        pool = self.client.connection_pool
        connection = await pool.get_connection("EVALSHA")  # type: ignore[no-untyped-call]
        try:
            await connection.send_packed_command(_packed(command), check_health=False)
            return await connection.read_response()
        finally:
            await pool.release(connection)

    def hear(self, channel: str, hearer: Hearer) -> None:
        """Listen on one more channel, for as long as this lives. A second hearer would take the first one's place."""
        assert channel not in self._hearers, f"{channel} is heard already"
        self._hearers[channel] = hearer
        if self._listening is not None:
            self._listening.cancel()
        self._listening = asyncio.create_task(self._listen())

    def _is_down(self) -> bool:
        return self._ask_again_at > time.monotonic()

    def _went_down(self, error: BaseException) -> None:
        if not self._ask_again_at:
            log.warning("valkey.down", error=type(error).__name__)
        self._ask_again_at = time.monotonic() + DOWN_FOR_S

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_lost()
            except Down as error:
                log.warning("valkey.lost", error=type(error).__name__)
            finally:
                for hearer in self._hearers.values():
                    hearer.lost()
            await asyncio.sleep(RECONNECT_DELAY_S)

    async def _listen_until_lost(self) -> None:
        client = _client(self._url)
        subscription = client.pubsub()
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await subscription.subscribe(*self._hearers)
            asked = False
            while True:
                message = await subscription.get_message(timeout=SILENCE_MAX_S)
                if message is not None:
                    asked = False
                    self._take(message)
                elif asked:
                    raise NoAnswer("the subscription is silent")
                else:
                    await subscription.ping()
                    asked = True
        finally:
            with suppress(*Down):
                await subscription.aclose()  # type: ignore[no-untyped-call]
                await client.aclose()

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "message":
            self._hearers[message["channel"].decode()].heard(message["data"])
        elif message["type"] == "subscribe" and message["data"] == len(self._hearers):
            # The last of our channels: from here on nothing is missed. And it is up, so those who wait may ask.
            self._ask_again_at = 0.0
            for hearer in self._hearers.values():
                hearer.connected()


def _packed(command: Iterable[object]) -> bytes:
    """Write a command as it goes over the wire: an array of strings."""
    parts = [part if isinstance(part, bytes) else str(part).encode() for part in command]
    return b"*%d\r\n" % len(parts) + b"".join([b"$%d\r\n%b\r\n" % (len(part), part) for part in parts])


def _client(url: str) -> Client:
    spoken = url.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)
    # Time is watched over in `ask`: the library's own way to do so makes a task a command, and can lose a cancellation.
    client: Client = Client.from_url(spoken, socket_timeout=None, socket_connect_timeout=ANSWER_TIMEOUT_S)
    return client
