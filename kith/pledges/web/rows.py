"""A pledge in short, and what was changed about it, in words. Days are those of its own clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request

from kith.base.core.words import _, ngettext
from kith.base.web.shown import day
from kith.base.work import Work
from kith.pledges.actions.seeing import PledgeView
from kith.pledges.model import Pledge, PledgeChange
from kith.pledges.rules import sentences
from kith.pledges.rules.clocks import ends_at
from kith.pledges.rules.record import Judged, Verdict
from kith.pledges.web.composing import speaking


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """A period as a dot, with the words that it stands for."""

    verdict: Verdict
    words: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge in short, as whoever reads may see it."""

    view: PledgeView
    promise: str
    until: str
    kept: str
    run: str
    reposts: str
    unsorted: str
    dots: tuple[Dot, ...]


def row_of(work: Work, request: Request, view: PledgeView) -> Row:
    """Say a pledge in short."""
    record, pledge = view.record, view.pledge
    until = _("until {day}").format(day=day(pledge.until_on, speaking(work, request, pledge.timezone)))
    if pledge.ended_at is not None and view.status == "ended":
        until = _("ended early on {day}").format(day=day_on(work, request, pledge, ends_at(pledge)))
    elif view.status == "draft":
        begins = day_on(work, request, pledge, pledge.starts_at)
        until = _("begins on {day}, {until}").format(day=begins, until=until)
    run = ngettext("{num} in a row", "{num} in a row", record.run).format(num=record.run) if record.run > 1 else ""
    unsorted = ngettext("{num} not sorted", "{num} not sorted", record.unsorted).format(num=record.unsorted)
    return Row(
        view=view,
        promise=sentences.promise(pledge),
        until=until,
        kept=sentences.kept(record, pledge),
        run=run,
        reposts=sentences.reposts_beside(record),
        unsorted=unsorted if record.unsorted else "",
        dots=tuple(_dot(work, request, pledge, one) for one in record.dots),
    )


def change_line(work: Work, request: Request, pledge: Pledge, one: PledgeChange) -> str:
    """Say what was changed, when, and from when on it holds."""
    words = {
        "made": _("Made on {day}: at most {num}, until {until}"),
        "changed": _("Changed on {day}: at most {num}, until {until}"),
        "tightened": _("Tightened on {day}: at most {num}, until {until}"),
        "loosened": _("Loosened on {day}, from {from_day} on: at most {num}, until {until}"),
        "paused": _("It rests from {from_day} on, as decided on {day}"),
        "moved": _("Moved to another clock on {day}"),
        "ended": _("It ends on {from_day}, as decided on {day}"),
    }
    return words[one.kind].format(
        day=day_on(work, request, pledge, one.changed_at),
        from_day=day_on(work, request, pledge, one.holds_from),
        num=one.posts_max,
        until=day(one.until_on, speaking(work, request, pledge.timezone)),
    )


def day_on(work: Work, request: Request, pledge: Pledge, at: datetime) -> str:
    """Say which day that is by the pledge's own clock: its Monday begins while it is Sunday elsewhere."""
    there = at.astimezone(ZoneInfo(pledge.timezone)).date()
    return day(there, speaking(work, request, pledge.timezone))


def _dot(work: Work, request: Request, pledge: Pledge, one: Judged) -> Dot:
    begins = day_on(work, request, pledge, one.period.starts_at)
    return Dot(verdict=one.verdict, words=_("From {day}: {words}").format(day=begins, words=sentences.became(one)))
