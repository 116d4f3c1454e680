"""Where a pledge's periods begin and end: the week by its own clock, rolling days by the second.

local midnight → instant: where the clocks skip it, the first instant after; where it comes twice, the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from kith.pledges.model import Pledge, PledgePeriod

WEEK_DAYS = 7
PERIODS_AHEAD_MAX = 400  # a year of single days, and some


def local_midnight(on: date, timezone: str) -> datetime:
    """Give the instant at which a day begins by this clock.

    `fold=0` is the rule "compatible" of RFC 5545's readers: a skipped midnight is read with the offset from before the
    jump and lands after it, and of two midnights the earlier one is meant.
    """
    return datetime.combine(on, time(), tzinfo=ZoneInfo(timezone)).astimezone(UTC)


def week_begins_after(instant: datetime, timezone: str, week_starts_on: int) -> datetime:
    """Give the first beginning of a week later than `instant`."""
    today = instant.astimezone(ZoneInfo(timezone)).date()
    on = today + timedelta(days=(week_starts_on - today.weekday()) % WEEK_DAYS)
    begins = local_midnight(on, timezone)
    while begins <= instant:
        on += timedelta(days=WEEK_DAYS)
        begins = local_midnight(on, timezone)
    return begins


def week_begins_at_or_after(instant: datetime, timezone: str, week_starts_on: int) -> datetime:
    """Give the first beginning of a week that is not before `instant`."""
    return week_begins_after(instant - timedelta(microseconds=1), timezone, week_starts_on)


def ends_at(pledge: Pledge) -> datetime:
    """Give the instant from which the pledge binds no more: the end of its last day, or when it was ended."""
    last = local_midnight(pledge.until_on + timedelta(days=1), pledge.timezone)
    return last if pledge.ended_at is None else min(last, pledge.ended_at)


def natural_end(pledge: Pledge, starts_at: datetime) -> datetime:
    """Give the end of a period that begins at `starts_at`, were it not for the end of the pledge."""
    if pledge.period == "rolling":
        return starts_at + timedelta(days=pledge.days)
    return week_begins_after(starts_at, pledge.timezone, pledge.week_starts_on)


def next_period(pledge: Pledge, last: PledgePeriod | None) -> PledgePeriod | None:
    """Make the period after `last`, or the first. `None` where the pledge is over by then.

    What is pending holds from the first period that does not begin before it.
    """
    starts_at = last.ends_at if last else pledge.starts_at
    terms = terms_at(pledge, starts_at)
    if starts_at >= ends_at(terms):
        return None
    return PledgePeriod(
        author_id=pledge.author_id,
        pledge_id=pledge.id,
        number=last.number + 1 if last else 1,
        starts_at=starts_at,
        ends_at=min(natural_end(terms, starts_at), ends_at(terms)),
        posts_max=terms.posts_max,
        paused=_is_paused(pledge, starts_at),
    )


def coming_periods(pledge: Pledge, last: PledgePeriod | None) -> Iterator[PledgePeriod]:
    """Give all periods after `last`, as they would be by what is decided now."""
    for _number in range(PERIODS_AHEAD_MAX):
        last = next_period(pledge, last)
        if last is None:
            return
        yield last


def terms_at(pledge: Pledge, instant: datetime) -> Pledge:
    """Give the pledge as it holds at an instant: with what is pending, once that has come."""
    pending = pledge.pending
    if pending is None or instant < pending.at:
        return pledge
    return msgspec.structs.replace(
        pledge,
        posts_max=pledge.posts_max if pending.posts_max is None else pending.posts_max,
        until_on=pending.until_on or pledge.until_on,
        counts_reposts=pledge.counts_reposts if pending.counts_reposts is None else pending.counts_reposts,
    )


def moved(pledge: Pledge, current: PledgePeriod | None, timezone: str) -> tuple[Pledge, PledgePeriod | None]:
    """Take a pledge to another clock; give it, and the period that is running, which a move only ever lengthens.

    The new clock counts from its first beginning of a week that is not before the old end: so every week stays whole,
    and nobody travels to another place in it (docs/decisions/0021).
    """
    there = msgspec.structs.replace(pledge, timezone=timezone)
    if current is None:
        return there, None
    end = current.ends_at
    if pledge.period == "week":
        end = week_begins_at_or_after(end, timezone, pledge.week_starts_on)
    end = max(current.ends_at, min(end, ends_at(there)))
    return there, msgspec.structs.replace(current, ends_at=end)


def prolonged(before: Pledge, after: Pledge, current: PledgePeriod) -> PledgePeriod:
    """Let a period that was cut by the last day run on, when that day is a later one now."""
    if current.ends_at != ends_at(before) or ends_at(after) <= current.ends_at:
        return current
    end = min(natural_end(after, current.starts_at), ends_at(after))
    return msgspec.structs.replace(current, ends_at=max(current.ends_at, end))


def is_partial(pledge: Pledge, period: PledgePeriod) -> bool:
    """Tell whether a period is shorter than half of a whole one: it is shown, and not counted."""
    whole = timedelta(days=WEEK_DAYS if pledge.period == "week" else pledge.days)
    return period.ends_at - period.starts_at < whole / 2


def _is_paused(pledge: Pledge, starts_at: datetime) -> bool:
    """Whether a period that begins then is one of those in which the pledge rests."""
    pending = pledge.pending
    if pending is None or not pending.paused_periods or starts_at < pending.at:
        return False
    begins = pending.at
    for _number in range(pending.paused_periods):
        if begins == starts_at:
            return True
        begins = natural_end(pledge, begins)
    return False
