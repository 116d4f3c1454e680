"""The picture of the years."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from kith.friends.model import Span
from kith.friends.web.picture import SPARE, WIDTH, years_of

NOW = SimpleNamespace(now=datetime(2026, 11, 20, tzinfo=UTC), language="en", timezone="UTC")


@pytest.mark.parametrize(
    ("began", "first"),
    [(date(2026, 11, 1), ""), (date(2026, 7, 1), ""), (date(2025, 12, 1), "December 2025"), (date(2019, 3, 1), "2019")],
)
def test_the_last_bar_stands_above_its_name(began: date, first: str) -> None:
    """At the end of the line, however few they are. Where bars begin within the line, its beginning has no name."""
    picture = years_of([_span(began), _span(date(2026, 11, 1))], "Ana", NOW)

    assert picture is not None
    step = picture.bars[-1].width / (1 - SPARE)
    assert picture.bars[-1].x + picture.bars[-1].width == pytest.approx(WIDTH - step * SPARE / 2, abs=0.05)
    assert picture.bars[0].x >= 0
    assert picture.first == first
    assert picture.last == ("2026" if began.year == 2019 else "November 2026")


def _span(month: date) -> Span:
    return Span(begins_on=month, wrote_days=3, heard_days=2)
