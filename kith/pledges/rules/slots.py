"""Places in a period: how many are taken, which is free, and when the next one will be.

A week has `posts_max` places. Rolling days have as many in every window (t − days, t]: what is over is in it, too.
What is reserved for a scheduled post counts as taken where it will go out.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.pledges.model import Entry, Pledge, PledgePeriod, Reservation
from kith.pledges.rules.clocks import coming_periods, ends_at, terms_at


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to decide about a pledge now: the period that runs, what is in the ledger, what is reserved.

    `entries` reach back over the running period, and over as many days as a rolling pledge has. `period` is the last
    that has begun; `None` before the first.
    """

    pledge: Pledge
    period: PledgePeriod | None
    entries: Sequence[Entry] = ()
    reservations: Sequence[Reservation] = ()


def counts(entry: Entry) -> bool:
    """Tell whether an entry takes room: it was about it, or nobody has said, and it kept its place."""
    return entry.returned_at is None and (entry.slot is not None or entry.over)


def used(ledger: Ledger, now: datetime) -> int:
    """Count what takes room now, with what is over: in the running week, or in the window that ends now."""
    if ledger.period is None:
        return 0
    if ledger.pledge.period == "week":
        return sum(counts(one) and one.period == ledger.period.number for one in ledger.entries)
    return sum(_in_window(at, now, ledger.pledge) for at in _times(ledger))


def free_slot(ledger: Ledger, at: datetime) -> int | None:
    """Give the number of the place that a post at this instant takes, or `None` where there is none.

    The instant lies in the running period, or before: what its author sorts later is entered where it went out.
    """
    period = ledger.period
    if period is None or not _has_room(ledger, period, at):
        return None
    taken = {one.slot for one in ledger.entries if counts(one) and one.period == period.number}
    return next((slot for slot in range(1, period.posts_max + 1) if slot not in taken), None)


def next_free(ledger: Ledger, now: datetime) -> datetime | None:
    """Give the earliest instant, `now` or later, at which a post would have a place; `None` where none comes.

    A period in which the pledge rests has room for all.
    """
    pledge, period = ledger.pledge, ledger.period
    if period is not None and (period.paused or free_slot(ledger, now) is not None):
        return now
    if pledge.period == "rolling":
        return _next_free_rolling(ledger, now)
    for coming in coming_periods(pledge, period):
        reserved = sum(coming.starts_at <= one.at < coming.ends_at for one in ledger.reservations)
        if coming.paused or reserved < coming.posts_max:
            return max(now, coming.starts_at)
    return None


def without(ledger: Ledger, draft_id: Id) -> Ledger:
    """Give the ledger as it is for a scheduled post itself, whose own place is not taken by another."""
    kept = tuple(one for one in ledger.reservations if one.draft_id != draft_id)
    return msgspec.structs.replace(ledger, reservations=kept)


def _has_room(ledger: Ledger, period: PledgePeriod, at: datetime) -> bool:
    if ledger.pledge.period == "rolling":
        return _has_room_rolling(ledger, at, period.posts_max)
    reserved = sum(period.starts_at <= one.at < period.ends_at for one in ledger.reservations)
    in_slots = sum(counts(one) and not one.over and one.period == period.number for one in ledger.entries)
    return in_slots + reserved < period.posts_max


def _has_room_rolling(ledger: Ledger, at: datetime, posts_max: int) -> bool:
    """Every window that would hold the new post must hold no more than fit: those that end with a later one, too."""
    times = [*_times(ledger), *(one.at for one in ledger.reservations)]
    days = timedelta(days=ledger.pledge.days)
    ends = [at, *(one for one in times if at < one < at + days)]
    return all(sum(_in_window(one, end, ledger.pledge) for one in times) < posts_max for end in ends)


def _next_free_rolling(ledger: Ledger, now: datetime) -> datetime | None:
    days = timedelta(days=ledger.pledge.days)
    times = [*_times(ledger), *(one.at for one in ledger.reservations)]
    candidates = sorted({now, *(one + days for one in times if one + days > now), *_openings(ledger, now)})
    for at in candidates:
        terms = terms_at(ledger.pledge, at)
        if at >= ends_at(terms):
            return None
        if _rests_at(ledger, at) or (at >= ledger.pledge.starts_at and _has_room_rolling(ledger, at, terms.posts_max)):
            return at
    return None


def _openings(ledger: Ledger, now: datetime) -> list[datetime]:
    """When something else than a post's age can make room: a looser number, a rest, the beginning itself."""
    pending = ledger.pledge.pending
    found = [ledger.pledge.starts_at, *([pending.at] if pending else ())]
    return [one for one in found if one > now]


def _rests_at(ledger: Ledger, at: datetime) -> bool:
    if ledger.period is not None and ledger.period.starts_at <= at < ledger.period.ends_at:
        return ledger.period.paused
    return any(one.paused and one.starts_at <= at < one.ends_at for one in coming_periods(ledger.pledge, ledger.period))


def _times(ledger: Ledger) -> list[datetime]:
    return [one.at for one in ledger.entries if counts(one)]


def _in_window(at: datetime, end: datetime, pledge: Pledge) -> bool:
    return end - timedelta(days=pledge.days) < at <= end
