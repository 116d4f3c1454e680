"""What brightened somebody's day, and what two people are reminded of."""

from datetime import datetime
from typing import Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.conversations.model.message import MessageView
from kith.people.model import Account
from kith.posts.model import Card

HEARD_EVERY_HOURS = 24
MOMENTS_MAX = 100  # of one week
MEMORY_YEARS_MAX = 10
MEMORY_CONVERSATIONS_MAX = 100  # the newest, in which a memory is sought

BrightKind = Literal["message", "post"]
MemoryKind = Literal["on_this_day", "photo", "first_talk"]


class BrightExchange(
    Record,
    frozen=True,
    kw_only=True,
    table="bright_exchanges",
    key=("low_id", "high_id", "subject_id"),
    indexes=("(low_id, last_at)", "(high_id, last_at)"),
    checks=("low_id < high_id",),
):
    """An exchange of two people that brightened the day of so many: by a message, or by a public answer."""

    low_id: Id
    high_id: Id
    subject_id: Id
    kind: BrightKind
    count: int = 0
    last_at: datetime
    told_at: datetime | None = None  # when the two last heard of it


class Brightening(
    Record,
    frozen=True,
    kw_only=True,
    table="brightenings",
    key=("low_id", "high_id", "subject_id", "person_id"),
    indexes=("(person_id, subject_id)", "(high_id)"),
):
    """Whose day it brightened."""

    low_id: Id
    high_id: Id
    subject_id: Id
    person_id: Id
    at: datetime


class Brightened(Fact, frozen=True, kw_only=True):
    """An exchange brightened somebody's day. Told to the two who had it, but whoever said so, once a day at most."""

    low_id: Id
    high_id: Id
    subject_id: Id
    kind: BrightKind
    person_id: Id
    to_ids: tuple[Id, ...]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A brightened exchange as one of the two reads it again: a message, or the card of an answer."""

    exchange: BrightExchange
    other: Account
    message: MessageView | None = None
    card: Card | None = None


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """Something that two people said so many years ago today."""

    kind: MemoryKind
    years: int
    other: Account
    message: MessageView


class PublicExchange(msgspec.Struct, frozen=True, kw_only=True):
    """What two people answered each other for everybody to hear, the oldest first; `mine` for one of the two."""

    people: tuple[Account, Account]
    cards: tuple[Card, ...]
    mine: bool
