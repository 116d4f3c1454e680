"""The pages of friends."""

from kith.friends.web import birthday, declaring, paths, people, unseen, us, wishing, writing

ROUTES = (
    *us.ROUTES,
    *declaring.ROUTES,
    *wishing.ROUTES,
    *writing.ROUTES,
    *people.ROUTES,
    *unseen.ROUTES,
    *birthday.ROUTES,
    *paths.ROUTES,
)
SLOTS = (*us.SLOTS, *unseen.SLOTS, *paths.SLOTS, *writing.SLOTS)
