"""Records and limits of notices: what somebody is told because it was meant for them."""

from datetime import datetime
from typing import Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.people.model import Account
from kith.posts.model import Card

UNREAD_COUNTED_MAX = 100  # "99+" says as much as any larger number
NOTICES_KEPT_DAYS = 365
TOLD_AT_ONCE_MAX = 200  # people a job; the next ones are told by the next job

NoticeKind = Literal[
    "mention", "reply", "like", "repost", "follow", "request", "accepted", "poll", "post", "joined", "held"
]
KINDS: tuple[NoticeKind, ...] = (
    "mention",
    "reply",
    "like",
    "repost",
    "follow",
    "request",
    "accepted",
    "poll",
    "post",
    "joined",
    "held",
)
ADDRESSED: tuple[NoticeKind, ...] = ("mention", "reply")  # somebody spoke to the owner


class Notice(
    Record,
    frozen=True,
    kw_only=True,
    table="notices",
    key=("owner_id", "id"),
    indexes=(
        # The same is told once, however often the job that tells it runs.
        "UNIQUE (owner_id, kind, from_id, post_id) NULLS NOT DISTINCT",
        "(post_id) WHERE post_id IS NOT NULL",
        "(id)",
    ),
):
    """Somebody (`from_id`) did something that the owner may want to know of; with a post where it is about one."""

    owner_id: Id
    id: Id
    kind: NoticeKind
    from_id: Id
    post_id: Id | None = None
    post_author_id: Id | None = None
    created_at: datetime


class NoticeMark(Record, frozen=True, kw_only=True, table="notice_marks", key=("owner_id",)):
    """Up to where somebody has read. Also the row that whoever tells them something locks first."""

    owner_id: Id
    read_id: Id


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with whom it is from and what it is about, as its owner may see both now."""

    notice: Notice
    account: Account
    card: Card | None
    unread: bool


class NoticeGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Notices of one kind about one thing, told in one sentence: "Ana and 3 others like this." Newest first."""

    kind: NoticeKind
    people: tuple[Account, ...]
    card: Card | None
    newest: Notice
    unread: bool


class PollTold(Fact, frozen=True, kw_only=True):
    """The voters up to `after_id` know that a poll has ended; the others are told next."""

    author_id: Id
    post_id: Id
    after_id: Id


class PostTold(Fact, frozen=True, kw_only=True):
    """The followers up to `after_id` who wish to hear of each post know of this one; the others are told next."""

    author_id: Id
    post_id: Id
    after_id: Id
