"""Records, facts and limits of the mirror."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

WINDOW_DAYS = 28
TOPIC_DAYS = 7
ANSWER_DAYS = 7  # in which an answer counts as one
LOOK_HOUR = 8  # on Monday, by its owner's clock
PAUSE_DAYS = 28
WEEKS_KEPT = 52
UNOPENED_MIN = 3  # so many times "Done with X", on different days, before it says anything
OLD_TIE_DAYS = 30  # whom one has known for less says nothing about less: nobody comes to do that
CLOSENESS_MIN = 0.035  # from here on there is a tie at all: the rim of the widest circle

Term = Literal["telling", "waiting", "topic", "less"]
Word = Literal["conversation", "telling", "broadcasting", "horn"]


class Mirror(
    Record,
    frozen=True,
    kw_only=True,
    table="mirrors",
    key=("owner_id",),
    indexes=("(due_at)",),
):
    """That somebody wishes to see how they sound; without a row nothing is counted and nothing is kept.

    It rests until `paused_until`; what was before that instant is never looked at again. `zone` is what their device
    told when they turned it on, for whoever chose none.
    """

    owner_id: Id
    zone: Annotated[str, Length(64)]
    turned_on_at: datetime
    paused_until: datetime | None = None
    due_at: datetime


class MirrorWeek(
    Record,
    frozen=True,
    kw_only=True,
    table="mirror_weeks",
    key=("owner_id", "week_on"),
    references=("(owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE",),
):
    """What was counted in the four weeks before a Monday: numbers alone.

    `talks` are people and days: a person counts once a day. `waiting` are replies so late that there is time yet;
    they are in neither of the two before. `topic` is the one that was furthest above its pace,
    `topic_pace` so many a week. `less_percent` was blurred before it was written, and is `None` where too few read.
    """

    owner_id: Id
    week_on: date
    posts: int
    talks: int
    received: int
    answered: int
    waiting: int = 0
    topic: Annotated[str, Length(40)] = ""
    topic_posts: int = 0
    topic_pace: float = 7.0
    topic_promised: bool = False
    less_percent: int | None = None


class NeedlessReply(
    Record,
    frozen=True,
    kw_only=True,
    table="mirror_needless",
    key=("owner_id", "post_id"),
    indexes=("(author_id)",),
    references=("(owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE",),
):
    """A reply that needs no answer, as whoever got it says, for themselves alone."""

    owner_id: Id
    post_id: Id
    author_id: Id
    marked_at: datetime


class LessSaid(
    Record,
    frozen=True,
    kw_only=True,
    table="mirror_less",
    key=("owner_id", "reader_id"),
    indexes=("(reader_id)",),
    references=("(owner_id) REFERENCES mirrors (owner_id) ON DELETE CASCADE",),
):
    """That a reader put the owner's fold away unopened on so many days, or stopped following them; for four weeks.

    No page and no answer reads it: it ends in one blurred share.
    """

    owner_id: Id
    reader_id: Id
    unopened: int = 0
    unopened_at: datetime | None = None
    unfollowed_at: datetime | None = None


class MirrorDue(Fact, frozen=True, kw_only=True):
    """It is Monday morning for somebody. One that was put to another time since then is told by itself."""

    owner_id: Id
    due_at: datetime


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What the index is made of: see `MirrorWeek`. `less` is a share between 0 and 1."""

    posts: int
    talks: int
    received: int
    answered: int
    waiting: int = 0
    topic_posts: int = 0
    topic_pace: float = 7.0
    less: float | None = None


class Acted(msgspec.Struct, frozen=True, kw_only=True):
    """Something composed between the owner and one other, by the owner (`mine`) or towards them."""

    other_id: Id
    mine: bool
    at: datetime


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to what the owner said: by whom; the id holds when."""

    author_id: Id
    id: Id


class Tended(msgspec.Struct, frozen=True, kw_only=True):
    """That the owner answered a reply, liked or quoted it; `by_id` holds when."""

    reply_id: Id
    by_id: Id


class OwnPost(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner said at the top of a thread. It is looked at, and nothing of it is kept."""

    id: Id
    text: str
    warning: str


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """So many posts about a topic a week: what the owner promised, or one a day."""

    posts_a_week: float = 7.0
    promised: bool = False
