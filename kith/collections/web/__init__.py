"""Pages of collections: to look at, to make, and to say yes or no to."""

from kith.collections.web import consenting, making, showing

ROUTES = (*showing.ROUTES, *making.ROUTES, *consenting.ROUTES)
