"""The picture of the years as it is drawn, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_skeleton

from kith.base.core.words import _, ngettext
from kith.friends.model import Span
from kith.friends.rules.years import are_years, bars_of, spans_of

WIDTH, HALF = 600, 56  # units of the drawing: its width, and the height of either half
SPARE = 0.38  # of a bar's place, left free between it and the next
MONTHS_LEAST = 12  # on the line: of few months, each is as wide as in a year
LEAST = 3  # units: a single day can still be seen


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A bar, in units of the drawing: `up` stands on the middle line, `down` hangs from it."""

    x: float
    width: float
    up: float
    down: float


@dataclass(frozen=True, kw_only=True)
class Years:
    """The picture: bars, both ends of the line, what it says in a sentence, and every span in words.

    `first` is empty where few bars begin within the line: the name of the first would stand far from it.
    """

    bars: tuple[Drawn, ...]
    first: str
    last: str
    summary: str
    words: tuple[tuple[str, str], ...]
    width: int = WIDTH
    half: int = HALF


def years_of(months: Sequence[Span], name: str, shell: Any) -> Years | None:
    """Draw the years; `None` where nothing was ever written."""
    spans = spans_of(months, shell.now.date())
    if not spans:
        return None
    years = are_years(spans)
    places = len(spans) if years else max(len(spans), MONTHS_LEAST)
    names = [span_name(one, shell, years=years) for one in spans]
    return Years(
        bars=_drawn(spans, places),
        first=names[0] if places == len(spans) else "",
        last=names[-1],
        summary=_summary(spans, name, names[0]),
        words=tuple(
            (word, days_line(one, name))
            for word, one in zip(names, spans, strict=True)
            if one.wrote_days or one.heard_days
        ),
    )


def _drawn(spans: Sequence[Span], places: int) -> tuple[Drawn, ...]:
    """Draw the bars up to the end of the line, where now is: few of them begin somewhere within it."""
    step = WIDTH / places
    begin = WIDTH - step * len(spans)
    return tuple(
        Drawn(
            x=round(begin + (number + SPARE / 2) * step, 2),
            width=round(step * (1 - SPARE), 2),
            up=_height(bar.up),
            down=_height(bar.down),
        )
        for number, bar in enumerate(bars_of(spans))
    )


def span_name(span: Span, shell: Any, *, years: bool = False) -> str:
    """Name a month or a year: "March 2026", "2026"."""
    return format_skeleton("y" if years else "yMMMM", span.begins_on, locale=shell.language.replace("-", "_"))


def day_name(on: date, shell: Any) -> str:
    """Name a day without its year: "3 March"."""
    return format_skeleton("MMMMd", on, locale=shell.language.replace("-", "_"))


def days_line(span: Span, name: str) -> str:
    """Say on how many days each wrote."""
    mine = ngettext("you on {count} day", "you on {count} days", span.wrote_days).format(count=span.wrote_days)
    theirs = ngettext("{name} on {count} day", "{name} on {count} days", span.heard_days).format(
        name=name, count=span.heard_days
    )
    return _("{mine}, {theirs}").format(mine=mine, theirs=theirs)


def _summary(spans: Sequence[Span], name: str, first: str) -> str:
    whole = Span(
        begins_on=spans[0].begins_on,
        wrote_days=sum(one.wrote_days for one in spans),
        heard_days=sum(one.heard_days for one in spans),
    )
    return _("Since {month} you wrote to each other: {days}.").format(month=first, days=days_line(whole, name))


def _height(share: float) -> float:
    return round(max(LEAST, share * HALF), 2) if share else 0.0
