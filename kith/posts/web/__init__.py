"""The pages of posts."""

from kith.posts.web import deeds, drafts, editing, featured, languages, lists, persons, tags, threads, writing
from kith.posts.web.live import LIVE

ROUTES = (
    *writing.ROUTES,
    *deeds.ROUTES,
    *editing.ROUTES,
    *drafts.ROUTES,
    *lists.ROUTES,
    *tags.ROUTES,
    *featured.ROUTES,
    *languages.ROUTES,
    *persons.ROUTES,
    *threads.ROUTES,
)

__all__ = ["LIVE", "ROUTES"]
