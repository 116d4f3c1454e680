"""A cache in each process, correct with several.

What is put in names what it depends on (`author:17`, `viewer:3`). Whoever changes one of these says so after the
commit, and every process drops what hangs on it. Three things would go wrong without care:

- A value computed from a read that began before a change, and put in after it. So a read takes an `epoch` first,
  and what it computes is kept only if none of its dependencies was dropped since.
- A process that lost its connection hears nothing. So while the subscription is down the cache is empty and off.
- A process that cannot reach Valkey at the moment of a change. It says so later, as soon as it can.

And because a process may die between its commit and its word, nothing is kept for longer than `AGE_MAX_S`.
"""

import asyncio
import secrets
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import msgspec

from kith.base.bus.valkey import DOWN_FOR_S, Hearer, Valkey

CHANNEL = "kith:stale"
BYTES_MAX = 32_000_000
ENTRY_BYTES_MAX = 1_000_000  # a few large ones would push all others out
ENTRY_COST_BYTES = 500  # what Python keeps around an entry with two dependencies, measured
AGE_MAX_S = 60
# How many drops are remembered against reads that began before. Reads older than the forgotten ones keep nothing.
DROPS_MAX = 50_000
UNSAID_MAX = 10_000  # more than that in one message, and it says "everything" instead


Value = TypeVar("Value")


class _Stale(msgspec.Struct, array_like=True):
    """What one process tells all: who says it, and what is stale; nothing named means everything."""

    said_by: str
    dependencies: list[str]


@dataclass(frozen=True, slots=True)
class _Entry:
    value: object
    depends: tuple[str, ...]
    kept_at: float
    cost_bytes: int


class Learnt(NamedTuple):
    """What somebody learns by writing it."""

    key: str
    value: object
    depends: tuple[str, ...]
    size_bytes: int


