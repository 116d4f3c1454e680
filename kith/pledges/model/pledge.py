"""A pledge, its periods, and what its author decided about it."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.topics.model import LABEL_MAX, TOPIC_MAX, in_a_sentence, ready_names

PLEDGES_MAX = 12  # running at once: more promises than months in a year are no promises
IF_THEN_MAX = 300
POSTS_MAX = 50
DAYS_MAX = 31  # of a rolling pledge
UNTIL_DAYS_MAX = 366
PAUSE_PERIODS_MAX = 8
ZONE_MAX = 64

PeriodKind = Literal["week", "rolling"]
Visibility = Literal["me", "witnesses", "circle", "public"]
# It has not begun; it holds; it rests; it reached its last day; it was ended before.
Status = Literal["draft", "active", "paused", "completed", "ended"]
ChangeKind = Literal["made", "changed", "tightened", "loosened", "paused", "moved", "ended"]


class Pending(msgspec.Struct, frozen=True, kw_only=True):
    """What is looser from the next period on. What is `None` stays as it is."""

    at: datetime
    posts_max: int | None = None
    until_on: date | None = None
    counts_reposts: bool | None = None
    paused_periods: int = 0  # whole ones, from `at` on


class Pledge(
    Record,
    frozen=True,
    kw_only=True,
    table="pledges",
    key=("author_id", "id"),
    indexes=("(id)",),
):
    """At most so many posts about a topic, a week or in rolling days, until a day. A promise to oneself."""

    author_id: Id
    id: Id
    topic: Annotated[str, Length(TOPIC_MAX)]  # the key of a topic that everybody has, or of one of the author's own
    label: Annotated[str, Length(LABEL_MAX)]  # the author's word for it; empty where a topic that all have is called so
    posts_max: int
    period: PeriodKind = "week"
    days: int = 7
    timezone: Annotated[str, Length(ZONE_MAX)]
    week_starts_on: int = 0  # Monday
    starts_at: datetime
    until_on: date  # the last day it holds, by its own clock
    if_then: Annotated[str, Length(IF_THEN_MAX)] = ""
    counts_reposts: bool = False
    visibility: Visibility = "me"
    circle: int | None = None  # 5, 15, 50 or 150: how close one must be to the author to see it
    pending: Pending | None = None
    ended_at: datetime | None = None
    version: int = 1
    created_at: datetime

    @property
    def about(self) -> str:
        """Say what it is about, as it stands inside a sentence, in the language of whoever asks."""
        return self.label or in_a_sentence(ready_names().get(self.topic, ""))


class PledgePeriod(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_periods",
    key=("author_id", "pledge_id", "number"),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """A week of a pledge, or a stretch of its rolling days: `starts_at` is in it, `ends_at` no more.

    Its instants are kept as they were: new rules about clocks touch only what is still to come.
    """

    author_id: Id
    pledge_id: Id
    number: int
    starts_at: datetime
    ends_at: datetime
    posts_max: int
    paused: bool = False


class PledgeChange(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_changes",
    key=("author_id", "pledge_id", "id"),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """What the author changed, when, and from when on it holds. All of it stays readable."""

    author_id: Id
    pledge_id: Id
    id: Id
    kind: ChangeKind
    posts_max: int
    until_on: date
    counts_reposts: bool
    timezone: Annotated[str, Length(ZONE_MAX)]
    changed_at: datetime
    holds_from: datetime


class PledgeWish(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge as its author asks for it."""

    topic: str = ""  # the key of a topic; without one, a new one of the author's own is made of the label
    label: str = ""
    examples_yes: tuple[str, ...] = ()
    examples_no: tuple[str, ...] = ()
    posts_max: int = 1
    period: PeriodKind = "week"
    days: int = 7
    timezone: str = "UTC"
    starts_now: bool = False
    until_on: date
    if_then: str = ""
    counts_reposts: bool = False
    visibility: Visibility = "me"
    circle: int | None = None


class PledgeEdit(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be otherwise; what is `None` stays."""

    label: str | None = None
    posts_max: int | None = None
    until_on: date | None = None
    timezone: str | None = None
    if_then: str | None = None
    counts_reposts: bool | None = None
    visibility: Visibility | None = None
    circle: int | None = None
