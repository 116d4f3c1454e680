"""Rate limits, shared by all processes through Valkey; counted in this process alone while Valkey is down.

The generic cell rate algorithm: a key holds the instant at which its bucket will be full again, so one number says
everything, there is no window at whose edge twice as much gets through, and an idle key costs nothing.
"""

import math
import time
from dataclasses import dataclass

from kith.base.bus.valkey import Valkey

_TAKE = """
local now = tonumber(ARGV[1])
local step = tonumber(ARGV[2])
local span = tonumber(ARGV[3])
local cost = tonumber(ARGV[4])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local later = full + step * cost
if later - now > span then return {0, tostring(full - now)} end
redis.call('SET', KEYS[1], tostring(later), 'PX', math.ceil((later - now) * 1000) + 1)
return {1, tostring(later - now)}
"""
LOCAL_KEYS_MAX = 100_000


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


@dataclass(frozen=True)
class Taken:
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
        self._local: dict[str, float] = {}

    async def take(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take `cost` from the bucket of `who`. Nothing is taken when it does not fit."""
        key = f"kith:limit:{limit.name}:{{{who}}}"
        now = time.time()
        answer = await self._valkey.call(self._script, [key], [now, limit.step_s, limit.seconds, cost])
        if answer is None:
            return self.take_here(limit, who, cost=cost)
        return _taken(limit, allowed=bool(answer[0]), filled_s=float(answer[1]), cost=cost)

    def take_here(self, limit: Limit, who: str, *, cost: int = 1) -> Taken:
        """Take from a bucket of this process alone: for reads, where asking Valkey would cost more than the read."""
        allowed, filled_s = self._take_here(limit, f"{limit.name}:{who}", time.time(), cost)
        return _taken(limit, allowed=allowed, filled_s=filled_s, cost=cost)

    def _take_here(self, limit: Limit, key: str, now: float, cost: int) -> tuple[bool, float]:
        if len(self._local) > LOCAL_KEYS_MAX:
            self._local = {name: full for name, full in self._local.items() if full > now}
        full = max(self._local.get(key, now), now)
        later = full + limit.step_s * cost
        if later - now > limit.seconds:
            return False, full - now
        self._local[key] = later
        return True, later - now


def _taken(limit: Limit, *, allowed: bool, filled_s: float, cost: int) -> Taken:
    missing_s = max(0.0, filled_s + limit.step_s * cost - limit.seconds)
    return Taken(
        allowed=allowed,
        limit=limit,
        remaining=max(0, int((limit.seconds - filled_s) / limit.step_s + 1e-6)),
        reset_s=math.ceil(filled_s),
        retry_after_s=0 if allowed else max(1, math.ceil(missing_s)),
    )
