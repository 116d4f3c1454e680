"""What one sees of announcements: on Home, on their page, and what owners do with them."""

from kith.announcements.web.announcing import OWNER_ROUTES
from kith.announcements.web.announcing import SLOTS as OWNER_SLOTS
from kith.announcements.web.reading import READING_ROUTES
from kith.announcements.web.reading import SLOTS as HOME_SLOTS

ROUTES = (*READING_ROUTES, *OWNER_ROUTES)
SLOTS = (*HOME_SLOTS, *OWNER_SLOTS)

__all__ = ["ROUTES", "SLOTS"]
