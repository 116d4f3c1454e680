"""Opening hours: read from what somebody types, shown in lines, and whether it is open now."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.organisations.model import HOURS_MAX, OpenSpan

DAY_MINUTES = 24 * 60
_SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:[-–—]|to)\s*(\d{1,2})(?:[:.h](\d{2}))?")


def read_hours(days: Sequence[str]) -> tuple[OpenSpan, ...]:
    """Read seven lines, Monday first: "8–12, 14:00–18:30", or nothing. Raises `Invalid` for what is none."""
    spans = [span for weekday, text in enumerate(days[:7]) for span in _day(weekday, text)]
    if len(spans) > HOURS_MAX:
        raise Invalid(_("That is more than {count} opening times.").format(count=HOURS_MAX), field="hours")
    return tuple(spans)


def _day(weekday: int, text: str) -> list[OpenSpan]:
    parts = [part.strip() for part in re.split(r"[,;]", text[:200]) if part.strip()]
    found = []
    for part in parts:
        match = _SPAN.fullmatch(part)
        if match is None:
            raise Invalid(_("Write times as 8:00–12:30; two of them with a comma between."), field=f"day_{weekday}")
        from_, to = (_minutes(match[1], match[2], weekday), _minutes(match[3], match[4], weekday))
        found.append(OpenSpan(weekday=weekday, from_minute=from_, to_minute=to))
    return found


def _minutes(hours: str, minutes: str | None, weekday: int) -> int:
    at = int(hours) * 60 + int(minutes or 0)
    if at > DAY_MINUTES or int(minutes or 0) > 59:
        raise Invalid(_("Write times as 8:00–12:30; two of them with a comma between."), field=f"day_{weekday}")
    return at


def write_day(hours: Sequence[OpenSpan], weekday: int) -> str:
    """Write the times of a weekday as they could be typed; empty where it is closed."""
    return ", ".join(f"{_clock(one.from_minute)}–{_clock(one.to_minute)}" for one in hours if one.weekday == weekday)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def is_open(hours: Sequence[OpenSpan], now: datetime, zone: str) -> bool:
    """Tell whether it is open now by its own clock. A span that ends before it begins goes on over midnight."""
    here = now.astimezone(ZoneInfo(zone))
    minute, today, yesterday = here.hour * 60 + here.minute, here.weekday(), (here.weekday() - 1) % 7
    for one in hours:
        over = one.to_minute <= one.from_minute
        if one.weekday == today and one.from_minute <= minute and (over or minute < one.to_minute):
            return True
        if one.weekday == yesterday and over and minute < one.to_minute:
            return True
    return False
