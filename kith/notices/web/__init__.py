"""The pages of notices."""

from kith.notices.web import notices, requests

ROUTES = (*requests.ROUTES, *notices.ROUTES)
SLOTS = notices.SLOTS
LIVE = notices.LIVE

__all__ = ["LIVE", "ROUTES", "SLOTS"]
