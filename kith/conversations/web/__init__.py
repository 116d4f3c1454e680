"""The pages of conversations: the list, a conversation, and what one does in it."""

from kith.conversations.web import (
    beginning,
    bright,
    deeds,
    exporting,
    files,
    home,
    keeping,
    kept,
    listing,
    live,
    messages,
    people,
    pinning,
    presence,
    room,
    settings,
    writing,
)

ROUTES = (
    *listing.ROUTES,
    *beginning.ROUTES,
    *kept.ROUTES,
    *room.ROUTES,
    *writing.ROUTES,
    *messages.ROUTES,
    *deeds.ROUTES,
    *pinning.ROUTES,
    *people.ROUTES,
    *bright.ROUTES,
    *keeping.ROUTES,
    *exporting.ROUTES,
    *files.ROUTES,
    *presence.ROUTES,
    *settings.ROUTES,
)
LIVE = (*live.LIVE, *presence.LIVE)
SLOTS = (*listing.SLOTS, *home.SLOTS, *kept.SLOTS)

__all__ = ["LIVE", "ROUTES", "SLOTS"]
