"""The picture of the years: by table, and by hypothesis."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.friends.model import Span
from kith.friends.rules.years import MONTHS_MAX, YEARS_MAX, are_years, bars_of, spans_of

TODAY = date(2026, 11, 27)


def _month(year: int, month: int, wrote: int = 1, heard: int = 1) -> Span:
    return Span(begins_on=date(year, month, 1), wrote_days=wrote, heard_days=heard)


@pytest.mark.parametrize(
    ("first", "count", "years"),
    [
        ((2026, 11), 1, False),
        ((2025, 12), 12, False),
        ((2023, 12), MONTHS_MAX, False),
        ((2023, 11), 4, True),
        ((1990, 1), 37, True),
        ((1900, 1), YEARS_MAX, True),
    ],
)
def test_silent_months_stand_there_and_long_ties_are_told_in_years(
    first: tuple[int, int],
    count: int,
    years: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """From the first to now."""
    spans = spans_of([_month(*first)], TODAY)
    assert len(spans) == count
    assert are_years(spans) is years
    assert spans[-1].begins_on == (date(2026, 1, 1) if years else date(2026, 11, 1))


def test_two_who_never_wrote_have_no_picture() -> None:
    """Not an empty one."""
    assert spans_of([], TODAY) == []


@given(
    st.lists(
        st.builds(
            _month, st.integers(2000, 2026), st.integers(1, 11), st.integers(0, 31), st.integers(0, 31)
        ),
        min_size=1, max_size=40, unique_by=lambda one: one.begins_on,
    )
)  # fmt: skip
def test_no_day_is_lost_and_no_bar_is_too_long(months: list[Span]) -> None:
    """What is written stands in exactly one span; heights lie between 0 and 1; silence has none."""
    spans = spans_of(months, TODAY)
    assert sum(one.wrote_days for one in spans) == sum(one.wrote_days for one in months)
    assert sum(one.heard_days for one in spans) == sum(one.heard_days for one in months)
    assert [one.begins_on for one in spans] == sorted({one.begins_on for one in spans})
    for bar in bars_of(spans):
        assert 0 <= bar.up <= 1
        assert 0 <= bar.down <= 1
        assert (bar.up > 0) is (bar.span.wrote_days > 0)
        assert (bar.down > 0) is (bar.span.heard_days > 0)
