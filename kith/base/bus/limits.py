"""Rate limits, shared by all processes through Valkey; counted in each process as well, for when Valkey is gone.

The generic cell rate algorithm: a bucket is the instant at which it will be full again, so one number says
everything, there is no window at whose edge twice as much gets through, and an idle bucket costs nothing.

Each process counts what passes through it beside Valkey. As long as Valkey remembers this changes nothing, for it
counts the same and more; when it was emptied, somebody who guesses passwords does not begin anew.
"""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass

import msgspec

from kith.base.bus.valkey import Valkey

# The time is Valkey's own, so that machines whose clocks differ count alike.
_TAKE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local step, span, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local later = full + step * cost
if later - now > span + 0.001 then return {0, tostring(full - now)} end
redis.call('SET', KEYS[1], string.format('%.6f', later), 'PX', math.ceil((later - now) * 1000) + 1)
return {1, tostring(later - now)}
"""
LOCAL_BUCKETS_MAX = 100_000  # 20 MB; whoever has so many addresses is beyond what counting by address can do


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds."""

    name: str
    count: int
    seconds: int

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
        self._script = valkey.script(_TAKE)
        self._local: OrderedDict[str, float] = OrderedDict()

    async def take(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take `cost` from the bucket of `who`. Nothing is taken when it does not fit."""
        here = self.take_here(limit, who, cost=cost)
        if not here.allowed:
            return here
        arguments = [limit.step_s, limit.seconds, cost]
        answer = await self._valkey.call(self._script, [f"kith:limit:{limit.name}:{{{who}}}"], arguments)
        if answer is None:
            return here
        return _taken(limit, allowed=bool(answer[0]), filled_s=float(answer[1]), cost=cost)

    def take_here(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take from a bucket of this process alone: for reads, where asking Valkey would cost more than the read."""
        now = time.monotonic()
        key = f"{limit.name}:{who}"
        full = max(self._local.get(key, now), now)
        later = full + limit.step_s * cost
        if later - now > limit.seconds + 0.001:
            return _taken(limit, allowed=False, filled_s=full - now, cost=cost)
        self._local[key] = later
        self._local.move_to_end(key)
        if len(self._local) > LOCAL_BUCKETS_MAX:
            self._local.popitem(last=False)
        return _taken(limit, allowed=True, filled_s=later - now, cost=cost)

    def clear(self) -> None:
        """Forget what was counted in this process: for tests."""
        self._local.clear()


def _taken(limit: Limit, *, allowed: bool, filled_s: float, cost: int) -> Taken:
    missing_s = max(0.0, filled_s + limit.step_s * cost - limit.seconds)
    return Taken(
        allowed=allowed,
        limit=limit,
        remaining=max(0, int((limit.seconds - filled_s) / limit.step_s + 1e-3)),
        reset_s=math.ceil(filled_s),
        retry_after_s=0 if allowed else max(1, math.ceil(missing_s)),
    )
