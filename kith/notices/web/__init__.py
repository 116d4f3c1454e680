"""The pages of notices."""

from kith.notices.web import digests, notices, reach, requests, silences

ROUTES = (*requests.ROUTES, *notices.ROUTES, *reach.ROUTES, *silences.ROUTES, *digests.ROUTES)
SLOTS = notices.SLOTS
LIVE = notices.LIVE

__all__ = ["LIVE", "ROUTES", "SLOTS"]
