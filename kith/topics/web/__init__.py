"""The pages of topics: one's own, and what one's own post is about."""

from kith.topics.web.about import ABOUT_ROUTES
from kith.topics.web.own import OWN_ROUTES

ROUTES = (*OWN_ROUTES, *ABOUT_ROUTES)
