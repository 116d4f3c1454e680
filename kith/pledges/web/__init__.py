"""The pages of pledges."""

from kith.pledges.web import composing, deciding, making, showing

ROUTES = (*making.ROUTES, *composing.ROUTES, *deciding.ROUTES, *showing.ROUTES)
SLOTS = (*composing.SLOTS, *showing.SLOTS)
