"""What is measured: a figure, and how much is asked for it."""

import statistics
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from bench.village import Village

SETTLE_S = 1.5  # the worker's jobs belong to what caused them


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. `limit` is what the bare minimum costs, in the same unit, in the same run."""

    name: str
    unit: str
    ours: float
    limit: float
    limit_is: str
    also: str = ""

    @property
    def ratio(self) -> float:
        """How many times the limit."""
        return self.ours / self.limit if self.limit else float("nan")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is asked: `rounds` interleaved, `reads` cheap requests a round, `pages` and `posts` dear ones;
    of `writes` enough that steps of 10 ms, and what an idle server does meanwhile, are small beside them.

    All of it stays below what the rate limits let one person do: they are on, as they are for everybody.
    """

    rounds: int = 5
    reads: int = 1800
    pages: int = 100
    posts: int = 60
    writes: int = 90  # as many as twelve people may in ten minutes, and like forty posts each, in five rounds
    lives: int = 200
    kept: int = 480
    streams: int = 96
    held: int = 2100
    crowd: int = 10_000  # open streams, for so many seconds
    talk_s: int = 20
    flood: int = 10_000  # mentions of one organisation


QUICK = Size(
    rounds=3,
    reads=600,
    pages=40,
    posts=24,
    writes=150,
    lives=40,
    kept=240,
    streams=96,
    held=700,
    crowd=1000,
    talk_s=10,
    flood=2000,
)
TINY = Size(
    rounds=1, reads=12, pages=2, posts=2, writes=2, lives=2, kept=12, streams=4, held=4, crowd=4, talk_s=1, flood=24
)

Measure = Callable[[Village, Size], Coroutine[Any, Any, list[Figure]]]


def median_ms(seconds: Sequence[float]) -> float:
    """Give the median of seconds, in milliseconds."""
    return 1000 * statistics.median(seconds)


def p99_ms(seconds: Sequence[float]) -> float:
    """Give what ninety-nine of a hundred stay below, in milliseconds; of few, the largest."""
    return 1000 * sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.99))]
