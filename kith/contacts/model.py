"""Records, facts and limits of contacts."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

FILE_MAX_MB = 20  # ten thousand people with portraits are less
LISTS_A_DAY_MAX = 5
LISTS_SHOWN_MAX = 50
OPEN_QUESTIONS_MAX = 10  # of one person: who is on many lists is not asked all day
AGREED_YEARS_MAX = 10  # a yes from longer ago is none
FORGOTTEN_AFTER_S = 15 * 60

# How somebody agreed. Chosen, not written: a free word would be a way to write first.
How = Literal["in_person", "on_paper", "website", "mail", "phone"]
HOWS: tuple[How, ...] = get_args(How)
ListState = Literal["waiting", "reading", "done", "failed"]
ContactAnswer = Literal["yes", "no"]


class ContactList(Record, frozen=True, kw_only=True, table="contact_lists", key=("organisation_id", "id")):
    """A file that was sent, and what came of reading it. `people` counts those whom it names, here or not."""

    organisation_id: Id
    id: Id
    by_id: Id | None = None
    how: How
    agreed_on: date
    state: ListState = "waiting"
    percent: int = 0
    problem: Annotated[str, Length(20)] = ""
    people: int = 0
    sent_at: datetime


class ContactQuestion(
    Record,
    frozen=True,
    kw_only=True,
    table="contact_questions",
    key=("person_id", "organisation_id"),
    indexes=("(organisation_id, person_id) WHERE answer = 'yes'", "(person_id) WHERE answer IS NULL"),
):
    """That somebody is asked whether they agreed. It stays, with its answer: the same is never asked again."""

    person_id: Id
    organisation_id: Id
    how: How
    agreed_on: date
    asked_at: datetime
    answer: ContactAnswer | None = None


class ContactListCame(Fact, frozen=True, kw_only=True):
    """A file lies ready to be read."""

    organisation_id: Id
    list_id: Id


class ContactListForgotten(Fact, frozen=True, kw_only=True):
    """Whatever became of the file, it is not to lie here any longer."""

    organisation_id: Id
    list_id: Id
