"""Circles: the closest 5, 15, 50 and 150, each inside the next; and what their owner says about it."""

from datetime import date, datetime
from typing import Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record

CIRCLES = (150, 50, 15, 5)  # from the outside in
PINS_MAX = 3  # people who are kept close, a circle; they take nobody's place

Circle = Literal[5, 15, 50, 150]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands, and how long they have been on their way: as many evaluations in a row, a circle each.

    Whoever stands in a circle stands in all the larger ones. `above` and `below` are in the order of `CIRCLES`.
    """

    circle: int = 0
    changed_on: date | None = None
    above: tuple[int, ...] = (0, 0, 0, 0)
    below: tuple[int, ...] = (0, 0, 0, 0)
    challenged: int = 0  # the full circle before which they stand, stronger than its weakest
    challenged_on: date | None = None  # since when


class CirclePlace(
    Record, frozen=True, kw_only=True, table="circle_places", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """A place, of the owner's circles."""

    owner_id: Id
    other_id: Id
    circle: int
    changed_on: date | None
    above: tuple[int, ...]
    below: tuple[int, ...]
    challenged: int
    challenged_on: date | None


class TieWish(
    Record, frozen=True, kw_only=True, table="tie_wishes", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """What somebody says about a tie of theirs. It goes before everything that was counted, and nobody is told."""

    owner_id: Id
    other_id: Id
    kept_in: int = 0  # the circle in which they are kept, whatever was counted
    not_close: bool = False  # in no circle
    never: bool = False  # not to be suggested
    parted: bool = False  # they were partners, and are no more
    hopes_at: datetime | None = None  # would like to hear from them, since then
    both_hope_at: datetime | None = None  # so do they
    hope_ended_at: datetime | None = None  # when that was last taken back
    path: bool | None = None  # whether others may be found through this tie; else as for all


class CircleDay(Record, frozen=True, kw_only=True, table="circle_days", key=("owner_id",)):
    """When somebody's circles were last looked at. A row of its own, so that reading waits for nothing else."""

    owner_id: Id
    evaluated_on: date


class TieSettings(Record, frozen=True, kw_only=True, table="tie_settings", key=("owner_id",)):
    """What is kept once a person. The row is the lock of all that is counted a person."""

    owner_id: Id
    unsuggested: bool = False  # does not wish to be suggested to anybody
    prompted_at: datetime | None = None  # when they were last prompted
    returned_at: datetime | None = None  # when they last said something to everybody after a long silence
    paths: bool | None = None  # whether others may be found through their ties; nothing before they were asked
