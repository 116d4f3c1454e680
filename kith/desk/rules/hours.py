"""The clock that runs only while the desk is open.

An aim of two hours, given at half past five on a Friday to a desk that closes at six, ends at half past nine on Monday.
A day's spans are brought to instants one day at a time, so that a change of the clocks moves none of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kith.desk.model import USUAL_AT_LEAST, Hours, Span
from kith.organisations.model import Organisation

DAY_MINUTES = 1440
MORNING = time(9)  # nobody looks for what comes back at midnight
DAYS_AHEAD_MAX = 400  # a desk that opens for an hour a week comes to the largest aim within


def hours_of(organisation: Organisation) -> Hours:
    """Give when an organisation's desk is open; what ends before it begins ends on the next day."""
    spans = tuple(
        Span(
            weekday=one.weekday,
            begins=one.from_minute,
            until=one.to_minute if one.to_minute > one.from_minute else one.to_minute + DAY_MINUTES,
        )
        for one in organisation.hours
    )
    return Hours(zone=organisation.timezone, spans=spans)


def due_after(start: datetime, minutes: int, hours: Hours) -> datetime:
    """Tell when so many minutes have passed while the desk was open."""
    left = timedelta(minutes=minutes)
    if not hours.spans:
        return start + left
    for begins, until in _open(start, hours):
        if begins + left <= until:
            return begins + left
        left -= until - begins
    return start + timedelta(days=DAYS_AHEAD_MAX)


def open_seconds(start: datetime, end: datetime, hours: Hours) -> int:
    """Count the seconds between two instants in which the desk was open."""
    if end <= start:
        return 0
    if not hours.spans:
        return int((end - start).total_seconds())
    passed = timedelta()
    for begins, until in _open(start, hours):
        if begins >= end:
            break
        passed += min(until, end) - begins
    return int(passed.total_seconds())


def is_open(at: datetime, hours: Hours) -> bool:
    """Answer whether the desk is open at an instant."""
    return not hours.spans or next(_open(at, hours), (None,))[0] == at


def opens_at(at: datetime, hours: Hours) -> datetime:
    """Tell when the desk is open next: this very instant, where it is."""
    return next((begins for begins, _until in _open(at, hours)), at) if hours.spans else at


def opening_on(day: date, hours: Hours) -> datetime:
    """Tell when the desk opens on a day, not before the morning; or on the next day on which it does."""
    return opens_at(datetime.combine(day, MORNING, ZoneInfo(hours.zone)), hours)


def usual_seconds(answers: Sequence[int]) -> int | None:
    """Give the middle one of some answers' times; of few nothing is said."""
    if len(answers) < USUAL_AT_LEAST:
        return None
    return sorted(answers)[len(answers) // 2]


def _open(start: datetime, hours: Hours) -> Iterator[tuple[datetime, datetime]]:
    """Give the stretches from an instant on in which the desk is open, in order; stretches that meet or overlap are
    one."""
    zone = ZoneInfo(hours.zone)
    today, last = start.astimezone(zone).date(), start
    for day in (today + timedelta(days=ahead) for ahead in range(-1, DAYS_AHEAD_MAX)):
        for span in sorted(hours.spans, key=lambda one: one.begins):
            if span.weekday != day.weekday():
                continue
            begins, until = max(_at(day, span.begins, zone), last), _at(day, span.until, zone)
            if until > begins:
                yield begins.astimezone(start.tzinfo), until.astimezone(start.tzinfo)
                last = until


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, DAY_MINUTES)
    clock = time(minute // 60, minute % 60)
    local = datetime.combine(day + timedelta(days=days), clock, zone)
    return local.astimezone(ZoneInfo("UTC"))
