"""The pages of friends."""

from kith.friends.web import declaring, us, wishing, writing

ROUTES = (*us.ROUTES, *declaring.ROUTES, *wishing.ROUTES, *writing.ROUTES)
SLOTS = us.SLOTS
