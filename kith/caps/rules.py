"""How much room a cap leaves, and when Home comes. Pure; clocks are given."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.caps.model import (
    EVERYONE,
    LESS_STEPS,
    MINUTES_MAX,
    MINUTES_MIN,
    POSTS_A_WEEK_MAX,
    Cap,
    CapWish,
    Pace,
    PaceWish,
)

_DAY_MINUTES = 24 * 60


def check_cap(wish: CapWish, reader_id: Id) -> None:
    """Raise `Invalid` unless this can be capped."""
    if wish.author_id == reader_id:
        raise Invalid(_("For what you post yourself there are pledges."), field="account_id")
    if wish.author_id == EVERYONE and not wish.topic:
        raise Invalid(_("Say of whom, or about what."), field="topic")
    if wish.posts_a_week is None and (wish.author_id == EVERYONE or wish.topic):
        raise Invalid(_("“Only the newest” is for one person, whatever they write about."), field="posts_a_week")
    if wish.posts_a_week is not None and not 0 <= wish.posts_a_week <= POSTS_A_WEEK_MAX:
        raise Invalid(_("Choose from 0 to {count} a week.").format(count=POSTS_A_WEEK_MAX), field="posts_a_week")


def check_pace(wish: PaceWish) -> None:
    """Raise `Invalid` unless this pace can be kept."""
    minutes = wish.minutes_a_day
    if minutes is not None and not MINUTES_MIN <= minutes <= MINUTES_MAX:
        words = _("Choose from {least} to {most} minutes a day.").format(least=MINUTES_MIN, most=MINUTES_MAX)
        raise Invalid(words, field="minutes_a_day")
    for field, minute in (("comes_at", wish.comes_at), ("comes_again_at", wish.comes_again_at)):
        if minute is not None and not 0 <= minute < _DAY_MINUTES:
            raise Invalid(_("Write a time of the day, as 07:30."), field=field)
    if wish.comes_again_at is not None and wish.comes_at in (None, wish.comes_again_at):
        raise Invalid(_("A second time needs a first one, and another."), field="comes_again_at")


def less_than(posts_a_week: int | None, *, had: bool) -> int:
    """Give the next smaller cap: of none, or of only the newest, the first step."""
    if not had or posts_a_week is None:
        return LESS_STEPS[0]
    return next((step for step in LESS_STEPS if step < posts_a_week), 0)


def week_of(now: datetime, zone: str) -> date:
    """Give the Monday of somebody's week, by their clock."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today - timedelta(days=today.weekday())


def left_of(cap: Cap, week_on: date) -> int:
    """Count the cards that a cap still leaves for this week. Whoever flies west has no second Monday."""
    if cap.posts_a_week is None:
        return 1
    shown = len(cap.shown_ids) if cap.week_on is not None and cap.week_on >= week_on else 0
    return max(0, cap.posts_a_week - shown)


def is_about(cap: Cap, author_id: Id, topics: Collection[str], *, is_closest: bool) -> bool:
    """Tell whether a cap is about a post: of somebody, about these topics."""
    if cap.topic and cap.topic not in topics:
        return False
    return cap.author_id == author_id or (cap.author_id == EVERYONE and (cap.for_closest or not is_closest))


def last_arrival(pace: Pace | None, now: datetime) -> datetime | None:
    """Tell when Home came last; `None` where it comes all the time."""
    return max((at for at in _arrivals(pace, now) if at <= now), default=None)


def next_arrival(pace: Pace | None, now: datetime) -> datetime | None:
    """Tell when Home comes next; `None` where it comes all the time."""
    return min((at for at in _arrivals(pace, now) if at > now), default=None)


def _arrivals(pace: Pace | None, now: datetime) -> list[datetime]:
    """List the arrivals of the days around now. A time that a clock leaves out comes when it goes on."""
    if pace is None or pace.comes_at is None:
        return []
    zone = ZoneInfo(pace.zone)
    today = now.astimezone(zone).date()
    minutes = [minute for minute in (pace.comes_at, pace.comes_again_at) if minute is not None]
    days = [today + timedelta(days=passed) for passed in (-1, 0, 1)]
    walls = (datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone) for day in days for minute in minutes)
    return [wall.astimezone(UTC) for wall in walls]
