"""A case: what one person and an organisation have to do with each other in one thread, and what was done about it."""

from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.mailbox.model import MailPerson
from kith.people.model import Account

AIM_MINUTES = 120  # in which somebody is to be answered, while the desk is open, unless the organisation says otherwise
AIM_MINUTES_MAX = 14_400  # ten days
LABELS_MAX = 10  # a case
LABEL_MAX = 40
LABELS_SUGGESTED = 50  # of those in use
NOTE_MAX = 4_000
NOTE_NAMES_MAX = 10  # colleagues who are named in a note
REPLIES_MAX = 200
REPLY_TITLE_MAX = 80
REPLY_MAX = 4_000
SNOOZED_DAYS_MAX = 365
REOPENED_DAYS = 7  # what is said so soon after a case was settled belongs to it; later it is a new one
COUNTED_MAX = 1_000  # overdue: more are not counted
USUAL_AMONG = 100  # the last answers, of which the middle one says how long it usually takes
USUAL_AT_LEAST = 5  # of fewer nothing is said
USUAL_DAYS = 90
BUNDLE_MIN = 20  # from so many new cases of one likeness within an hour on they stand in the list as one
WRITING_S = 8  # a page says it again every few seconds, as long as somebody writes
WORDS_SOUGHT_MAX = 100

Channel = Literal["talk", "thread", "mail"]
State = Literal["new", "ours", "theirs", "snoozed", "settled", "named"]
View = Literal["mine", "unassigned", "ours", "theirs", "overdue", "snoozed", "named", "settled", "all"]
VIEWS: tuple[View, ...] = get_args(View)
Feedback = Literal["thanks", "brightened", "not_helped"]
EventKind = Literal[
    "opened",
    "said",
    "answered",
    "note",
    "taken",
    "assigned",
    "released",
    "snoozed",
    "woke",
    "settled",
    "reopened",
    "labelled",
    "went_private",
    "thanks",
    "brightened",
    "not_helped",
    "closed",
    "undelivered",
    "machine",
    "sent_again",
    "named",
    "liked",
]
NOBODY = Id(0)  # in the counts, in the place of whom a case is given to


class Case(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_cases",
    key=("organisation_id", "id"),
    indexes=(
        # One open case a person and thread; what is settled may stand there many times.
        "UNIQUE (organisation_id, person_id, channel, thread_id) WHERE state <> 'settled'",
        "(organisation_id, person_id, id)",
        "(person_id)",
        "(assignee_id) WHERE assignee_id IS NOT NULL",
        # A view reads its own index from its end: how many cases lie in the others costs it nothing.
        "(organisation_id, moved_id)",
        "(organisation_id, assignee_id, moved_id) WHERE state <> 'settled'",
        "(organisation_id, assignee_id, moved_id) WHERE state = 'settled'",
        "(organisation_id, moved_id)"
        " WHERE assignee_id IS NULL AND state NOT IN ('settled', 'named') AND bundle_id IS NULL",
        "(organisation_id, moved_id) WHERE state IN ('new', 'ours') AND bundle_id IS NULL",
        "(organisation_id, moved_id) WHERE state = 'theirs'",
        "(organisation_id, moved_id) WHERE state = 'snoozed'",
        "(organisation_id, moved_id) WHERE state = 'settled'",
        "(organisation_id, due_at) WHERE due_at IS NOT NULL",
        "(organisation_id, answered_at) WHERE answered_at IS NOT NULL",
        "(organisation_id, likeness, id) WHERE likeness IS NOT NULL AND state = 'new'",
        "(organisation_id, thread_id, id) WHERE state = 'new'",
        "(organisation_id, bundle_id, moved_id) WHERE bundle_id IS NOT NULL",
        "(organisation_id, settled_at) WHERE settled_at IS NOT NULL",
        "(organisation_id, moved_id) WHERE state = 'named' AND bundle_id IS NULL",
        "(organisation_id, likeness, id) WHERE likeness IS NOT NULL AND state = 'named'",
        "(organisation_id, thread_id, id) WHERE state = 'named'",
    ),
):
    """What one person said to, or about, an organisation in one thread, and how far it has come.

    `thread_id` is a conversation, the first post of a public thread, or the first mail of one; `last_id` the newest
    message, post or mail of the person, who has an account, or wrote by mail. `moved_id` orders the lists. `answers`
    counts what the organisation said: who answers tells which of them they have read. `waits_since` is the first word
    that was not answered yet, `due_at` until when it is to be. `likeness` is the same for words that are alike. One of
    a flood stands in its bundle until somebody touches it.
    """

    organisation_id: Id
    id: Id
    person_id: Id
    channel: Channel
    thread_id: Id
    last_id: Id
    moved_id: Id
    state: State = "new"
    assignee_id: Id | None = None
    labels: tuple[str, ...] = ()
    answers: int = 0
    opened_at: datetime
    waits_since: datetime | None = None
    due_at: datetime | None = None
    snoozed_until: datetime | None = None
    answered_at: datetime | None = None  # for the first time
    answer_s: int | None = None  # how long that took, while the desk was open
    settled_at: datetime | None = None
    reopened_at: datetime | None = None
    feedback: Feedback | None = None
    likeness: Id | None = None
    bundle_id: Id | None = None
    settle_s: int | None = None  # from the first word until it was settled, while the desk was open

    @property
    def is_open(self) -> bool:
        """Whether there is anything left to do."""
        return self.state != "settled"


