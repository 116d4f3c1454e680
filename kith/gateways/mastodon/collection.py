"""The entity `Collection`, and who stands in it."""

from urllib.parse import quote

import msgspec

from kith.collections import CollectionView, PlaceView
from kith.collections.model import CollectionPlace
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.dates import date_text


class ShallowTagEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag, and no more about it."""

    name: str
    url: str


class CollectionItemEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a collection."""

    id: str
    account_id: str
    state: str
    created_at: str


class CollectionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A few people whom somebody names for others to meet."""

    id: str
    account_id: str
    uri: str
    url: str
    name: str
    description: str
    language: str | None
    local: bool
    sensitive: bool
    discoverable: bool
    tag: ShallowTagEntity | None
    created_at: str
    updated_at: str
    item_count: int
    items: tuple[CollectionItemEntity, ...]


class WrappedCollectionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A collection, by its name."""

    collection: CollectionEntity


class CollectionsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Several collections, by their name."""

    collections: tuple[CollectionEntity, ...]


class CollectionWithAccountsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A collection with its maker and everybody in it."""

    accounts: tuple[AccountEntity, ...]
    collection: CollectionEntity


class WrappedCollectionItemEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a collection, by that name."""

    collection_item: CollectionItemEntity


def present_collection(view: CollectionView, url: str) -> CollectionEntity:
    """Give the entity. What is counted is what its reader can see."""
    one, page = view.collection, f"{url}/collections/{view.collection.id}"
    return CollectionEntity(
        id=str(one.id),
        account_id=str(one.owner_id),
        uri=page,
        url=page,
        name=one.name,
        description=one.description,
        language=one.language,
        local=True,
        sensitive=one.sensitive,
        discoverable=one.discoverable,
        tag=ShallowTagEntity(name=one.tag, url=f"{url}/tags/{quote(one.tag)}") if one.tag else None,
        created_at=date_text(one.created_at),
        updated_at=date_text(one.updated_at),
        item_count=len(view.people),
        items=tuple(present_place(place) for place in view.places),
    )


def present_place(view: PlaceView | CollectionPlace) -> CollectionItemEntity:
    """Give the entity of a place."""
    place = view.place if isinstance(view, PlaceView) else view
    return CollectionItemEntity(
        id=str(place.id),
        account_id=str(place.account_id),
        state=place.state,
        created_at=date_text(place.created_at),
    )
