"""The plug of the feed."""

from kith.base.feature import Feature
from kith.feed.jobs import LISTENERS
from kith.feed.model import HomeChoice, HomeMark
from kith.feed.virtual import LISTS
from kith.feed.web import ROUTES
from kith.feed.web.live import LIVE

FEATURE = Feature(
    name="feed",
    records=(HomeChoice, HomeMark),
    routes=ROUTES,
    live=LIVE,
    listeners=LISTENERS,
    lists=LISTS,
)
