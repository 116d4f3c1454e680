"""The honest record: what became of each period, recomputed from the ledger whenever somebody reads it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from kith.pledges.model import Entry, Outage, Pledge, PledgePeriod
from kith.pledges.rules.clocks import is_partial
from kith.pledges.rules.slots import counts

OUTAGE_HOURS_MIN = 12  # shorter ones hinder nobody for a week
DOTS_MAX = 12

# What became of a period. `unsorted`: it would be kept, once the author has said what its posts are about.
Verdict = Literal["running", "kept", "over", "unsorted", "paused", "partial", "void"]
_COUNTED: tuple[Verdict, ...] = ("kept", "over", "unsorted")


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A period with what became of it."""

    period: PledgePeriod
    verdict: Verdict
    out: int  # posts that took room, those that are over among them
    over: int
    unsorted: int
    reposts: int  # beside the record, where they do not count


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The record in short: what was kept of what counted, the last dots, the run of kept ones at the end."""

    kept: int
    counted: int
    run: int
    dots: tuple[Judged, ...]
    reposts: int
    unsorted: int


def judged(
    pledge: Pledge, period: PledgePeriod, entries: Sequence[Entry], outages: Sequence[Outage], now: datetime
) -> Judged:
    """Say what became of a period; `entries` may be those of the whole pledge."""
    inside = [one for one in entries if one.period == period.number]
    posts = [one for one in inside if one.kind == "post" or one.slot is not None or one.over]
    over = sum(one.over and counts(one) for one in posts)
    unsorted = sum(one.source == "unsorted" and one.returned_at is None for one in posts)
    return Judged(
        period=period,
        verdict=_verdict(pledge, period, outages, now, over=over, unsorted=unsorted),
        out=sum(counts(one) for one in posts),
        over=over,
        unsorted=unsorted,
        reposts=sum(one.kind == "repost" and one.returned_at is None and not counts(one) for one in inside),
    )


def summary(periods: Sequence[Judged]) -> Summary:
    """Sum up a pledge's periods, the oldest first."""
    counted = [one for one in periods if one.verdict in _COUNTED]
    run = 0
    for one in reversed(counted):
        if one.verdict != "kept":
            break
        run += 1
    return Summary(
        kept=sum(one.verdict == "kept" for one in counted),
        counted=len(counted),
        run=run,
        dots=tuple(periods[-DOTS_MAX:]),
        reposts=sum(one.reposts for one in periods),
        unsorted=sum(one.unsorted for one in periods),
    )


def _verdict(
    pledge: Pledge, period: PledgePeriod, outages: Sequence[Outage], now: datetime, *, over: int, unsorted: int
) -> Verdict:
    if period.paused:
        return "paused"
    if now < period.ends_at:
        return "running"
    if any(_hindered(period, one) for one in outages):
        return "void"
    if is_partial(pledge, period):
        return "partial"
    if over:
        return "over"
    return "unsorted" if unsorted else "kept"


def _hindered(period: PledgePeriod, outage: Outage) -> bool:
    inside = min(period.ends_at, outage.ended_at) - max(period.starts_at, outage.began_at)
    return inside > timedelta(hours=OUTAGE_HOURS_MIN)
