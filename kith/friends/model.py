"""Records and values of friends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.people.model import Account, Follow, Relation
from kith.posts.model import Card
from kith.ties.model import DeclaredRelation, Reunion, Tie, TieWish


class FriendMark(
    Record, frozen=True, kw_only=True, table="friend_marks", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """How far somebody has read another, on the page about the two; and when they put aside what that one last wrote.

    Nobody else is told.
    """

    owner_id: Id
    other_id: Id
    seen_id: Id = Id(0)  # the newest post of theirs that was shown
    seen_at: datetime | None = None
    settled_at: datetime | None = None  # what came before needs no answer


ShownTo = Literal["mutual", "followers"]


class BirthdayShare(Record, frozen=True, kw_only=True, table="birthday_shares", key=("owner_id",)):
    """Whom somebody lets know their birthday: those who follow them, or of these those whom they follow, too.

    `day_of_year` is month and day in one number, 1231 for the last. The year is in no share: nobody is told it.
    """

    owner_id: Id
    shown_to: ShownTo
    day_of_year: int


class Birthday(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's next birthday."""

    account: Account
    on: date


class OwnBirthday(msgspec.Struct, frozen=True, kw_only=True):
    """When the reader was born, and whom they let know the day; nobody, where that is empty."""

    born_on: date | None
    shown_to: ShownTo | None


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A month or a year: on how many days of it one wrote to the other, and heard from them."""

    begins_on: date
    wrote_days: int = 0
    heard_days: int = 0


class Month(Span, frozen=True, kw_only=True):
    """A month in which one of two wrote something for the other; `first_at` is when that began."""

    first_at: datetime


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """What is between the reader and somebody, in short."""

    account: Account
    tie: Tie
    relations: Sequence[DeclaredRelation]


class Us(msgspec.Struct, frozen=True, kw_only=True):
    """All that is between the reader and somebody: for the reader alone."""

    between: Between
    relation: Relation
    wish: TieWish
    tied: bool  # both gave each other something, or both declare something
    path: bool  # whether the reader lets others be found through this tie
    mark: FriendMark
    i_follow: Follow | None
    they_follow: Follow | None
    invited: bool  # the reader came by their invitation
    birthday_on: date | None  # the next, where they let the reader know
    months: Sequence[Month]
    liked: Sequence["Exchange"]
    last: Sequence[Card]  # the last that either wrote for the other, the oldest first
    since: Sequence[Card]  # what they wrote since the reader last looked, the newest first


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """Words and a direct answer to them, each liked by the other."""

    first: Card
    answer: Card


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody among one's people."""

    account: Account
    tie: Tie


class PersonAt(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and when the words were written that nobody has answered yet."""

    account: Account
    at: datetime


class OldFriend(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was long not heard of, and whether the reader would like to hear from them."""

    account: Account
    reunion: Reunion
    hopes: bool
