"""The bell that wakes the workers: rung after a commit that left something to do.

The job stands in the database and is found there in any case; a word in Valkey only says that now is the time to look.
Many that ring at once are one word, or two.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from kith.base.bus.valkey import Hearer, Valkey

CHANNEL = "kith:jobs"


class Bell:
    """Rung by whoever leaves a job, heard by the workers."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._wanted = False
        self._ringing: asyncio.Task[None] | None = None
        self._wakes: set[Callable[[], None]] = set()
        self._listens = False
        self.is_heard = False  # while it is not, whoever waits has to look for themselves

    def ring(self) -> None:
        """Wake the workers, soon. Nobody waits for it."""
        self._wanted = True
        if self._ringing is None or self._ringing.done():
            self._ringing = asyncio.create_task(self._ring())

    @contextmanager
    def woken(self, wake: Callable[[], None]) -> Iterator[None]:
        """Be woken for as long as this lasts, also when it may have been rung unheard."""
        self._wakes.add(wake)
        if not self._listens:
            self._listens = True
            self._valkey.hear(CHANNEL, Hearer(heard=self._hear, connected=self._begin, lost=self._lose))
        try:
            yield
        finally:
            self._wakes.discard(wake)

    async def close(self) -> None:
        """Let what was rung be heard, and ring no more."""
        if self._ringing is not None:
            with suppress(asyncio.CancelledError):
                await self._ringing

    async def _ring(self) -> None:
        while self._wanted:
            self._wanted = False
            await self._valkey.publish(CHANNEL, b"")

    def _hear(self, _word: bytes) -> None:
        for wake in tuple(self._wakes):
            wake()

    def _begin(self) -> None:
        self.is_heard = True
        self._hear(b"")

    def _lose(self) -> None:
        self.is_heard = False
        self._hear(b"")
