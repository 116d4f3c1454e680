"""Records, wishes and limits of caps and of the pace."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

CAPS_MAX = 200  # of one reader: each is asked about every post that may stand on Home
POSTS_A_WEEK_MAX = 50  # past seven a day a cap holds nothing back
MINUTES_MIN, MINUTES_MAX = 5, 480
EVERYONE = Id(0)
LESS_STEPS = (3, 1, 0)  # what "less of this" makes of a cap: three a week, then one, then all in the fold


class Cap(
    Record,
    frozen=True,
    kw_only=True,
    table="caps",
    key=("reader_id", "id"),
    indexes=("UNIQUE (reader_id, author_id, topic)", "(author_id)", "(reader_id, author_id) WHERE topic <> ''"),
    checks=(
        "posts_a_week BETWEEN 0 AND 50",
        "author_id <> 0 OR topic <> ''",
        "posts_a_week IS NOT NULL OR (author_id <> 0 AND topic = '')",
    ),
):
    """How many posts a week a reader takes of somebody (0: of everyone) about a topic (empty: about anything).

    Without a number it is the newest alone. `for_closest` is for a cap on everyone: that it holds for the closest five
    and for answers to the reader, too. `shown_ids` are the posts that had a card in the week that began on `week_on`.
    """

    reader_id: Id
    id: Id
    author_id: Id = EVERYONE
    topic: Annotated[str, Length(40)] = ""
    posts_a_week: int | None = None
    for_closest: bool = False
    week_on: date | None = None
    shown_ids: tuple[Id, ...] = ()
    created_at: datetime


class Pace(
    Record,
    frozen=True,
    kw_only=True,
    table="paces",
    key=("reader_id",),
    checks=(
        "minutes_a_day BETWEEN 5 AND 480",
        "comes_at BETWEEN 0 AND 1439",
        "comes_again_at BETWEEN 0 AND 1439",
        "comes_again_at IS NULL OR comes_at IS NOT NULL",
    ),
):
    """At which pace somebody reads. Minutes of a day by the clock of `zone`, which was theirs when they chose.

    After `minutes_a_day` Home asks whether that is enough; how many there were is kept in the browser alone. Where
    `comes_at` is set, Home comes then, and perhaps once more, instead of all the time.
    """

    reader_id: Id
    minutes_a_day: int | None = None
    comes_at: int | None = None
    comes_again_at: int | None = None
    zone: Annotated[str, Length(64)] = "UTC"


class Taking(msgspec.Struct, frozen=True, kw_only=True):
    """All by which somebody limits what they take in: their caps, and their pace where they chose one."""

    caps: tuple[Cap, ...] = ()
    pace: Pace | None = None


class CapWish(msgspec.Struct, frozen=True, kw_only=True):
    """A cap as its reader wants it; see `Cap`."""

    author_id: Id = EVERYONE
    topic: str = ""
    posts_a_week: int | None = None
    for_closest: bool = False


class PaceWish(msgspec.Struct, frozen=True, kw_only=True):
    """A pace as its reader wants it; see `Pace`."""

    minutes_a_day: int | None = None
    comes_at: int | None = None
    comes_again_at: int | None = None
    zone: str = "UTC"


class TopicCapped(Fact, frozen=True, kw_only=True):
    """A reader set a cap on a topic that everybody has. For the machine alone, which reads for them from now on."""

    reader_id: Id
