"""The picture of the years: a bar a month, or a year where it is long."""

from collections.abc import Sequence
from datetime import date

import msgspec

from kith.friends.model import Span

MONTHS_MAX = 36  # as bars; more would be thinner than a finger's breadth of a phone shows
YEARS_MAX = 60


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A span in the picture: the heights of what one wrote (upwards) and heard (downwards), from 0 to 1."""

    span: Span
    up: float
    down: float


def spans_of(months: Sequence[Span], today: date) -> list[Span]:
    """Give every month from the first to now, also the silent ones; every year, where that are too many months."""
    if not months:
        return []
    by_month = {(one.begins_on.year, one.begins_on.month): one for one in months}
    first, now = min(by_month), (today.year, today.month)
    if _months_between(first, now) < MONTHS_MAX:
        wanted = [_later(first, step) for step in range(_months_between(first, now) + 1)]
        return [by_month.get(one, Span(begins_on=date(*one, 1))) for one in wanted]
    years = range(max(first[0], today.year - YEARS_MAX + 1), today.year + 1)
    return [_year(year, [one for one in months if one.begins_on.year == year]) for year in years]


def are_years(spans: Sequence[Span]) -> bool:
    """Answer whether each of these is a year."""
    return len(spans) > 1 and all(one.begins_on.month == 1 for one in spans)


def bars_of(spans: Sequence[Span]) -> list[Bar]:
    """Give heights: the longest bar is 1. A root, so that a single day beside a busy year can still be seen."""
    most = max((max(one.wrote_days, one.heard_days) for one in spans), default=0) or 1
    return [Bar(span=one, up=(one.wrote_days / most) ** 0.5, down=(one.heard_days / most) ** 0.5) for one in spans]


def _year(year: int, months: Sequence[Span]) -> Span:
    return Span(
        begins_on=date(year, 1, 1),
        wrote_days=sum(one.wrote_days for one in months),
        heard_days=sum(one.heard_days for one in months),
    )


def _months_between(first: tuple[int, int], last: tuple[int, int]) -> int:
    return (last[0] - first[0]) * 12 + last[1] - first[1]


def _later(month: tuple[int, int], step: int) -> tuple[int, int]:
    years, zero_based = divmod(month[1] - 1 + step, 12)
    return month[0] + years, zero_based + 1
