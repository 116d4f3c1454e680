"""Records, wishes and limits of moderation."""

from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import Account

COMMENT_MAX = 1000  # characters of one report, as apps know it
COMMENTS_MAX = 10_000  # of all that somebody adds to a report that is open
POSTS_MAX = 100  # of one report
NOTE_MAX = 2000
NOTES_MAX = 200  # of one report
AT_ODDS_MAX = 10_000  # people with whom one has an open report; more is a campaign, and every prompt can wait
REPORTS_KEPT_DAYS = 365  # after an owner said that it is done

Category = Literal["spam", "legal", "violation", "other"]
CATEGORIES: tuple[Category, ...] = get_args(Category)


class ReportedCollection(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as it stood when it was reported."""

    id: Id
    name: str
    description: str


class Report(
    Record,
    frozen=True,
    kw_only=True,
    table="reports",
    key=("account_id", "id"),
    indexes=(
        # Of one person about another there is one open report: what they say next is added to it.
        "UNIQUE (account_id, reporter_id) WHERE handled_at IS NULL",
        "(id)",
        "(reporter_id)",
        "(handled_by) WHERE handled_by IS NOT NULL",
        "(handled_at) WHERE handled_at IS NOT NULL",
    ),
):
    """Somebody (`account_id`) was reported. The reporter, and who handled it, are none once they have left.

    `rules` are the words of the rules as they stood; `rule_ids` their numbers then. `collections` are what the person
    made and was reported too.
    """

    account_id: Id
    id: Id
    reporter_id: Id | None
    category: Category
    comment: Annotated[str, Length(COMMENTS_MAX)] = ""
    post_ids: tuple[Id, ...] = ()
    rule_ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    handled_at: datetime | None = None
    handled_by: Id | None = None
    created_at: datetime
    updated_at: datetime
    collections: tuple[ReportedCollection, ...] = ()


class ReportedPost(
    Record,
    frozen=True,
    kw_only=True,
    table="reported_posts",
    key=("account_id", "report_id", "post_id"),
    references=("(account_id, report_id) REFERENCES reports (account_id, id) ON DELETE CASCADE",),
):
    """A post as it stood when it was reported. `pictures` are what their descriptions said."""

    account_id: Id
    report_id: Id
    post_id: Id
    text: str
    warning: str
    audience: str
    pictures: tuple[str, ...] = ()
    poll_options: tuple[str, ...] = ()
    published_at: datetime


class ReportNote(
    Record,
    frozen=True,
    kw_only=True,
    table="report_notes",
    key=("account_id", "report_id", "id"),
    indexes=("(writer_id)",),
    references=("(account_id, report_id) REFERENCES reports (account_id, id) ON DELETE CASCADE",),
):
    """What an owner says to the others about a report."""

    account_id: Id
    report_id: Id
    id: Id
    writer_id: Id | None
    text: Annotated[str, Length(NOTE_MAX)]
    created_at: datetime


class ReportWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants to report. With rules it is a violation of them, whatever else it says."""

    account_id: Id
    category: Category = "other"
    comment: str = ""
    post_ids: tuple[Id, ...] = ()
    rule_ids: tuple[str, ...] = ()
    collection_ids: tuple[Id, ...] = ()


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """A report with who it is about and from, as far as they are here still."""

    report: Report
    account: Account | None
    reporter: Account | None
    handled_by: Account | None


class KeptWords(msgspec.Struct, frozen=True, kw_only=True):
    """A reported post, and whether it is there still and says the same."""

    post: ReportedPost
    state: Literal["there", "changed", "gone"]


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """A note and who wrote it, if they are here still."""

    note: ReportNote
    writer: Account | None
