"""Rate limits, shared by all processes through Valkey; counted in each process as well, for when Valkey is gone.

The generic cell rate algorithm: a bucket is the instant at which it will be full again, so one number says
everything, there is no window at whose edge twice as much gets through, and an idle bucket costs nothing.

Each process counts what passes through it beside Valkey. As long as Valkey remembers this changes nothing, for it
counts the same and more; when it was emptied, somebody who guesses passwords does not begin anew.

What people do often, and is far from its limit, is let through by the process's own count, and told to Valkey a moment
later, together with all else of that moment. As soon as half of a bucket is gone, by the count of all, Valkey is asked
first. So it is only within one such moment that two processes can let through more than one would.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec

from kith.base.bus.valkey import Script, Valkey

# The time is Valkey's own, so that machines whose clocks differ count alike. What was let through already is taken,
# whether it fits or not.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local answers = {}
for i, key in ipairs(KEYS) do
  local step, span, cost = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  local full = math.max(tonumber(redis.call('GET', key) or now), now)
  local later = full + step * cost
  local fits = later - now <= span + 0.001
  if fits or ARGV[1] == 'past' then
    full = math.min(later, now + span)
    redis.call('SET', key, string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000) + 1)
  end
  answers[2 * i - 1], answers[2 * i] = fits and 1 or 0, tostring(full - now)
end
return answers
"""
LOCAL_BUCKETS_MAX = 100_000  # 20 MB; whoever has so many addresses is beyond what counting by address can do
TOLD_AFTER_S = 0.05


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds."""

    name: str
    count: int
    seconds: int
    is_told_after: bool = False  # far from its limit it is let through first, and told to the others afterwards

    @property
    def step_s(self) -> float:
        """How long one of them takes to grow back."""
        return self.seconds / self.count


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: whether it fits, how many are left, when all are back, and when to try again."""

    allowed: bool
    limit: Limit
    remaining: int
    reset_s: int
    retry_after_s: int


class Limits:
    """Takes from buckets."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._script = Script(_TAKE)
        self._local: OrderedDict[str, float] = OrderedDict()
        self._untold: dict[str, tuple[Limit, int]] = {}
        self._telling: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Tell what is untold."""
        if self._telling is not None:
            self._telling.cancel()
            with suppress(asyncio.CancelledError):
                await self._telling
        await self._tell()

    async def take(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take `cost` from the bucket of `who`. Nothing is taken when it does not fit."""
        here = self.take_here(limit, who, cost=cost)
        if not here.allowed:
            return here
        key = f"{limit.name}:{who}"
        if limit.is_told_after and here.remaining * 2 >= limit.count:
            self._tell_later(key, limit, cost)
            return here
        await self._tell()
        answer = await self._ask("asked", {key: (limit, cost)})
        if answer is None:
            return here
        return _taken(limit, allowed=bool(answer[0]), filled_s=float(answer[1]), cost=cost)

    def _tell_later(self, key: str, limit: Limit, cost: int) -> None:
        self._untold[key] = limit, self._untold[key][1] + cost if key in self._untold else cost
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell_soon())

    async def _tell_soon(self) -> None:
        while self._untold:
            await asyncio.sleep(TOLD_AFTER_S)
            await self._tell()

    async def _tell(self) -> None:
        told, self._untold = self._untold, {}
        if told:
            await self._ask("past", told)

    async def _ask(self, tense: str, taken: Mapping[str, tuple[Limit, int]]) -> list[Any] | None:
        """Take from buckets in Valkey, and learn how full they are by the count of all."""
        arguments = [part for limit, cost in taken.values() for part in (limit.step_s, limit.seconds, cost)]
        keys = [f"kith:limit:{{{key}}}" for key in taken]
        answer: list[Any] | None = await self._valkey.call(self._script, keys, [tense, *arguments])
        for key, filled_s in zip(taken, answer[1::2] if answer else (), strict=False):
            self._keep(key, max(self._local.get(key, 0.0), time.monotonic() + float(filled_s)))
        return answer

    def take_here(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take from a bucket of this process alone: for reads, where asking Valkey would cost more than the read."""
        now = time.monotonic()
        key = f"{limit.name}:{who}"
        full = max(self._local.get(key, now), now)
        later = full + limit.step_s * cost
        if later - now > limit.seconds + 0.001:
            return _taken(limit, allowed=False, filled_s=full - now, cost=cost)
        self._keep(key, later)
        return _taken(limit, allowed=True, filled_s=later - now, cost=cost)

    def give_back(self, limit: Limit, who: str) -> None:
        """Undo one that was taken in this process, and turned out to be none."""
        key = f"{limit.name}:{who}"
        if key in self._local:
            self._local[key] -= limit.step_s

    def _keep(self, key: str, full: float) -> None:
        self._local[key] = full
        self._local.move_to_end(key)
        if len(self._local) > LOCAL_BUCKETS_MAX:
            self._local.popitem(last=False)

    def clear(self) -> None:
        """Forget what was counted in this process: for tests."""
        self._local.clear()
        self._untold.clear()


def _taken(limit: Limit, *, allowed: bool, filled_s: float, cost: int) -> Taken:
    missing_s = max(0.0, filled_s + limit.step_s * cost - limit.seconds)
    return Taken(
        allowed=allowed,
        limit=limit,
        remaining=max(0, int((limit.seconds - filled_s) / limit.step_s + 1e-3)),
        reset_s=math.ceil(filled_s),
        retry_after_s=0 if allowed else max(1, math.ceil(missing_s)),
    )
