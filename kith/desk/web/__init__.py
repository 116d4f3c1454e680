"""The pages of the desk."""

from kith.desk.web import audit, between, case, deeds, encouraging, helped, listing, live, mails, names, replies

ROUTES = (
    *listing.ROUTES,
    *case.ROUTES,
    *deeds.ROUTES,
    *mails.ROUTES,
    *replies.ROUTES,
    *names.ROUTES,
    *audit.ROUTES,
    *helped.ROUTES,
    *encouraging.ROUTES,
    *between.ROUTES,
)
LIVE = live.LIVE
SLOTS = helped.SLOTS

__all__ = ["LIVE", "ROUTES", "SLOTS"]
