"""Collections: a few people whom somebody names together, for others to meet.

Words: a *collection* has a maker, who owns it, a name, and a reason. Whoever stands in it has a *place*, and has said
yes to it: at once, where their *policy* lets the maker put them in, or when they are asked. They can take themselves
out at any time, and are then never put into that one again. Nobody follows a whole collection: people are met one by
one.

A collection is seen by everybody, like a profile; one that is not *discoverable* by those who know its address.
"""

from kith.collections.actions.consenting import say_yes, set_policy, take_oneself_out
from kith.collections.actions.making import (
    change_collection,
    delete_collection,
    make_collection,
    put_in,
    take_out,
)
from kith.collections.actions.reading import (
    collections_by_ids,
    collections_of,
    collections_saying,
    collections_with_me,
    load_collection,
)
from kith.collections.model import (
    COLLECTIONS_MAX,
    DESCRIPTION_MAX,
    NAME_MAX,
    PLACES_MAX,
    Change,
    Collected,
    Collection,
    CollectionChanged,
    CollectionView,
    CollectionWish,
    FeaturePolicy,
    PlaceView,
    Standing,
    Uncollected,
)
from kith.collections.rules import is_asked_of, policy_or_usual, standing_of
from kith.collections.store import find_place_of, people_in_collection, policies_of

__all__ = [
    "COLLECTIONS_MAX",
    "DESCRIPTION_MAX",
    "NAME_MAX",
    "PLACES_MAX",
    "Change",
    "Collected",
    "Collection",
    "CollectionChanged",
    "CollectionView",
    "CollectionWish",
    "FeaturePolicy",
    "PlaceView",
    "Standing",
    "Uncollected",
    "change_collection",
    "collections_by_ids",
    "collections_of",
    "collections_saying",
    "collections_with_me",
    "delete_collection",
    "find_place_of",
    "is_asked_of",
    "load_collection",
    "make_collection",
    "people_in_collection",
    "policies_of",
    "policy_or_usual",
    "put_in",
    "say_yes",
    "set_policy",
    "standing_of",
    "take_oneself_out",
    "take_out",
]
