"""Charts as shapes: bars of several parts that stand on a line, and what hangs below it. The template draws them.

A chart has no words in it, so that it can be mirrored for who reads from right to left; they stand around it, and all
of it once more as a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 150
GAP = 0.28  # of a bar's place


@dataclass(frozen=True, kw_only=True)
class Series:
    """One part of every bar: its name, its values, and how each is said. `below` hangs under the line."""

    name: str
    values: Sequence[int]
    said: Sequence[str]
    below: bool = False


@dataclass(frozen=True, kw_only=True)
class Part:
    """A rectangle. `number` says of which series it is."""

    x: float
    y: float
    width: float
    height: float
    number: int
    said: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """All that is drawn and said of a few series over the same periods; the last of them is the one that is read."""

    title: str
    note: str
    summary: str
    most: str
    series: Sequence[Series]
    periods: Sequence[str]
    parts: Sequence[Part]
    line_y: float
    rows: Sequence[tuple[str, Sequence[str]]]
    width: int = WIDTH
    height: int = HEIGHT


def draw(title: str, periods: Sequence[str], series: Sequence[Series], *, summary: str, note: str = "") -> Chart:
    """Draw series over periods. The parts of a bar stand on each other in the order of the series."""
    tops = [sum(one.values[place] for one in series if not one.below) for place in range(len(periods))]
    depths = [sum(one.values[place] for one in series if one.below) for place in range(len(periods))]
    top, depth = max(tops, default=0), max(depths, default=0)
    scale = (HEIGHT - 4) / max(top + depth, 1)
    line_y = round(2 + top * scale, 1) if top + depth else HEIGHT - 2.0
    highest = tops.index(top) if top else 0
    return Chart(
        title=title,
        note=note,
        summary=summary,
        most=_highest(series, highest) if top else "",
        series=series,
        periods=periods,
        parts=_parts(series, len(periods), scale, line_y),
        line_y=line_y,
        rows=[(period, [one.said[place] for one in series]) for place, period in enumerate(periods)],
    )


def _parts(series: Sequence[Series], count: int, scale: float, line_y: float) -> list[Part]:
    place_width = WIDTH / max(count, 1)
    parts = []
    for place in range(count):
        up = down = 0.0
        for number, one in enumerate(series):
            height = one.values[place] * scale
            if height <= 0:
                continue
            y = line_y + down if one.below else line_y - up - height
            up, down = (up, down + height) if one.below else (up + height, down)
            parts.append(
                Part(
                    x=round(place * place_width + place_width * GAP / 2, 1),
                    y=round(y, 1),
                    width=round(place_width * (1 - GAP), 1),
                    height=round(max(height, 1.5), 1),
                    number=number,
                    said=one.said[place],
                )
            )
    return parts


def _highest(series: Sequence[Series], place: int) -> str:
    """Say the values of the highest bar."""
    return " · ".join(one.said[place] for one in series if not one.below and one.values[place])
