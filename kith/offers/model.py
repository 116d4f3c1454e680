"""Records, values, facts and limits of offers."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import Account, OfferPace
from kith.posts.model import Post

WORDS_MAX = 2000  # characters of an answer, an appeal, or the reason of a decision
CORRECTIONS_A_DAY_MAX = 50  # of one reader: more is no reading

Kind = Literal["conversation", "offer"]
Decision = Literal["lifted", "kept"]


class PostKind(Record, frozen=True, kw_only=True, table="post_kinds", key=("organisation_id", "post_id")):
    """What an organisation says of a post. `began_as` is what it went out as, and conversation from the
    moment it is called so: that stays, whatever is said later.

    It outlives its post until nothing asks for it any more: who deletes what readers called an offer wins nothing.
    """

    organisation_id: Id
    post_id: Id
    kind: Kind
    began_as: Kind
    sure: bool = False  # whether it was asked, and said that this is conversation
    pace: OfferPace | None = None  # of an offer: how far it goes
    declared_at: datetime


class OfferCorrection(
    Record,
    frozen=True,
    kw_only=True,
    table="offer_corrections",
    key=("reader_id", "post_id"),
    indexes=("(organisation_id, corrected_at)",),
):
    """A reader says that a post is an offer. Nobody else ever learns who; `counts` towards the public line or not."""

    reader_id: Id
    post_id: Id
    organisation_id: Id
    counts: bool
    corrected_at: datetime


class LineCrossing(
    Record,
    frozen=True,
    kw_only=True,
    table="line_crossings",
    key=("organisation_id", "id"),
    indexes=(
        "UNIQUE (organisation_id) WHERE ended_at IS NULL",
        "(id) WHERE appealed_at IS NOT NULL",
        "(answered_by) WHERE answered_by IS NOT NULL",
        "(decided_by) WHERE decided_by IS NOT NULL",
    ),
):
    """Readers called so many posts of an organisation offers that its conversation counts as such, until it has ended.

    `posts`, `corrected` and `people` are how it stood then. It is answered by the team, and may be brought before
    whoever runs the server, who lifts it or keeps it.
    """

    organisation_id: Id
    id: Id
    crossed_at: datetime
    posts: int
    corrected: int
    people: int
    answer: Annotated[str, Length(WORDS_MAX)] = ""
    answered_at: datetime | None = None
    answered_by: Id | None = None
    appeal: Annotated[str, Length(WORDS_MAX)] = ""
    appealed_at: datetime | None = None
    decision: Decision | None = None
    reason: Annotated[str, Length(WORDS_MAX)] = ""
    decided_at: datetime | None = None
    decided_by: Id | None = None
    ends_at: datetime | None = None
    ended_at: datetime | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A reader said at this time that a post is an offer."""

    reader_id: Id
    post_id: Id
    at: datetime


class SaidBefore(Said, frozen=True, kw_only=True):
    """As that, with the crossing before which it counted."""

    crossing_id: Id


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How an organisation stands: its conversation posts of the last weeks, those called offers, and by how many."""

    posts: int
    corrected: int
    people: int


class OwnStanding(msgspec.Struct, frozen=True, kw_only=True):
    """What a team sees of it: never by whom, nor how many people where they are few."""

    standing: Standing
    crossings: tuple[LineCrossing, ...]  # the newest first

    @property
    def open(self) -> LineCrossing | None:
        """The one that holds now."""
        return next((one for one in self.crossings if one.ended_at is None), None)


class AskedOffers(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation whose offers somebody asked for, and how often they come."""

    account: Account
    pace: OfferPace


class AppealView(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal, for whoever runs the server: never who corrected anything.

    `posts` are those that so many called offers, as far as they are still there, and for whoever looks to see.
    """

    crossing: LineCrossing
    account: Account | None
    posts: tuple[Post, ...] = ()


class OfferQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a team is asked where a post looks like an offer, and nobody said that it is one."""

    kind: Kind = "offer"


class LineCrossed(Fact, frozen=True, kw_only=True):
    """An organisation's conversation counts as offers from now on."""

    organisation_id: Id
    crossing_id: Id


class LineAppealed(Fact, frozen=True, kw_only=True):
    """An organisation brought it before whoever runs the server."""

    organisation_id: Id
    crossing_id: Id


class LineDecided(Fact, frozen=True, kw_only=True):
    """An appeal was decided."""

    organisation_id: Id
    crossing_id: Id


class LineDue(Fact, frozen=True, kw_only=True):
    """The time may be up for which an organisation's conversation counts as offers (told for later)."""

    organisation_id: Id
    crossing_id: Id
