"""A cache in each process, correct with several.

What is put in names what it depends on (`author:17`, `viewer:3`). Whoever changes one of these says so after the
commit, and every process drops what hangs on it. Two things would go wrong without care:

- A value computed from a read that began before a change, and put in after it. So a read takes an `epoch` first,
  and what it computes is kept only if none of its dependencies was dropped since.
- A process that lost its connection hears nothing. So while the subscription is down the cache is empty and off.

And because a process may die between its commit and its word, nothing is kept for longer than `AGE_MAX_S`.
"""

import asyncio
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from kith.base.bus.valkey import Valkey

CHANNEL = "kith:stale"
BYTES_MAX = 32_000_000
AGE_MAX_S = 60
# How long a dropped dependency is remembered against reads that began before. No read takes longer.
DROPS_KEPT_S = 60


@dataclass(frozen=True)
class _Entry:
    value: bytes
    depends: tuple[str, ...]
    kept_at: float


class DependencyCache:
    """Bytes by key, dropped by dependency."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._dependants: defaultdict[str, set[str]] = defaultdict(set)
        self._dropped: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._epoch = 0
        self._floor = 0  # reads that began before this epoch are too old for whatever they depend on
        self._bytes = 0
        self._on = False
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, valkey: Valkey) -> "DependencyCache":
        """Begin to listen. Until the subscription holds, nothing is kept."""
        cache = cls(valkey)
        cache._task = asyncio.create_task(cache._listen())
        return cache

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @property
    def is_on(self) -> bool:
        """Whether this process hears of changes, so that it may keep anything."""
        return self._on

    def epoch(self) -> int:
        """Take this before reading what will be put in."""
        return self._epoch

    def get(self, key: str) -> bytes | None:
        """Give what is kept, or `None`."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if time.monotonic() - entry.kept_at > AGE_MAX_S:
            self._remove(key)
            return None
        self._entries.move_to_end(key)
        return entry.value

    def put(self, key: str, value: bytes, *, depends: Iterable[str], since: int) -> bool:
        """Keep it, unless something it depends on was dropped after the epoch `since`. Tells whether it was kept."""
        depends = tuple(depends)
        if not self._on or since < self._floor or any(self._dropped.get(name, (0, 0.0))[0] > since for name in depends):
            return False
        self._remove(key)
        self._entries[key] = _Entry(value, depends, time.monotonic())
        self._bytes += len(value)
        for name in depends:
            self._dependants[name].add(key)
        while self._bytes > BYTES_MAX:
            self._remove(next(iter(self._entries)))
        return True

    async def forget(self, dependencies: Sequence[str]) -> None:
        """Drop what hangs on these, here at once and everywhere through Valkey."""
        self._drop(dependencies)
        await self._valkey.publish(CHANNEL, msgspec.json.encode(list(dependencies)))

    async def clear(self) -> None:
        """Drop everything in this process."""
        self._clear()

    async def _listen(self) -> None:
        async for message in self._valkey.listen(CHANNEL, connected=self._turn_on, lost=self._turn_off):
            self._drop(msgspec.json.decode(message, type=list[str]))

    def _turn_on(self) -> None:
        self._clear()
        self._on = True

    def _turn_off(self) -> None:
        self._on = False
        self._clear()

    def _clear(self) -> None:
        self._entries.clear()
        self._dependants.clear()
        self._bytes = 0
        # Reads that are under way began before this moment; what they compute must not come in afterwards.
        self._epoch += 1
        self._floor = self._epoch

    def _drop(self, dependencies: Iterable[str]) -> None:
        self._epoch += 1
        now = time.monotonic()
        for name in dependencies:
            self._dropped[name] = (self._epoch, now)
            self._dropped.move_to_end(name)
            for key in tuple(self._dependants.get(name, ())):
                self._remove(key)
        while self._dropped and now - next(iter(self._dropped.values()))[1] > DROPS_KEPT_S:
            self._dropped.popitem(last=False)

    def _remove(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= len(entry.value)
        for name in entry.depends:
            keys = self._dependants.get(name)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._dependants[name]
