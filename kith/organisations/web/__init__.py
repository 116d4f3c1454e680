"""What one sees of organisations, and what one does with them."""

from kith.organisations.web.about import ABOUT_ROUTES, ABOUT_SLOTS
from kith.organisations.web.acting import ACTING_ROUTES, ACTING_SLOTS
from kith.organisations.web.programs import PROGRAM_ROUTES
from kith.organisations.web.second_step import SECOND_STEP_ROUTES
from kith.organisations.web.team import TEAM_ROUTES
from kith.organisations.web.teams import TEAMS_ROUTES, TEAMS_SLOTS

ROUTES = (
    *TEAMS_ROUTES,
    *TEAM_ROUTES,
    *SECOND_STEP_ROUTES,
    *ABOUT_ROUTES,
    *PROGRAM_ROUTES,
    *ACTING_ROUTES,
)
SLOTS = (*ACTING_SLOTS, *ABOUT_SLOTS, *TEAMS_SLOTS)
