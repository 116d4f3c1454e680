"""Home, its folds, and what a reader decides there."""

from kith.feed.web.choices import CHOICE_ROUTES
from kith.feed.web.folds import FOLD_ROUTES
from kith.feed.web.home import HOME_ROUTES
from kith.feed.web.over import OVER_ROUTES
from kith.feed.web.pacing import PACING_ROUTES

ROUTES = (*HOME_ROUTES, *FOLD_ROUTES, *CHOICE_ROUTES, *OVER_ROUTES, *PACING_ROUTES)
