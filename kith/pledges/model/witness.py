"""Witnesses: those before whom a pledge is made."""

from datetime import datetime
from typing import Literal

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record

WITNESSES_MAX = 5

WitnessState = Literal["asked", "accepted", "declined"]


class Witness(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_witnesses",
    key=("author_id", "pledge_id", "witness_id"),
    indexes=("(witness_id, pledge_id)",),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """Somebody who is asked to stand by, and what they said. Who said no is not asked again."""

    author_id: Id
    pledge_id: Id
    witness_id: Id
    state: WitnessState = "asked"
    asked_at: datetime
    answered_at: datetime | None = None


class Doubt(
    Record,
    frozen=True,
    kw_only=True,
    table="pledge_doubts",
    key=("author_id", "pledge_id", "post_id", "witness_id"),
    indexes=("(witness_id)",),
    references=("(author_id, pledge_id) REFERENCES pledges (author_id, id) ON DELETE CASCADE",),
):
    """A witness asked once, for the author's ears alone: is that not about it?"""

    author_id: Id
    pledge_id: Id
    post_id: Id
    witness_id: Id
    asked_at: datetime
    answered_at: datetime | None = None


class WitnessAsked(Fact, frozen=True, kw_only=True):
    """Somebody is asked to be a witness."""

    author_id: Id
    pledge_id: Id
    witness_id: Id


class DoubtRaised(Fact, frozen=True, kw_only=True):
    """A witness asked about a post."""

    author_id: Id
    pledge_id: Id
    post_id: Id
    witness_id: Id
