"""What one sees of reports: the page that asks, and the owners' pages."""

from kith.moderation.web.handling import HANDLING_ROUTES, SLOTS
from kith.moderation.web.reporting import REPORTING_ROUTES

ROUTES = (*REPORTING_ROUTES, *HANDLING_ROUTES)

__all__ = ["ROUTES", "SLOTS"]
