"""What is decided about a report: quantiles, periods, relations, cells, and the clock that runs in working hours."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.errors import Invalid
from kith.desk.model import Hours, Span
from kith.desk.rules.hours import is_open, open_seconds
from kith.report.model import KEPT_DAYS, SPANS, Relations
from kith.report.rules.cells import write_table
from kith.report.rules.periods import first_day, moved, period_of, periods_until, read_day
from kith.report.rules.quantiles import HALF, MOST, quantile
from kith.report.rules.questions import says_enough
from kith.report.rules.relations import relations_in

DAYS = st.dates(date(1971, 1, 1), date(2200, 1, 1))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"])
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@given(st.lists(st.integers(0, 10**6), min_size=1), st.sampled_from([HALF, MOST]))
def test_a_quantile_is_a_time_that_somebody_waited(values: list[int], share: object) -> None:
    """At least that share did not wait longer, and of any shorter time that is not true."""
    assert isinstance(share, type(HALF))
    found = quantile(values, share)
    assert found in values
    assert sum(one <= found for one in values) >= share * len(values)
    assert sum(one < found for one in values) < share * len(values)


@pytest.mark.parametrize(
    ("values", "half", "most"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (list(range(1, 11)), 5, 9)],
)
def test_quantiles_by_hand(values: list[int], half: int | None, most: int | None) -> None:
    """Of ten the fifth and the ninth."""
    assert (quantile(values, HALF), quantile(values, MOST)) == (half, most)


@given(DAYS, st.sampled_from(SPANS), ZONES, st.integers(1, 14))
@settings(deadline=None)
def test_periods_follow_one_another(on: date, span: str, zone: str, count: int) -> None:
    """Without a gap, the last of them around the day; each begins at midnight there, whatever the clocks do."""
    assert span in SPANS
    periods = periods_until(on, "week" if span == "week" else "month", zone, count=count)
    assert len(periods) == count
    for one, after in pairwise(periods):
        assert one.until_at == after.begins_at
        assert moved(one.on, one.span, 1) == after.on
    last = periods[-1]
    assert last.on <= on < moved(last.on, last.span, 1)
    assert first_day(last.on, last.span) == last.on
    assert last.begins_at.astimezone(ZoneInfo(zone)).date() in (last.on, last.on + timedelta(days=1))


def test_a_month_in_which_the_clocks_change_is_an_hour_shorter() -> None:
    """March in Berlin."""
    march = period_of(date(2026, 3, 12), "month", "Europe/Berlin")
    assert march.until_at - march.begins_at == timedelta(days=31) - timedelta(hours=1)


@pytest.mark.parametrize("text", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31", "2026-11-30T00:00"])
def test_a_day_that_is_none_is_invalid(text: str) -> None:
    """Whatever stands in the address."""
    with pytest.raises(Invalid):
        read_day(text)


def _relations(*days: int, now: int = 10_000) -> Relations:
    period = period_of(date(2026, 3, 4), "week", "UTC")
    return relations_in(period, {1: [MONDAY + timedelta(days=one) for one in days]}, MONDAY + timedelta(days=now))


@pytest.mark.parametrize(
    ("days", "became"),
    [
        ((0,), Relations(begun=1)),
        ((0, 3, 6), Relations(begun=1)),
        ((-1, 2), Relations(kept=1)),
        ((-KEPT_DAYS, 0, 5), Relations(kept=1)),
        ((-KEPT_DAYS - 2, 0), Relations(back=1)),
        ((-400, -KEPT_DAYS + 3), Relations(quiet=1)),
        ((-KEPT_DAYS + 3, 4), Relations(back=1, quiet=1)),
        ((-KEPT_DAYS + 3, 2), Relations(kept=1)),
        ((-20, 20), Relations()),
    ],
)
def test_what_becomes_of_somebody(days: tuple[int, ...], became: Relations) -> None:
    """In the week from day 0 to day 6, by the days on which they spoke."""
    assert _relations(*days) == became


def test_nobody_is_quiet_before_the_ninety_days_are_over() -> None:
    """Whoever could still speak in the rest of the week is not counted yet."""
    assert _relations(-KEPT_DAYS + 3, now=2) == Relations()
    assert _relations(-KEPT_DAYS + 3, now=3) == Relations(quiet=1)


CELLS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.lists(st.tuples(CELLS, st.integers(-5, 10**9)), max_size=5))
def test_no_cell_is_taken_for_a_formula(rows: list[tuple[str, int]]) -> None:
    """Whatever it holds, it is one cell, and begins with nothing that a spreadsheet runs."""
    written = list(csv.reader(io.StringIO(write_table(rows).removeprefix("\ufeff"), newline="")))
    assert len(written) == len(rows)
    for (words, number), (cell, count) in zip(rows, written, strict=True):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))
        assert "\n" not in cell
        plain = " ".join(words.replace("\0", "").split())
        assert cell in (plain, f"'{plain}")
        assert int(count) == number


@pytest.mark.parametrize(
    "begin", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "\u200b=1", "\0=1"]
)
def test_what_begins_like_a_formula_gets_an_apostrophe(begin: str) -> None:
    """Behind blanks and what nobody sees, too; plain words stay as they are."""
    assert write_table([(begin,), ("a=1",)]).splitlines()[0].startswith("\ufeff\"'")
    assert '"a=1"' in write_table([("a=1",)])


def test_short_words_are_like_nothing() -> None:
    """Thanks are no question; a question without a mark is one."""
    assert not says_enough("@clinic Thank you! https://example.org/a-long-address")
    assert says_enough("@clinic are you open on saturday")


SPAN_OF_WEEK = st.builds(
    lambda weekday, begins, length: Span(weekday=weekday, begins=begins, until=begins + length),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440),
)  # fmt: skip
HOURS = st.builds(lambda zone, spans: Hours(zone=zone, spans=tuple(spans)), ZONES, st.lists(SPAN_OF_WEEK, max_size=4))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)).map(lambda one: one.replace(tzinfo=UTC))


@given(HOURS, INSTANTS, st.integers(0, 10 * 86_400), st.integers(0, 10 * 86_400))
@settings(deadline=None)
def test_working_time_adds_up(hours: Hours, start: datetime, first_s: int, second_s: int) -> None:
    """It is never more than what went by, and two stretches have as much of it as both together."""
    middle, end = start + timedelta(seconds=first_s), start + timedelta(seconds=first_s + second_s)
    first, second, both = (
        open_seconds(start, middle, hours),
        open_seconds(middle, end, hours),
        open_seconds(start, end, hours),
    )
    assert 0 <= first <= first_s
    assert abs(first + second - both) <= 1  # each is cut to whole seconds
    assert open_seconds(end, start, hours) == 0 or end == start


@given(HOURS, INSTANTS)
@settings(deadline=None, max_examples=30)
def test_working_time_is_the_time_in_which_it_is_open(hours: Hours, start: datetime) -> None:
    """Minute by minute over two days, as slowly as one can count."""
    start = start.replace(second=0, microsecond=0)
    minutes = range(2 * 1440)
    counted = sum(is_open(start + timedelta(minutes=one), hours) for one in minutes) * 60
    assert counted == open_seconds(start, start + timedelta(days=2), hours)
