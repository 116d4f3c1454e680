"""Home, its folds, and what a reader decides there."""

from kith.feed.web.choices import CHOICE_ROUTES
from kith.feed.web.folds import FOLD_ROUTES
from kith.feed.web.home import HOME_ROUTES

ROUTES = (*HOME_ROUTES, *FOLD_ROUTES, *CHOICE_ROUTES)
