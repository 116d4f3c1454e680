"""What is due between the reader and their people: the most needed of it at once, the rest in a fold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from kith.base.core.words import _
from kith.base.work import Work
from kith.friends.actions import birthdays_soon, unheard, waiting
from kith.friends.model import Birthday, PersonAt
from kith.friends.web.picture import day_name
from kith.people.model import Account

FIRST_SHOWN = 3
GROUP_SHOWN = 3
NEAR_DAYS = 3  # of birthdays: what is further off can wait in the fold


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Somebody, what is due in a few words, and what one may do. `settles` puts it aside by a word of its own."""

    account: Account
    line: str
    at: datetime | None
    word: str
    settles: str | None


@dataclass(frozen=True, kw_only=True)
class DueGroup:
    """All that is due in one way; `more` is the page with all of them."""

    title: str
    line: str
    rows: Sequence[DueRow]
    more: str | None = None


@dataclass(frozen=True, kw_only=True)
class Due:
    """The most needed, and the rest."""

    first: Sequence[DueRow]
    rest: Sequence[DueGroup]


async def due_of(work: Work, speaking: Any) -> Due:
    """Gather what is due: birthdays of these days come first, then who waits to hear; the rest lies in the fold."""
    today = work.now.date()
    birthdays = await birthdays_soon(work)
    answers = await waiting(work, limit=FIRST_SHOWN + GROUP_SHOWN + 1)
    silent = await unheard(work, limit=GROUP_SHOWN + 1)
    near = [one for one in birthdays if one.on - today <= timedelta(days=NEAR_DAYS)][:FIRST_SHOWN]
    first_answers = answers[: FIRST_SHOWN - len(near)]
    groups = (
        DueGroup(
            title=_("Birthdays"),
            line=_("Within two weeks, of those who let you know."),
            rows=[_birthday(one, today, speaking) for one in birthdays[len(near) :]],
        ),
        _first_of(_waiting(answers[len(first_answers) :]), "/people/waiting"),
        _first_of(_unheard(silent), "/people/unheard"),
    )
    return Due(
        first=[*(_birthday(one, today, speaking) for one in near), *_waiting(first_answers).rows],
        rest=[one for one in groups if one.rows],
    )


async def all_waiting(work: Work) -> DueGroup:
    """Gather all who wait to hear from whoever acts."""
    group = _waiting(await waiting(work))
    return replace(group, rows=[replace(one, line="") for one in group.rows])  # the heading says it of all


async def all_unheard(work: Work) -> DueGroup:
    """Gather all to whom whoever acts wrote without an answer."""
    return _unheard(await unheard(work))


def _waiting(people: Sequence[PersonAt]) -> DueGroup:
    line = _("Waiting to hear from you")
    rows = [
        DueRow(account=one.account, line=line, at=one.at, word=_("Answer"), settles=_("Needs no answer"))
        for one in people
    ]
    return DueGroup(title=line, line=_("They wrote to you, and you have not answered yet."), rows=rows)


def _unheard(people: Sequence[PersonAt]) -> DueGroup:
    rows = [
        DueRow(account=one.account, line="", at=one.at, word=_("Write again"), settles=_("Let it rest"))
        for one in people
    ]
    return DueGroup(
        title=_("You wrote, and heard nothing yet"), line=_("Perhaps it was a busy week. Nobody is told."), rows=rows
    )


def _birthday(one: Birthday, today: date, speaking: Any) -> DueRow:
    return DueRow(
        account=one.account,
        line=birthday_line(one, today, speaking),
        at=None,
        word=_("Write a line"),
        settles=None,
    )


def birthday_line(one: Birthday, today: date, speaking: Any) -> str:
    """Say when somebody's birthday is."""
    when = _("today") if one.on == today else day_name(one.on, speaking)
    return _("Birthday: {when}").format(when=when)


def _first_of(group: DueGroup, path: str) -> DueGroup:
    more = path if len(group.rows) > GROUP_SHOWN else None
    return replace(group, rows=group.rows[:GROUP_SHOWN], more=more)
