"""Weeks and months by an organisation's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.report.model import Period, Span

YEARS = (1970, 9000)  # what lies outside was typed by accident, and no calendar reaches there


def first_day(on: date, span: Span) -> date:
    """Give the first day of the week (a Monday) or month in which a day lies."""
    return on - timedelta(days=on.weekday()) if span == "week" else on.replace(day=1)


def moved(on: date, span: Span, by: int) -> date:
    """Give the first day of the period that lies so many after the one in which a day lies; before it, below zero."""
    first = first_day(on, span)
    if span == "week":
        return first + timedelta(weeks=by)
    years, month = divmod(first.month - 1 + by, 12)
    return date(first.year + years, month + 1, 1)


def period_of(on: date, span: Span, zone: str) -> Period:
    """Give the period in which a day lies; its days are as long as the clocks there let them be."""
    return Period(
        span=span, on=first_day(on, span), begins_at=_midnight(on, span, zone), until_at=_midnight(on, span, zone, by=1)
    )


def periods_until(on: date, span: Span, zone: str, *, count: int) -> tuple[Period, ...]:
    """Give so many periods in their order; a day lies in the last of them."""
    return tuple(period_of(moved(on, span, -back), span, zone) for back in reversed(range(count)))


def read_day(text: str) -> date:
    """Read a day as it stands in an address. Raises `Invalid`."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        on = date.min
    if not YEARS[0] < on.year < YEARS[1]:
        raise Invalid(_("Write the day as 2026-11-30."), field="on")
    return on


def _midnight(on: date, span: Span, zone: str, *, by: int = 0) -> datetime:
    return datetime.combine(moved(on, span, by), time(), ZoneInfo(zone)).astimezone(UTC)
