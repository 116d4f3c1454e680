"""The way to Valkey.

Whatever is kept there may be gone the next moment, and whoever asks must have an answer without it. So nothing here
raises when it is down: `None` stands for "nobody knows".

One more connection a process hears what is published, on all channels. That it is one matters: what was said first is
heard first, so a cache has dropped what is stale before a page is told to look again.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

import structlog

from kith.base.bus.wire import Complaint, Lost, Part, Place, Wire

log = structlog.get_logger()

ANSWER_TIMEOUT_S = 1  # an answer takes 0.1 ms; a page must not wait longer for what it can do without
DOWN_FOR_S = 0.5  # after a failure nobody asks for so long, then one does
RECONNECT_DELAY_S = 0.2
SILENCE_MAX_S = 5  # then the subscription is asked whether it still holds: a lost network says nothing by itself


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Hearer:
    """What to do with what is said on a channel, and when it begins and ceases to be heard."""

    heard: Callable[[bytes], None]
    connected: Callable[[], None] = _nothing
    lost: Callable[[], None] = _nothing


class Script:
    """A script in Lua: sent once, and then called by its hash."""

    __slots__ = ("sha", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sha = sha1(text.encode(), usedforsecurity=False).hexdigest()


class Valkey:
    """A connection that is opened when somebody asks, and one that listens."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._wire: Wire | None = None
        self._opening = asyncio.Lock()
        self._ask_again_at = 0.0
        self._failures = 0
        self._hearers: dict[str, Hearer] = {}
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> "Valkey":
        """Say where it is; nothing is connected before somebody asks, so a Valkey that is down stops nothing."""
        return cls(Place.of(url))

    async def close(self) -> None:
        """Stop listening and close every connection."""
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening
        if self._wire is not None:
            self._wire.close()

    async def is_up(self) -> bool:
        """Ask it, whatever was known before."""
        try:
            wire = await Wire.open(self._place, answer_within_s=ANSWER_TIMEOUT_S)
            try:
                return bool(await wire.ask("PING") == b"PONG")
            finally:
                wire.close()
        except (OSError, Complaint):
            return False

    async def flush(self) -> None:
        """Empty it: for tests."""
        await self.ask("FLUSHDB")

    async def call(self, script: Script, keys: Sequence[Part], arguments: Sequence[Part]) -> Any | None:
        """Run a script. `None` when nobody answers."""
        given = (len(keys), *keys, *arguments)
        return await self.ask("EVALSHA", script.sha, *given, unknown=("EVAL", script.text, *given))

    async def publish(self, channel: str, message: bytes) -> int | None:
        """Tell all who listen, and give their number; `None` when it could not be said."""
        number: int | None = await self.ask("PUBLISH", channel, message)
        return number

    async def ask(self, *command: Part, unknown: Sequence[Part] = ()) -> Any | None:
        """Give the answer to a command, unless Valkey is known to be down. `None` when nobody answers.

        `unknown` is what is asked where it does not know the script of that hash.
        """
        if self._is_down():
            return None
        if self._ask_again_at:
            self._ask_again_at = time.monotonic() + DOWN_FOR_S  # this one tries, the others go on without
        try:
            wire = await self._open_wire()
            try:
                answer = await wire.ask(*command)
            except Complaint as complaint:
                if not unknown or not str(complaint).startswith("NOSCRIPT"):
                    raise
                answer = await wire.ask(*unknown)
        except Complaint as complaint:
            # Out of memory, starting, read only: its first word says which.
            log.warning("valkey.refused", error=str(complaint).partition(" ")[0])
            return None
        except OSError as error:
            self._went_down(error)
            return None
        if self._ask_again_at:
            self._ask_again_at = 0.0
            log.info("valkey.back")
        return answer

    def hear(self, channel: str, hearer: Hearer) -> None:
        """Listen on one more channel, for as long as this lives. A second hearer would take the first one's place."""
        assert channel not in self._hearers, f"{channel} is heard already"
        self._hearers[channel] = hearer
        if self._listening is not None:
            self._listening.cancel()
        self._listening = asyncio.create_task(self._listen())

    async def _open_wire(self) -> Wire:
        if self._wire is None or self._wire.over.is_set():
            failures = self._failures
            async with self._opening:
                if self._failures != failures:  # it was found to be down while this one waited
                    raise Lost("it does not answer")
                if self._wire is None or self._wire.over.is_set():
                    self._wire = await Wire.open(self._place, answer_within_s=ANSWER_TIMEOUT_S)
        return self._wire

    def _is_down(self) -> bool:
        return self._ask_again_at > time.monotonic()

    def _went_down(self, error: BaseException) -> None:
        if not self._ask_again_at:
            log.warning("valkey.down", error=type(error).__name__)
        self._ask_again_at = time.monotonic() + DOWN_FOR_S
        self._failures += 1

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_lost()
            except (OSError, Complaint) as error:
                log.warning("valkey.lost", error=type(error).__name__)
            finally:
                for hearer in self._hearers.values():
                    hearer.lost()
            await asyncio.sleep(RECONNECT_DELAY_S)

    async def _listen_until_lost(self) -> None:
        wire = await Wire.open(self._place, answer_within_s=ANSWER_TIMEOUT_S, said=self._take)
        try:
            wire.tell("SUBSCRIBE", *self._hearers)
            asked_at = 0.0
            while not await wire.is_over_within(SILENCE_MAX_S):
                if wire.silent_s() < SILENCE_MAX_S:
                    continue
                if asked_at > wire.heard_at:
                    raise Lost("the subscription is silent")
                asked_at = wire.tell("PING")
            raise Lost("the connection is lost")
        finally:
            wire.close()

    def _take(self, said: Any) -> None:
        if isinstance(said, Complaint):
            log.warning("valkey.refused", error=str(said).partition(" ")[0])
            return
        kind, channel, what = said[0], said[1], said[-1]
        if kind == b"message":
            self._hearers[channel.decode()].heard(what)
        elif kind == b"subscribe" and what == len(self._hearers):
            # The last of our channels: from here on nothing is missed. And it is up, so those who wait may ask.
            self._ask_again_at = 0.0
            for hearer in self._hearers.values():
                hearer.connected()
