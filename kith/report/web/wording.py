"""The report in words: periods, durations, and what each number is called."""

from datetime import timedelta

from babel.dates import format_interval, format_skeleton
from babel.units import format_unit

from kith.base.core.words import _, ngettext
from kith.report.model import Period

MINUTE_S, HOUR_S = 60, 3600
HOURS_FINE_MAX = 10  # from here on nobody asks for the minutes


def period_words(period: Period, language: str) -> str:
    """Name a period in full: "November 2026", "23 – 29 Nov 2026"."""
    if period.span == "month":
        return str(format_skeleton("yMMMM", period.on, locale=language))
    return str(format_interval(period.on, period.on + timedelta(days=6), "yMMMd", locale=language))


def short_words(period: Period, language: str) -> str:
    """Name a period where there is little room: "Nov 2026", "23 Nov"."""
    return str(format_skeleton("yMMM" if period.span == "month" else "MMMd", period.on, locale=language))


def long_words(seconds: int | None, language: str) -> str:
    """Say how long something took, to the minute where that matters; a stroke where nothing was measured."""
    if seconds is None:
        return "–"
    minutes = max(1, round(seconds / MINUTE_S))
    if minutes < 60:
        return _unit(minutes, "minute", language)
    hours, minutes = divmod(minutes, 60)
    if hours >= HOURS_FINE_MAX or not minutes:
        return _unit(hours + (minutes >= 30), "hour", language)
    return f"{_unit(hours, 'hour', language)} {_unit(minutes, 'minute', language)}"


def times_words(times: int) -> str:
    """Say how often."""
    return ngettext("{num} time", "{num} times", times).format(num=times)


def before_words(value: str, period: Period) -> str:
    """Say what it was in the period before."""
    if period.span == "month":
        return _("the month before: {value}").format(value=value)
    return _("the week before: {value}").format(value=value)


def _unit(value: int, unit: str, language: str) -> str:
    said = str(format_unit(value, f"duration-{unit}", "short", locale=language))
    return said.replace(" ", "\N{NO-BREAK SPACE}")  # a number stays beside its unit
