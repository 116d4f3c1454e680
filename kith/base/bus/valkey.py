"""The connection to Valkey.

Whatever is kept there may be gone the next moment, and whoever asks must have an answer without it. So nothing here
raises when it is down: `None` stands for "nobody knows".

One more connection a process hears what is published, on all channels. That it is one matters: what was said first is
heard first, so a cache has dropped what is stale before a page is told to look again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

import structlog
from valkey.asyncio import Valkey as Client
from valkey.exceptions import ConnectionError as ConnectionLost
from valkey.exceptions import NoScriptError, ValkeyError
from valkey.exceptions import TimeoutError as NoAnswer

from kith.base.bus.wire import Line, Wire

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
    """A line for what every request says, a pool of connections for all else, and a connection that listens."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._line = Line(client.connection_pool)
        self._turns = asyncio.Semaphore(CALLS_MAX)
        self._ask_again_at = 0.0
        self._hearers: dict[str, Hearer] = {}
        self._heard = False  # whether anything was, since it was last looked
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> "Valkey":
        """Make it ready; connections are opened when they are needed, so a Valkey that is down stops nothing."""
        return cls(_client(url))

    async def close(self) -> None:
        """Stop listening and close every connection."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        await self._line.close()
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
        return None if self._is_down() else await self._try(self._run(script, len(keys), *keys, *arguments))

    async def publish(self, channel: str, message: bytes) -> int | None:
        """Tell all who listen, and give their number; `None` when it could not be said."""
        return None if self._is_down() else await self._try(self._say(b"PUBLISH", channel, message))

    async def ask(self, command: Callable[[], Any]) -> Any | None:
        """Give a command of the library to one of its connections. `None` when nobody answers."""
        if self._is_down():
            return None
        async with self._turns:
            if self._is_down():  # it went down while this one waited for its turn
                return None
            return await self._try(_in_time(command))

    async def _try(self, answered: Awaitable[Any]) -> Any | None:
        """Wait for an answer, and know from then on whether Valkey is there."""
        if self._ask_again_at:
            self._ask_again_at = time.monotonic() + DOWN_FOR_S  # this one tries, the others go on without
        try:
            answer = await answered
        except (ConnectionLost, NoAnswer, OSError) as error:
            self._went_down(error)
            return None
        except ValkeyError as error:
            log.warning("valkey.refused", error=type(error).__name__)  # out of memory, read only
            return None
        if self._ask_again_at:
            self._ask_again_at = 0.0
            log.info("valkey.back")
        return answer

    async def _run(self, script: Script, *told: object) -> Any:
        try:
            return await self._say(b"EVALSHA", script.hash, *told)
        except NoScriptError:  # it was restarted, or emptied
            return await self._say(b"EVAL", script.text, *told)

    def _say(self, *command: object) -> Awaitable[Any]:
        return self._line.ask(*command, within_s=ANSWER_TIMEOUT_S)

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
        async with asyncio.timeout(ANSWER_TIMEOUT_S):
            wire = await Wire.open(self.client.connection_pool, self._take)
        try:
            wire.write((b"SUBSCRIBE", *self._hearers))
            asked = False
            while not wire.lost.done():
                self._heard = False
                await asyncio.wait((wire.lost,), timeout=SILENCE_MAX_S)
                if not self._heard and asked:
                    raise NoAnswer("the subscription is silent")
                asked = not self._heard
                if asked and not wire.lost.done():
                    wire.write((b"PING",))
            raise wire.lost.result()
        finally:
            wire.close()

    def _take(self, said: Any) -> None:
        """Hand on what was said to whoever hears that channel."""
        self._heard = True
        if isinstance(said, ValkeyError):
            raise said
        if said[0] == b"message":
            self._hearers[said[1].decode()].heard(said[2])
        elif said[0] == b"subscribe" and said[2] == len(self._hearers):
            # The last of our channels: from here on nothing is missed. And it is up, so those who wait may ask.
            self._ask_again_at = 0.0
            for hearer in self._hearers.values():
                hearer.connected()


async def _in_time(command: Callable[[], Any]) -> Any:
    async with asyncio.timeout(ANSWER_TIMEOUT_S):
        return await command()


def _client(url: str) -> Client:
    spoken = url.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)
    # Time is watched over in `ask`: the library's own way to do so makes a task a command, and can lose a cancellation.
    client: Client = Client.from_url(spoken, socket_timeout=None, socket_connect_timeout=ANSWER_TIMEOUT_S)
    return client
