"""The plug of search."""

from kith.base.feature import Feature
from kith.search.web import ROUTES

FEATURE = Feature(name="search", routes=ROUTES)
