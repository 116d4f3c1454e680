"""Ways that people are on and told an organisation of, and the words that its team said to them by the way."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

WAY_MAX = 200
WAYS_MAX = 5  # of one person with one organisation
WAY_DAYS_MAX = 1_096  # three years: a course, a training, a recovery
EVERY_DAYS = (7, 14, 30, 90)  # how often at most somebody would like to hear a word
WORD_EVERY_DAYS = 30  # to whom told of no way, but thanked, or comes back for years
LATER_DAYS = 30  # "not now"
GOOD_DAYS = 30  # for how long good news and thanks are shown
YEARS_MIN = 2  # "coming back for years"
BACK_DAYS = 60  # and they said something within
TURNS_MIN = 2  # and it was a talk, both ways, more than once
GOOD_SHOWN_MAX = 20  # of each kind: past that nobody writes by hand
WORDS_KEPT_DAYS = 400

Wish = Literal["yes", "not_now", "never"]
WISHES: tuple[Wish, ...] = get_args(Wish)


class Way(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_ways",
    key=("organisation_id", "id"),
    indexes=("(person_id, organisation_id)", "(until)"),
):
    """A way somebody is on: a course, a training, a recovery. They told this organisation of it, and nobody else.

    It is over after `until`, and gone when they end it. `every_days`: so often at most they would like to hear a word.
    """

    organisation_id: Id
    id: Id
    person_id: Id
    text: Annotated[str, Length(WAY_MAX)]
    until: date
    wants_word: bool
    every_days: int
    told_at: datetime


class KindWord(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_kind_words",
    key=("organisation_id", "id"),
    indexes=("(organisation_id, person_id, id)", "(person_id)", "(by_id) WHERE by_id IS NOT NULL", "(said_at)"),
):
    """That a word went out to somebody who had not just asked anything: when, about which way, by whose hand."""

    organisation_id: Id
    id: Id
    person_id: Id
    way_id: Id | None = None
    message_id: Id
    once: Annotated[str, Length(80)] = ""  # the key of the form that said it
    by_id: Id | None = None
    said_at: datetime


class WordWish(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_word_wishes",
    key=("organisation_id", "person_id"),
    indexes=("(person_id)",),
):
    """Whether somebody wants words of an organisation. Its row is held by whoever decides something between the two."""

    organisation_id: Id
    person_id: Id
    never: bool = False
    not_before: datetime | None = None


class GoodNews(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_good_news",
    key=("organisation_id", "subject_id"),
    indexes=(
        "(organisation_id, marked_at)",
        "(organisation_id, case_id)",
        "(person_id)",
        "(by_id) WHERE by_id IS NOT NULL",
    ),
    references=("(organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE",),
):
    """A message or post in a case that tells good news, as somebody of the team found who read it."""

    organisation_id: Id
    subject_id: Id
    case_id: Id
    person_id: Id
    by_id: Id | None = None
    marked_at: datetime


class ErasingAtDesk(Fact, frozen=True, kw_only=True):
    """There is more to erase of what an organisation noted about somebody who asked for that."""

    organisation_id: Id
    person_id: Id
