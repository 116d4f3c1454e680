"""The ledger: what went out about the topic, and what is held for later."""

from datetime import datetime
from typing import Literal

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record

Source = Literal["author", "classifier+author", "unsorted"]
EntryKind = Literal["post", "repost"]


class Entry(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_entries",
    key=("author_id", "pledge_id", "post_id"),
    indexes=(
        "UNIQUE (author_id, pledge_id, period, slot) WHERE slot IS NOT NULL AND returned_at IS NULL",
        "(author_id, post_id)",
    ),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """A post in the ledger. No row is taken out or moved to another period: marks are only added to it.

    `slot` is its place among the period's posts; without one it is over, or does not count (`over` tells them apart).
    `returned_at`: it gave its place back, because its author said that it is not about the topic, or took it away at
    once and nobody had been given it.
    """

    author_id: Id
    pledge_id: Id
    post_id: Id
    kind: EntryKind = "post"
    root_id: Id  # the first post of its thread: a chain that goes on within half an hour is one
    at: datetime
    period: int
    slot: int | None = None
    over: bool = False
    source: Source
    deleted_at: datetime | None = None
    returned_at: datetime | None = None


class Reservation(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_reservations",
    key=("author_id", "pledge_id", "draft_id"),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """A place in a period to come, held for a post that goes out by itself then. It holds while the post waits."""

    author_id: Id
    pledge_id: Id
    draft_id: Id
    at: datetime


class Warned(
    Record, frozen=True, kw_only=True, table="pledge_warnings", key=("author_id", "digest"), indexes=("(warned_at)",)
):
    """An app was told that a post would go over. The same words again, soon, mean: post it anyway, recorded."""

    author_id: Id
    digest: bytes
    warned_at: datetime


class Outage(Record, frozen=True, kw_only=True, table="pledge_outages", key=("began_at",)):
    """The server was not there so long that what went out in that time says nothing about anybody's promise."""

    began_at: datetime
    ended_at: datetime


class Beat(Record, frozen=True, kw_only=True, table="pledge_beats", key=("name",)):
    """When the server was last seen at work."""

    name: str
    beat_at: datetime


class ServerSeen(Fact, frozen=True):
    """The server is at work (told for each hour): where that is not heard for long, it was away."""
