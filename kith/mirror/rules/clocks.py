"""When it is Monday morning for somebody, and what is looked at then."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

import msgspec

from kith.mirror.model import LOOK_HOUR, WINDOW_DAYS, Mirror


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at: from `since` on, and up to the morning itself."""

    since: datetime
    until: datetime


def next_morning(now: datetime, zone: tzinfo) -> datetime:
    """Give the first Monday morning after now, by this clock, as an instant."""
    monday = _monday(now, zone)
    return next(at for at in (_morning(monday + timedelta(weeks=week), zone) for week in range(3)) if at > now)


def last_morning(now: datetime, zone: tzinfo) -> datetime:
    """Give the last Monday morning up to now."""
    monday = _monday(now, zone)
    return next(at for at in (_morning(monday - timedelta(weeks=week), zone) for week in range(3)) if at <= now)


def is_looked_at(mirror: Mirror, morning: datetime, on: date, *, last_on: date | None) -> bool:
    """Tell whether to look on a morning: after it was turned on, while it does not rest, and once a week.

    Whoever flies west comes to a Monday again, or to one before the last that was counted: that is none.
    """
    rests = mirror.paused_until is not None and mirror.paused_until > morning
    return morning > mirror.turned_on_at and not rests and (last_on is None or on > last_on)


def span_of(mirror: Mirror, morning: datetime) -> Span:
    """Give what is looked at on a morning. Whatever was while it rested stays out, also later."""
    since = morning - timedelta(days=WINDOW_DAYS)
    return Span(since=max(since, mirror.paused_until or since), until=morning)


def week_on(morning: datetime, zone: tzinfo) -> date:
    """Give the Monday of a morning."""
    return morning.astimezone(zone).date()


def _monday(now: datetime, zone: tzinfo) -> date:
    today = now.astimezone(zone).date()
    return today - timedelta(days=today.weekday())


def _morning(on: date, zone: tzinfo) -> datetime:
    return datetime.combine(on, time(LOOK_HOUR), tzinfo=zone).astimezone(UTC)
