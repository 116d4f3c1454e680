"""A tie: what two people have given each other, seen from one of them."""

from datetime import date, datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record


class Direction(msgspec.Struct, frozen=True, kw_only=True):
    """What one of two has given the other. All numbers are those of `at`; whoever reads later lets them fade."""

    fast: float = 0.0  # points that fade by half in a month
    slow: float = 0.0  # points that fade by half in two years
    at: datetime | None = None
    raw: float = 0.0  # undamped points of the day of `at`
    bits: int = 0  # the last 30 days with something composed; bit 0 is the day of `at`
    composed_at: datetime | None = None  # when something composed came last


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """Two directions, and what they make together. `given` is from the one it is seen from."""

    given: Direction = Direction()
    got: Direction = Direction()
    peak: float = 0.0  # the closest they were at an act, without what they declare
    peak_of_other: float = 0.0  # the same, seen from the other
    exchanges: int = 0  # something composed that was answered by something composed; one a day at most
    exchanged_at: datetime | None = None
    begun_at: datetime | None = None


class TieRecord(
    Record,
    frozen=True,
    kw_only=True,
    table="ties",
    key=("owner_id", "other_id"),
    indexes=("(owner_id, other_id) WHERE reached", "(other_id)"),
    checks=("owner_id <> other_id",),
):
    """A tie under one of the two; its twin under the other holds the same with given and got exchanged.

    The row under the lower id is the lock of both. `reached` tells whether the owner ever did something towards the
    other, or both declare something: to all others the tie is nothing, however much came from them.
    """

    owner_id: Id
    other_id: Id
    acts: int = 0  # the number that the last act between them was given
    given_fast: float = 0.0
    given_slow: float = 0.0
    given_at: datetime | None = None
    given_raw: float = 0.0
    given_bits: int = 0
    given_composed_at: datetime | None = None
    got_fast: float = 0.0
    got_slow: float = 0.0
    got_at: datetime | None = None
    got_raw: float = 0.0
    got_bits: int = 0
    got_composed_at: datetime | None = None
    peak: float = 0.0
    exchanges: int = 0
    exchanged_at: datetime | None = None
    begun_at: datetime | None = None
    reached: bool = False
    bond: float = 0.0  # what both declare to be, in points
    shared_years: int = 0  # of a past that both confirmed and that is over
    shared_until: date | None = None


class KnownTie(msgspec.Struct, frozen=True):
    """A pair's row under the lower id as this process wrote it last, and which version of it that is."""

    row: TieRecord
    version: str


class SeenTie(TieRecord, frozen=True, kw_only=True):
    """A tie as it is read: with its place and its owner's word about it."""

    circle: int
    kept_in: int
    not_close: bool
    left_alone: bool
    evaluated_on: date


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """A tie as its owner reads it now. `closeness`, `strength` and `mutual` order things and are never shown."""

    person_id: Id
    strength: float = 0.0  # 0 to 1, without 1
    closeness: float = 0.0
    mutual: float = 0.0  # the same from both sides
    depth: float = 0.0  # how much there once was: 0 to 1
    dormancy: float = 0.0  # how much of it sleeps; 0 unless dormant
    dormant: bool = False
    circle: int = 0  # 5, 15, 50, 150; 0 outside all of them
    kept: bool = False  # in that circle by its owner's word
    not_close: bool = False  # in no circle, by its owner's word
    left_alone: bool = False  # by its owner's word: a partner of once, or never to be suggested
    last_talk_at: datetime | None = None  # composed, in either direction
    last_wrote_at: datetime | None = None  # composed, by the owner
    begun_at: datetime | None = None
    wrote_days: int = 0  # of the last 30, on which the owner wrote to them
    heard_days: int = 0  # of the last 30, on which they wrote to the owner
