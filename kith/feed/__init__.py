"""The feed: Home, where somebody reads the people they follow.

Words: by *fair share* every author with something new has one place before anyone has a second; a *lane* says why
somebody stands where they stand. A *seat* is a place in a *sitting*, one time of reading, whose order stands still.
What has no place of its own is in the *fold* below its author's card, and what was passed by is *earlier*. Home is
read in four steps. The *skeleton* finds which posts may stand there; *hydrate* (of posts) gathers what is shown around
them; the *rules* decide the order; the page *presents*. Only the rules decide, and they load nothing.
"""

from kith.feed.actions import (
    AskedOver,
    Cursor,
    FairPiece,
    HomePiece,
    fair_home,
    home_of,
    look_anew,
    mark_seen,
    open_over,
    over_folds,
    sitting_for,
)
from kith.feed.lists import find_at_home, find_on_list, list_piece
from kith.feed.rules import tags_that_bring

__all__ = [
    "AskedOver",
    "Cursor",
    "FairPiece",
    "HomePiece",
    "fair_home",
    "find_at_home",
    "find_on_list",
    "home_of",
    "list_piece",
    "look_anew",
    "mark_seen",
    "open_over",
    "over_folds",
    "sitting_for",
    "tags_that_bring",
]
