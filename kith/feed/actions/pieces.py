"""A part of Home, as it is handed on: to pages, and to apps."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.feed.model import Seat, Sitting
from kith.people.model import Account
from kith.posts.model import Card
from kith.ties.model import Tie


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """Where in which sitting a page goes on."""

    sitting_id: Id
    index: int


class FairSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A place with its card, its number in the sitting, and the tie that it may speak of."""

    number: int
    seat: Seat
    card: Card
    tie: Tie


class FairPiece(msgspec.Struct, frozen=True, kw_only=True):
    """A page of Home. `people` have something new in all; `goes_on` is where, `None` at the end.

    `waiting` are those further down who have waited longest; `newer` people have written since the order was made.
    """

    sitting: Sitting
    seats: tuple[FairSeat, ...]
    people: int
    goes_on: Cursor | None
    waiting: tuple[tuple[Account, datetime], ...] = ()
    newer: int = 0
    held: int = 0
    bare: tuple[tuple[Seat, Account], ...] = ()  # whose lead a filter holds back, or is gone: their folds are there
