"""Records, wishes, facts and limits of collections."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model import HASHTAG_COLUMN_MAX, Account

# The limits are Mastodon's, whose apps know them.
COLLECTIONS_MAX = 10  # of one person
PLACES_MAX = 25  # in one collection: as many as one can still introduce
NAME_MAX = 40
DESCRIPTION_MAX = 100
LANGUAGE_MAX = 35

# Who may put somebody into a collection: anybody at once; their followers at once, and others when they are asked; all
# when they are asked; nobody.
FeaturePolicy = Literal["everyone", "followers", "asked", "nobody"]
# How a policy answers one maker.
Standing = Literal["automatic", "manual", "denied"]
# What became of a place: its person is asked, said yes, said no, or took it back.
PlaceState = Literal["pending", "accepted", "rejected", "revoked"]


class Collection(
    Record,
    frozen=True,
    kw_only=True,
    table="collections",
    key=("owner_id", "id"),
    indexes=("(id)", "(id) WHERE discoverable"),
):
    """Some people, with a name and a reason."""

    owner_id: Id
    id: Id
    name: Annotated[str, Length(NAME_MAX)]
    description: Annotated[str, Length(DESCRIPTION_MAX)] = ""
    tag: Annotated[str, Length(HASHTAG_COLUMN_MAX)] | None = None
    language: Annotated[str, Length(LANGUAGE_MAX)] | None = None
    sensitive: bool = False
    discoverable: bool = True
    created_at: datetime
    updated_at: datetime


class CollectionPlace(
    Record,
    frozen=True,
    kw_only=True,
    table="collection_places",
    key=("owner_id", "collection_id", "account_id"),
    indexes=("UNIQUE (owner_id, id)",),
    references=("(owner_id, collection_id) REFERENCES collections (owner_id, id) ON DELETE CASCADE",),
):
    """Somebody in a collection. Written together with its twin, `CollectedIn`.

    Where somebody said no, the row stays: it is why they are not asked again.
    """

    owner_id: Id
    collection_id: Id
    account_id: Id
    id: Id
    state: PlaceState
    created_at: datetime


class CollectedIn(
    Record,
    frozen=True,
    kw_only=True,
    table="collected_in",
    key=("account_id", "collection_id"),
    indexes=("(account_id, id)", "(owner_id)"),
):
    """The same, under the one who stands there (docs/decisions/0003)."""

    account_id: Id
    collection_id: Id
    owner_id: Id
    id: Id
    state: PlaceState


class CollectionPolicy(Record, frozen=True, kw_only=True, table="collection_policies", key=("owner_id",)):
    """Who may put somebody into a collection, where they chose."""

    owner_id: Id
    policy: FeaturePolicy


class CollectionWish(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as its maker wants it."""

    name: str
    description: str = ""
    tag: str = ""
    language: str = ""
    sensitive: bool = False
    discoverable: bool = True


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be otherwise; what is `None` stays, and empty text takes away."""

    name: str | None = None
    description: str | None = None
    tag: str | None = None
    language: str | None = None
    sensitive: bool | None = None
    discoverable: bool | None = None


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """A place with whose it is."""

    place: CollectionPlace
    account: Account


class CollectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as somebody may see it now: without those who are gone, kept away, or have not said yes.

    Its maker sees whom they asked, too, and whoever is asked sees that.
    """

    collection: Collection
    owner: Account
    places: tuple[PlaceView, ...]

    @property
    def people(self) -> tuple[PlaceView, ...]:
        """Give those who said yes."""
        return tuple(one for one in self.places if one.place.state == "accepted")

    @property
    def asked(self) -> tuple[PlaceView, ...]:
        """Give those who are asked, as far as the viewer may know."""
        return tuple(one for one in self.places if one.place.state == "pending")

    def place_of(self, account_id: Id) -> CollectionPlace | None:
        """Find somebody's place."""
        return next((one.place for one in self.places if one.account.id == account_id), None)


class Collected(Fact, frozen=True, kw_only=True):
    """Somebody was put into a collection, or is asked whether they want to be."""

    owner_id: Id
    collection_id: Id
    account_id: Id


class Uncollected(Fact, frozen=True, kw_only=True):
    """Somebody stands in a collection no longer."""

    owner_id: Id
    collection_id: Id
    account_id: Id


class CollectionChanged(Fact, frozen=True, kw_only=True):
    """A collection says something else of those who stand in it."""

    owner_id: Id
    collection_id: Id
