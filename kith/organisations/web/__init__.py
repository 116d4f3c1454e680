"""What one sees of organisations, and what one does with them."""

from kith.organisations.web.acting import ACTING_ROUTES, ACTING_SLOTS
from kith.organisations.web.teams import TEAMS_ROUTES

ROUTES = (*TEAMS_ROUTES, *ACTING_ROUTES)
SLOTS = ACTING_SLOTS
