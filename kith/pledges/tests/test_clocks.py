"""Weeks by a pledge's own clock, rolling days by the second, and what moving does to them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.pledges.rules.clocks import (
    coming_periods,
    ends_at,
    local_midnight,
    moved,
    next_period,
    prolonged,
    week_begins_after,
    week_begins_at_or_after,
)
from kith.pledges.tests.scene import MONDAY, a_pledge, begun, rolling

ZONES = ("UTC", "Europe/Warsaw", "America/New_York", "Pacific/Apia", "Asia/Tehran", "America/Sao_Paulo")


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("timezone", "inside", "begins", "ends", "hours"),
    [
        ("Europe/Warsaw", "2026-03-25T12:00", "2026-03-22T23:00", "2026-03-29T22:00", 167),
        ("Europe/Warsaw", "2026-10-21T12:00", "2026-10-18T22:00", "2026-10-25T23:00", 169),
        ("America/New_York", "2026-11-23T04:59", "2026-11-16T05:00", "2026-11-23T05:00", 168),
        ("America/New_York", "2026-11-23T05:00", "2026-11-23T05:00", "2026-11-30T05:00", 168),
        ("UTC", "2026-03-02T00:00", "2026-03-02T00:00", "2026-03-09T00:00", 168),
    ],
)
def test_a_week_begins_at_the_local_midnight_of_monday(
    timezone: str, inside: str, begins: str, ends: str, hours: int
) -> None:
    """However long the clocks make it; its first instant is in it, its last is not."""
    end = week_begins_after(_utc(inside), timezone, 0)
    assert end == _utc(ends)
    assert week_begins_after(_utc(begins) - timedelta(seconds=1), timezone, 0) == _utc(begins)
    assert end - _utc(begins) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("on", "timezone", "instant"),
    [
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00"),  # midnight was skipped: the later reading
        (date(2018, 2, 18), "America/Sao_Paulo", "2018-02-18T03:00"),  # 23:00 came twice, midnight once
        (date(2025, 11, 2), "America/Havana", "2025-11-02T04:00"),  # midnight came twice: the earlier one
    ],
)
def test_a_midnight_that_is_skipped_or_comes_twice(on: date, timezone: str, instant: str) -> None:
    """A gap is read later, a fold earlier."""
    assert local_midnight(on, timezone) == _utc(instant)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.sampled_from(ZONES), st.integers(0, 6))
def test_every_instant_is_in_one_week(at: datetime, timezone: str, weekday: int) -> None:
    """The next beginning is later, falls on its weekday, and is no more than a week and a clock change away."""
    instant = at.replace(tzinfo=UTC)
    begins = week_begins_after(instant, timezone, weekday)
    assert instant < begins <= instant + timedelta(days=7, hours=25)
    assert week_begins_at_or_after(begins, timezone, weekday) == begins


def test_periods_follow_one_another_without_a_gap_until_the_last_day() -> None:
    """The last ends with the last day."""
    for pledge in (a_pledge(until_on=date(2026, 4, 1)), rolling(10, until_on=date(2026, 4, 1))):
        periods = list(coming_periods(pledge, None))
        assert periods[0].starts_at == MONDAY
        assert periods[-1].ends_at == ends_at(pledge) == _utc("2026-04-02T00:00")
        pairs = pairwise(periods)
        assert all(one.ends_at == other.starts_at and one.number + 1 == other.number for one, other in pairs)
        assert next_period(pledge, periods[-1]) is None


@given(
    st.lists(st.tuples(st.integers(1, 40), st.sampled_from(ZONES)), max_size=8),
    st.sampled_from(ZONES),
)
def test_moving_shortens_no_week_and_cuts_no_period(moves: list[tuple[int, str]], timezone: str) -> None:
    """P6: whoever travels has no more weeks than whoever stays, but for the clocks' own hours."""
    pledge = a_pledge(timezone=timezone, starts_at=week_begins_after(MONDAY, timezone, 0), until_on=date(2026, 12, 31))
    now, current = pledge.starts_at, begun(pledge, pledge.starts_at)
    for days, there in moves:
        now += timedelta(days=days)
        while current is not None and current.ends_at <= now:
            current = next_period(pledge, current)
        if current is None:
            return
        before = current
        pledge, current = moved(pledge, current, there)
        assert current is not None
        assert current.ends_at >= before.ends_at
        assert current.starts_at == before.starts_at
        following = next_period(pledge, current)
        if following is not None and following.ends_at < ends_at(pledge):
            assert following.ends_at - following.starts_at >= timedelta(days=6, hours=22)


def test_a_later_last_day_lets_a_cut_period_run_on() -> None:
    """It ends where it would have ended by itself."""
    short, long = a_pledge(until_on=date(2026, 3, 4)), a_pledge(until_on=date(2026, 3, 31))
    cut = next_period(short, None)
    assert cut is not None
    assert cut.ends_at == _utc("2026-03-05T00:00")
    assert prolonged(short, long, cut).ends_at == _utc("2026-03-09T00:00")
