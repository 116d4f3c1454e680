"""A conversation, who takes part in it, and what each of them has of it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import Picture

NAME_MAX = 80  # characters
MEMBERS_MAX = 50
CONVERSATIONS_MAX = 7_500  # that one person has open; as many as one can follow
PINNED_MAX = 20
MESSAGES_PINNED_MAX = 3  # in one conversation; more are no longer seen at a glance
DRAFT_MAX = 20_000  # code points: the longest message, in the widest script
SILENT_DAYS_MAX = 3650  # longer is "for ever", which has no date
KEEPS_DAYS: tuple[int, ...] = (1, 7, 90)  # after which messages vanish; without a number they stay
BADGE_MAX = 100  # more unread conversations than that are not counted

ConversationKind = Literal["pair", "group"]
MemberRole = Literal["founder", "member"]
SeatState = Literal["open", "request", "declined", "left"]
WhoMayWrite = Literal["everyone", "known", "inner"]
WhoSeesPresence = Literal["nobody", "ties", "everyone"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Messages that two people write to each other without a pause: the beginning of a talk, or all of one."""

    since_id: Id  # its first message: what names the talk
    since_at: datetime
    at: datetime  # of its last message
    writers: tuple[Id, ...]
    counted: bool = False


class Conversation(Record, frozen=True, kw_only=True, table="conversations", key=("id",)):
    """What is said among its members. `last_seq` is the number of its newest message, `changes` counts whatever
    changed in it. Whoever writes into it holds this row.
    """

    id: Id
    kind: ConversationKind
    name: Annotated[str, Length(NAME_MAX)] = ""
    picture: Picture | None = None
    picture_by: Id | None = None  # whose upload it is
    founder_id: Id
    shows_history: bool = True  # whether who comes later sees what was said before
    keeps_days: int | None = None  # for what is said from now on
    asked_days: int | None = None  # what one of a pair would like instead; 0: that messages stay
    asked_by: Id | None = None
    pinned_ids: tuple[Id, ...] = ()  # messages, the one pinned last at the end
    last_seq: int = 0
    changes: int = 0
    run: Run | None = None
    created_at: datetime


class PairConversation(
    Record,
    frozen=True,
    kw_only=True,
    table="pair_conversations",
    key=("low_id", "high_id"),
    indexes=("(high_id)",),
    checks=("low_id < high_id",),
):
    """The one conversation of two people: a small table of its own, because a unique pair is no constraint on a table
    that is spread by conversation.
    """

    low_id: Id
    high_id: Id
    conversation_id: Id


class ConversationMember(
    Record,
    frozen=True,
    kw_only=True,
    table="conversation_members",
    key=("conversation_id", "account_id"),
    indexes=("(account_id)",),
):
    """Somebody in a conversation, and up to where they are: all numbers are those of its messages.

    They see what comes after `since_seq` and `cleared_seq`, and nothing at all once they left.
    """

    conversation_id: Id
    account_id: Id
    role: MemberRole = "member"
    since_seq: int = 0
    cleared_seq: int = 0
    read_seq: int = 0
    delivered_seq: int = 0
    left_at: datetime | None = None
    joined_at: datetime


class Seat(
    Record,
    frozen=True,
    kw_only=True,
    table="seats",
    key=("owner_id", "conversation_id"),
    indexes=(
        "(owner_id, state, last_id)",
        "(owner_id, last_id) WHERE unread",
        "(owner_id, last_id) WHERE pinned",
        "(conversation_id)",
        "(owner_id, other_id) WHERE other_id IS NOT NULL",
    ),
):
    """A conversation in somebody's list: whom it is with (`other_id`, of a pair), and its newest message. One in which
    nothing was said yet has no `last_id` and stands in no list. At `vanishes_at` the last of what is new has vanished,
    and it is not unread any more.
    """

    owner_id: Id
    conversation_id: Id
    other_id: Id | None = None
    state: SeatState
    last_id: Id = Id(0)
    last_seq: int = 0
    unread: bool = False
    vanishes_at: datetime | None = None
    silent_until: datetime | None = None
    pinned: bool = False
    memories: bool = True  # whether the two may be reminded of it
    memories_asked_at: datetime | None = None  # when its owner said so; before that it is a default
    draft: Annotated[str, Length(DRAFT_MAX)] = ""


class TalkSettings(Record, frozen=True, kw_only=True, table="talk_settings", key=("owner_id",)):
    """What somebody wants of all their conversations."""

    owner_id: Id
    who_may_write: WhoMayWrite = "known"  # whose first words do not wait among requests
    presence: WhoSeesPresence = "ties"
    shows_marks: bool = True  # that they received and read: shown and seen, or neither
    may_forward: bool = False  # whether others may pass their words on
    memories: bool = True
