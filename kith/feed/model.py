"""Records and values of Home.

The fair share is decided over *authors*, never over posts: what an author is to the reader, when the reader last saw a
card of theirs, and what of theirs is unread. How often something was liked, passed on or looked at is not in here, so
that no rule can ask for it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record

PAGE_SIZE = 20  # cards
WAITING_EVERY = 4  # every fourth place goes to whoever has waited longest
CARDS_MAX = 5  # of one author on one Home, when the reader wishes so
CARDS_OF_CLOSEST = 3  # what those in the circle of five have without any wish
EARLIER_DAYS = 30  # unread posts are kept on Home for so long; after that they are on their author's page
HEAD_START_DAYS = 7  # of whoever is followed anew, the last week counts as not seen: a table is never empty at first
BACK_DAYS = 30  # a dormant tie not seen for so long comes back with its depth

Lane = Literal["close", "back", "waiting", "follow", "tag"]
HomeOrder = Literal["fair", "newest"]


class HomeChoice(Record, frozen=True, kw_only=True, table="home_choices", key=("reader_id",)):
    """How somebody reads Home. Without a row: by fair share."""

    reader_id: Id
    home_order: HomeOrder


class HomeMark(
    Record, frozen=True, kw_only=True, table="home_reading", key=("reader_id", "author_id"), indexes=("(author_id)",)
):
    """How far somebody has read one author on Home.

    `seen_at` is when a card of theirs was last shown. Everything up to `done_id` is read; above it `read_ids` are.
    `cards` is how many cards the reader gives them, where they chose.
    """

    reader_id: Id
    author_id: Id
    seen_at: datetime | None = None
    done_id: Id = Id(0)
    read_ids: tuple[Id, ...] = ()
    cards: int | None = None


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with something unread. `seen_at` is when the reader last saw a card of theirs, else since when they read
    them. `mutual` is what of the tie comes from both. `topics` are those of posts, where any are known; `tag` is the
    hashtag that brings a stranger; `closest` are the five whom caps on everyone leave alone.
    """

    id: Id
    unread: tuple[Id, ...]
    seen_at: datetime
    tie: float = 0.0
    mutual: float = 0.0
    depth: float = 0.0
    dormant: bool = False
    cards_max: int = 1
    topics: Mapping[Id, tuple[str, ...]] = {}
    tag: str = ""
    closest: bool = False
    remembered: bool = False  # has died: nobody waits there, and nobody comes back


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What a cap of the reader leaves for this week: `left` more cards of somebody (0: of everyone) about a topic
    (empty: about anything). `for_closest` is one that the reader set for everyone, the closest five among them.
    """

    cap_id: Id
    author_id: Id = Id(0)
    topic: str = ""
    left: int = 0
    for_closest: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads, when, on which of their own days, and what their caps leave room for."""

    reader_id: Id
    now: datetime
    day: date
    page_size: int = PAGE_SIZE
    waiting_every: int = WAITING_EVERY
    rooms: tuple[Room, ...] = ()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One card on Home, and why it is there: its lane, and the instant that the lane's sentence counts from.

    `friend` tells whether something of the tie comes from both. `fold` are further posts of the author, newest first;
    `over` how many of them are about a topic that has a cap, by topic. `took` are the caps whose room the card takes.
    """

    author_id: Id
    post_id: Id
    lane: Lane
    since_at: datetime
    round: int = 1
    fold: tuple[Id, ...] = ()
    tag: str = ""
    friend: bool = False
    took: tuple[Id, ...] = ()
    over: tuple[tuple[str, int], ...] = ()


class TopicFold(msgspec.Struct, frozen=True, kw_only=True):
    """A topic for which there is no room, and who wrote about it: each with their posts, newest first.

    Without a topic it is of people of whom the reader wants no more this week, whatever they write about.
    """

    topic: str
    posts_by: tuple[tuple[Id, tuple[Id, ...]], ...]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """Home, decided: every unread post stands in exactly one of the three."""

    places: tuple[Place, ...] = ()
    topic_folds: tuple[TopicFold, ...] = ()
    earlier: tuple[tuple[Id, tuple[Id, ...]], ...] = ()  # by author: unread, but passed by already


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A place as it is kept while somebody reads: of its fold the number, the newest and the oldest."""

    author_id: Id
    post_id: Id
    lane: Lane
    since_at: datetime
    round: int = 1
    tag: str = ""
    friend: bool = False
    more: int = 0
    newest_id: Id = Id(0)
    oldest_id: Id = Id(0)
    took: tuple[Id, ...] = ()
    over: tuple[tuple[str, int], ...] = ()
    over_with: bool = False  # the reader is done with the author since


class KeptLane(msgspec.Struct, frozen=True, kw_only=True):
    """What one author has in the fold of a topic: all that is fresh of theirs, between two posts."""

    author_id: Id
    count: int
    newest_id: Id
    oldest_id: Id


class KeptFold(msgspec.Struct, frozen=True, kw_only=True):
    """The fold of a topic, as it is kept while somebody reads."""

    topic: str
    lanes: tuple[KeptLane, ...]


class Sitting(msgspec.Struct, frozen=True, kw_only=True):
    """One time of reading Home: its order stands still from when it was made. `knows` tells whom it was made of,
    `week_on` for which week caps were counted.
    """

    id: Id
    reader_id: Id
    made_at: datetime
    knows: str
    seats: tuple[Seat, ...]
    folds: tuple[KeptFold, ...] = ()
    week_on: date | None = None
