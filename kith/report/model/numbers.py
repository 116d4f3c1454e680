"""What is counted in a week or a month."""

from datetime import date, datetime
from typing import Literal, get_args

import msgspec

from kith.base.core.ids import Id
from kith.people.model import Account

PERIODS_SHOWN = 12  # the one that is read, and those before it
KEPT_DAYS = 90  # who speaks again within these is kept; who does not has gone quiet
QUESTIONS_SHOWN = 10
QUESTION_PEOPLE_MIN = 2  # what one person alone asks, however often, is theirs
QUESTION_DAYS = 365  # within these a question comes up again
QUESTION_CASES_SHOWN = 30

Span = Literal["week", "month"]
SPANS: tuple[Span, ...] = get_args(Span)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A week or a month by the organisation's own clock: its first day, and from when until before when it is."""

    span: Span
    on: date
    begins_at: datetime
    until_at: datetime


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """How long something took, in seconds while the desk was open: half took no longer, nine of ten took no longer.

    Nothing where nothing was measured.
    """

    count: int = 0
    half_s: int | None = None
    most_s: int | None = None


class Helped(msgspec.Struct, frozen=True, kw_only=True):
    """In how many cases the person said how it was: that it helped (thanks, or brightened), thanks, or not."""

    helped: int = 0
    not_helped: int = 0
    thanks: int = 0


class Bright(msgspec.Struct, frozen=True, kw_only=True):
    """How many exchanges brightened a day, and how often the team, the person, or somebody listening in said so."""

    exchanges: int = 0
    by_us: int = 0
    by_them: int = 0
    by_listeners: int = 0


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """How many people spoke for the first time, again within 90 days, again after longer; and who fell silent."""

    begun: int = 0
    kept: int = 0
    back: int = 0
    quiet: int = 0


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """All of one period."""

    period: Period
    people: int = 0
    answers: int = 0
    answer: Times = Times()
    settle: Times = Times()
    helped: Helped = Helped()
    bright: Bright = Bright()
    relations: Relations = Relations()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return self == Numbers(period=self.period)


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the team carried. Nobody in particular: said elsewhere than at the desk, or by who left."""

    person: Account | None
    answers: int
    cases: int
    settled: int
    notes: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question that came up again: how often in this period, how often and by how many people within a year.

    `words` are those of the newest case that may still be read; `answer` is the question that answers it on the page.
    """

    group_id: Id
    words: str
    times: int
    times_a_year: int
    people_a_year: int
    answer: str | None
