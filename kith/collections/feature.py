"""The plug of collections."""

from kith.base.feature import Feature
from kith.collections.jobs import LISTENERS
from kith.collections.model import CollectedIn, Collection, CollectionPlace, CollectionPolicy
from kith.collections.web import ROUTES

FEATURE = Feature(
    name="collections",
    records=(Collection, CollectionPlace, CollectedIn, CollectionPolicy),
    routes=ROUTES,
    listeners=LISTENERS,
)
