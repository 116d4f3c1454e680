"""The plug of the Mastodon gateway."""

from kith.base.feature import Feature
from kith.gateways.mastodon import apps, statuses, timelines

FEATURE = Feature(name="mastodon", routes=(*apps.ROUTES, *timelines.ROUTES, *statuses.ROUTES))