class CaseGlance(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it is named elsewhere: whose desk it is, and who it is with; nobody, where they are gone."""

    case: Case
    organisation: Account
    person: Account | None
    writer: MailPerson | None = None

    @property
    def place(self) -> str:
        """The page to open."""
        return f"/desk/{self.organisation.handle}/cases/{self.case.id}"


class Bundle(Record, frozen=True, kw_only=True, table="desk_bundles", key=("organisation_id", "id")):
    """New cases that came in a flood: of words that are alike, or of one thread. They stand in the lists as one.

    `id` is the likeness, or the thread; `sample_id` a case that shows what it is about.
    """

    organisation_id: Id
    id: Id
    sample_id: Id
    count: int
    begun_at: datetime
    quiet: bool = False  # whether they name the organisation, and say nothing to it


class CaseEvent(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_events",
    key=("organisation_id", "case_id", "id"),
    indexes=(
        # The same word is noted once, however often the job that brings it runs.
        "UNIQUE (organisation_id, subject_id, kind) WHERE subject_id IS NOT NULL",
        "(organisation_id, id)",
        "(by_id) WHERE by_id IS NOT NULL",
        "(whom_id) WHERE whom_id IS NOT NULL",
        "USING gin (named_ids)",
        "(organisation_id, id) WHERE kind IN ('thanks', 'brightened')",
        "(organisation_id, kind, at)",  # how much was done in a week
    ),
    references=("(organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE",),
):
    """What was done about a case, by whose hand: its history, and what an owner can look through.

    Without `by_id` it was the person of the case, the server, or somebody who left for good. `subject_id` is a message
    or a post; `text` a note, or a label. `named_ids` are the colleagues in a note.
    """

    organisation_id: Id
    case_id: Id
    id: Id
    kind: EventKind
    by_id: Id | None = None
    whom_id: Id | None = None
    subject_id: Id | None = None
    text: Annotated[str, Length(NOTE_MAX * 5)] = ""
    named_ids: tuple[Id, ...] = ()
    until: datetime | None = None
    at: datetime


class CaseCount(
    Record, frozen=True, kw_only=True, table="desk_counts", key=("organisation_id", "assignee_id", "state")
):
    """How many cases of a state somebody has; `assignee_id` 0 are those that nobody has. Kept, never counted anew."""

    organisation_id: Id
    assignee_id: Id
    state: State
    count: int


class CaseWords(
    Record,
    frozen=True,
    kw_only=True,
    table="desk_words",
    key=("organisation_id", "case_id", "subject_id"),
    indexes=("(subject_id)", "USING gin (to_tsvector('simple'::regconfig, text))"),
    references=("(organisation_id, case_id) REFERENCES desk_cases (organisation_id, id) ON DELETE CASCADE",),
):
    """By which words a case is found: what was said in it, notes, and (under its own id) who it is with, and labels.

    Only for finding: what is shown is read where it was said, and may be gone there.
    """

    organisation_id: Id
    case_id: Id
    subject_id: Id
    text: str


class DeskSettings(Record, frozen=True, kw_only=True, table="desk_settings", key=("organisation_id",)):
    """What an organisation wants of its desk: in how many minutes, while it is open, somebody is to be answered."""

    organisation_id: Id
    aim_minutes: int = AIM_MINUTES


class SavedReply(Record, frozen=True, kw_only=True, table="desk_replies", key=("organisation_id", "id")):
    """Words for an answer that comes again, with blanks: `{{day}}`. It is never sent before somebody read it."""

    organisation_id: Id
    id: Id
    title: Annotated[str, Length(REPLY_TITLE_MAX)]
    text: Annotated[str, Length(REPLY_MAX * 5)]
    made_at: datetime


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A time of the week in which the desk is open: minutes of a day, Monday is 0; `until` is not in it any more."""

    weekday: int
    begins: int
    until: int


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """When a desk is open, by its own clock. Without a span it always is."""

    zone: str = "UTC"
    spans: tuple[Span, ...] = ()
