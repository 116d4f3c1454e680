"""What a team sees of its lists, and what people are asked."""

from kith.contacts.web.asked import ASKED_ROUTES, SLOTS
from kith.contacts.web.lists import FILE_MAX_BYTES, LIST_ROUTES, problem_of

ROUTES = (*LIST_ROUTES, *ASKED_ROUTES)

__all__ = ["FILE_MAX_BYTES", "ROUTES", "SLOTS", "problem_of"]
