"""How a paper is written: headings, lists and paragraphs, and when a version may begin."""

from datetime import date, timedelta
from html import escape

import regex

from kith.base.core.errors import Invalid
from kith.base.core.text import clean, render, sanitise
from kith.base.core.words import _
from kith.people.model import PAPER_COLUMN_MAX, PAPER_DAYS_AHEAD_MAX, PAPER_MAX

_HEADING = regex.compile(r"(#{1,3})[ \t]+(.+)")
_POINT = regex.compile(r"[-*•][ \t]+(.+)")


def check_paper(text: str, effective_on: date, *, today: date) -> str:
    """Give the text as it is kept. Raises `Invalid`: what holds already, or held, is not reworded afterwards."""
    kept = clean(text, length_max=PAPER_MAX, field="text", characters_max=PAPER_COLUMN_MAX).strip()
    if not kept:
        raise Invalid(_("There is nothing in it yet."), field="text")
    if effective_on < today:
        raise Invalid(_("It can hold from today on, or from a later day."), field="effective_on")
    if effective_on > today + timedelta(days=PAPER_DAYS_AHEAD_MAX):
        raise Invalid(_("That is too far ahead: choose a day within a year."), field="effective_on")
    return kept


def paper_html(text: str) -> str:
    """Make HTML of a paper. A line that begins with `#` is a heading, lines that begin with a dash are a list."""
    pieces: list[str] = []
    for block in regex.split(r"\n{2,}", text):
        words: list[str] = []
        points: list[str] = []
        for line in block.split("\n"):
            heading, point = _HEADING.fullmatch(line.strip()), _POINT.fullmatch(line.strip())
            if heading or point:
                pieces.append(_paragraph(words))
                words = []
            if point:
                points.append(point[1])
                continue
            pieces.append(_list(points))
            points = []
            if heading:
                level = len(heading[1]) + 1  # the page's own title is the first
                pieces.append(f"<h{level}>{escape(heading[2])}</h{level}>")
            else:
                words.append(line)
        pieces += [_paragraph(words), _list(points)]
    return sanitise("".join(pieces))


def _paragraph(lines: list[str]) -> str:
    return _linked("\n".join(lines).strip())


def _list(points: list[str]) -> str:
    items = "".join(f"<li>{_linked(point).removeprefix('<p>').removesuffix('</p>')}</li>" for point in points)
    return f"<ul>{items}</ul>" if items else ""


def _linked(text: str) -> str:
    return render(text, mention_urls={}, hashtag_url=lambda _tag: "", emoji_urls={})