class DependencyCache:
    """Bytes, and values that never change, by key; dropped by dependency."""

    def __init__(self, valkey: Valkey, *, bytes_max: int = BYTES_MAX, drops_max: int = DROPS_MAX) -> None:
        self._valkey = valkey
        self._bytes_max = bytes_max
        self._drops_max = drops_max
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._dependants: defaultdict[str, set[str]] = defaultdict(set)
        self._dropped: OrderedDict[str, int] = OrderedDict()  # dependency → epoch, the longest ago first
        self._epoch = 0
        self._floor = 0  # reads that began before this epoch keep nothing, whatever they depend on
        self._bytes = 0
        self._on = False
        self._unsaid: set[str] = set()
        self._saying: asyncio.Task[None] | None = None
        self._name = secrets.token_hex(8)
        self.hits = self.misses = 0

    @classmethod
    async def open(cls, valkey: Valkey) -> "DependencyCache":
        """Begin to listen. Until the subscription holds, nothing is kept."""
        cache = cls(valkey)
        valkey.hear(CHANNEL, Hearer(heard=cache._hear, connected=cache._turn_on, lost=cache._turn_off))
        return cache

    @property
    def is_on(self) -> bool:
        """Whether this process hears of changes, so that it may keep anything."""
        return self._on

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return self._bytes

    def epoch(self) -> int:
        """Take this before reading what will be put in."""
        return self._epoch

    def get(self, key: str) -> bytes | None:
        """Give the bytes that are kept, or `None`."""
        return self.get_as(bytes, key)

    def get_as(self, kind: type[Value], key: str) -> Value | None:
        """Give the value that is kept, or `None`; what is of another kind is not what was asked for."""
        entry = self._entries.get(key)
        if entry is None or time.monotonic() - entry.kept_at > AGE_MAX_S:
            self.misses += 1
            if entry is not None:
                self._remove(key)
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        return entry.value if isinstance(entry.value, kind) else None

    def put(
        self, key: str, value: object, *, depends: Iterable[str], since: int, size_bytes: int | None = None
    ) -> bool:
        """Keep it, unless something it depends on was dropped after the epoch `since`. Tells whether it was kept.

        What is no bytes comes with about as many as it takes; nobody may change it afterwards.
        """
        depends = tuple(depends)
        if size_bytes is None:
            assert isinstance(value, bytes), "say how large it is"
            size_bytes = len(value)
        cost_bytes = len(key) + size_bytes + ENTRY_COST_BYTES
        if cost_bytes > ENTRY_BYTES_MAX or not self.holds(depends, since=since):
            return False
        self._remove(key)
        self._entries[key] = _Entry(value, depends, time.monotonic(), cost_bytes)
        self._bytes += cost_bytes
        for name in depends:
            self._dependants[name].add(key)
        while self._bytes > self._bytes_max:
            self._remove(next(iter(self._entries)))
        return True

    def holds(self, depends: Iterable[str], *, since: int) -> bool:
        """Tell whether none of these was dropped after the epoch `since`, for all that this process hears."""
        return self._on and since >= self._floor and not any(self._dropped.get(name, 0) > since for name in depends)

    async def forget(self, dependencies: Sequence[str]) -> None:
        """Drop what hangs on these, here at once and everywhere through Valkey."""
        if not dependencies:
            return  # said to others, it would mean everything
        self._drop(dependencies)
        if not await self._say(list(dependencies)):
            self.say_later(dependencies)

    def forget_here(self, dependencies: Sequence[str]) -> tuple[str, bytes]:
        """Drop what hangs on these in this process; give the channel and the words that let the others do so."""
        self._drop(dependencies)
        return CHANNEL, self._words(list(dependencies))

    def renew(self, stale: Sequence[str], learnt: Iterable[Learnt], *, since: int) -> tuple[str, bytes]:
        """Drop what hangs on these here, as `forget_here` does, and keep in its place what is so from now on.

        Nothing is kept of what somebody else changed after the epoch `since`.
        """
        true = [one for one in learnt if self.holds(one.depends, since=since)]
        first = self.forget_here(stale) if stale else ("", b"")
        for one in true:
            self.put(one.key, one.value, depends=one.depends, since=self._epoch, size_bytes=one.size_bytes)
        return first

    def say_later(self, dependencies: Iterable[str]) -> None:
        """Let the others know as soon as Valkey can be reached: nobody heard that these are stale."""
        self._unsaid.update(dependencies)
        if self._saying is None or self._saying.done():
            self._saying = asyncio.create_task(self._say_the_rest())

    async def clear(self) -> None:
        """Drop everything in this process."""
        self._clear()

    async def close(self) -> None:
        """Keep nothing any more."""
        self._turn_off()
        if self._saying is not None:
            self._saying.cancel()
            with suppress(asyncio.CancelledError):
                await self._saying

    async def _say_the_rest(self) -> None:
        while self._unsaid:
            await asyncio.sleep(DOWN_FOR_S)
            rest, self._unsaid = self._unsaid, set()
            if not await self._say(sorted(rest) if len(rest) <= UNSAID_MAX else []):
                self._unsaid |= rest

    async def _say(self, dependencies: list[str]) -> bool:
        return await self._valkey.publish(CHANNEL, self._words(dependencies)) is not None

    def _words(self, dependencies: list[str]) -> bytes:
        return msgspec.json.encode(_Stale(self._name, dependencies))

    def _hear(self, message: bytes) -> None:
        stale = msgspec.json.decode(message, type=_Stale)
        if stale.said_by == self._name:
            return  # dropped here already, before it was said
        if stale.dependencies:
            self._drop(stale.dependencies)
        else:
            self._clear()

    def _turn_on(self) -> None:
        self._clear()
        self._on = True

    def _turn_off(self) -> None:
        self._on = False
        self._clear()

    def _clear(self) -> None:
        self._entries.clear()
        self._dependants.clear()
        self._dropped.clear()
        self._bytes = 0
        # Reads that are under way began before this moment; what they compute must not come in afterwards.
        self._epoch += 1
        self._floor = self._epoch

    def _drop(self, dependencies: Iterable[str]) -> None:
        self._epoch += 1
        for name in dependencies:
            self._dropped[name] = self._epoch
            self._dropped.move_to_end(name)
            for key in tuple(self._dependants.get(name, ())):
                self._remove(key)
        while len(self._dropped) > self._drops_max:
            self._floor = self._dropped.popitem(last=False)[1]

    def _remove(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is None:
            return
        self._bytes -= entry.cost_bytes
        for name in entry.depends:
            keys = self._dependants.get(name)
            if keys is not None:
                keys.discard(key)
                if not keys:
                    del self._dependants[name]
