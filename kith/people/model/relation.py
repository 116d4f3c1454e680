"""What stands between two people: follows, blocks, mutes, remarks; and the viewer, who carries them all."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model.account import Account

REMARK_MAX = 2000  # characters
FOLLOWS_MAX = 7500  # what Mastodon allows; a viewer carries 8 bytes for each with every read
COUNTED_MAX = 10_000  # requests are counted up to here: beyond it the number says nothing, and costs

FollowState = Literal["requested", "accepted"]
# How often somebody wants offers of an organisation: each of them, or one a week or a month at the most.
OfferPace = Literal["each", "week", "month"]


class Follow(
    Record,
    frozen=True,
    kw_only=True,
    table="follows",
    key=("follower_id", "followee_id"),
    indexes=("(follower_id, id)",),
    checks=("follower_id <> followee_id",),
):
    """Someone reads someone, seen from the reader. Written together with its twin, `Follower`."""

    follower_id: Id
    followee_id: Id
    id: Id
    state: FollowState
    reposts: bool = True  # whether what they pass on comes along
    notify: bool = False  # whether each post gives a notice
    at_home: bool = True  # whether what they write comes to Home, or is read apart
    languages: tuple[str, ...] | None = None  # read only what they write in these; all of it where there are none
    created_at: datetime
    offers: OfferPace | None = None  # of an organisation: how often its offers come; its own team never learns of it


class Follower(
    Record,
    frozen=True,
    kw_only=True,
    table="followers",
    key=("followee_id", "follower_id"),
    indexes=(
        "(followee_id, id)",
        "(followee_id, id) WHERE state = 'requested'",
        "(followee_id, follower_id) WHERE notify",
    ),
):
    """The same, seen from the one who is read. Both sides stand under their owner (docs/decisions/0003)."""

    followee_id: Id
    follower_id: Id
    id: Id
    state: FollowState
    notify: bool = False  # on this side too, so that whoever writes finds those who wish to hear of it
    created_at: datetime


class FollowTally(Record, frozen=True, kw_only=True, table="follow_tallies", key=("account_id",)):
    """How many follow somebody and whom they follow, requests left out: changed in the transaction of every follow."""

    account_id: Id
    followers: int = 0
    following: int = 0


class Block(
    Record, frozen=True, kw_only=True, table="blocks", key=("blocker_id", "blocked_id"), indexes=("(blocker_id, id)",)
):
    """Neither shall see the other, anywhere. Written together with its twin, `BlockedBy`."""

    blocker_id: Id
    blocked_id: Id
    id: Id
    created_at: datetime


class BlockedBy(Record, frozen=True, kw_only=True, table="blocked_by", key=("blocked_id", "blocker_id")):
    """The same, under the one who is blocked; never shown to them."""

    blocked_id: Id
    blocker_id: Id


class Mute(
    Record,
    frozen=True,
    kw_only=True,
    table="mutes",
    key=("muter_id", "muted_id"),
    indexes=("(muter_id, id)", "(until_at) WHERE until_at IS NOT NULL", "(muted_id)"),
):
    """Someone shall not come up in Home, for a time or until further notice. They are never told."""

    muter_id: Id
    muted_id: Id
    id: Id
    notices: bool = True  # whether their notices are kept back too
    until_at: datetime | None = None
    created_at: datetime


class Remark(
    Record, frozen=True, kw_only=True, table="remarks", key=("person_id", "about_id"), indexes=("(about_id)",)
):
    """A private note on a person: "met at the choir, two girls, allergic to nuts"."""

    person_id: Id
    about_id: Id
    text: Annotated[str, Length(REMARK_MAX)]
    updated_at: datetime


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever looks, with all that decides what they see. Loaded once a request; `id` is 0 for a passer-by.

    `hidden` are the people blocked in either direction, and those of servers kept away. `muted` leaves out mutes that
    have run out.
    """

    id: Id = Id(0)
    following: tuple[Id, ...] = ()
    hidden: tuple[Id, ...] = ()
    muted: tuple[Id, ...] = ()
    without_reposts: tuple[Id, ...] = ()  # followed, but not for what they pass on
    apart: tuple[Id, ...] = ()  # followed, but not read in Home
    choosy: tuple[Id, ...] = ()  # followed, but not in every language
    spoken: tuple[str, ...] = ()  # in which, each as "ID LANGUAGE"
    tags: tuple[str, ...] = ()  # hashtags that are followed
    offers: tuple[str, ...] = ()  # which offers come, each as "ID PACE" of an organisation and how far one goes
    filters: bool = False  # whether there is any filter to look for
    limits: bool = False  # whether they cap what they take in, or chose a pace


PASSER_BY = Viewer()


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """What stands between the viewer and one other, as far as the viewer may know: not whether they are muted."""

    following: bool = False
    requested: bool = False  # the viewer asked, and waits
    reposts: bool = True
    notify: bool = False
    languages: tuple[str, ...] | None = None  # those the viewer reads them in; all where there are none
    followed_by: bool = False
    requested_by: bool = False  # the other asked, and waits
    blocking: bool = False
    muting: bool = False
    muting_notices: bool = False
    muted_until: datetime | None = None
    recommended: bool = False  # the viewer names them on their page
    domain_blocking: bool = False  # the viewer keeps their whole server away
    remark: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list that is kept under its owner; `id` is the place in that list, for reading on."""

    id: Id
    account: Account


class TieCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many follow somebody and are followed by them."""

    followers: int
    following: int


class ProfileView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as the viewer sees them."""

    account: Account
    relation: Relation
    counts: TieCounts
    is_me: bool
