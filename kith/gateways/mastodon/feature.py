"""The plug of the Mastodon gateway."""

from kith.base.feature import Feature
from kith.gateways.mastodon import statuses, timelines

FEATURE = Feature(name="mastodon", routes=(*timelines.ROUTES, *statuses.ROUTES))
