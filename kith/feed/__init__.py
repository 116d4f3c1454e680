"""The feed: Home, where somebody reads the people they follow.

Words: a *lane* is what one author has for the reader. Home is read in four steps. The *skeleton* finds which posts may
stand there; *hydrate* (of posts) gathers what is shown around them; the *rules* decide the order; the page *presents*.
Only the rules decide, and they load nothing.
"""

from kith.feed.actions import HomePiece, home_of
from kith.feed.lists import find_at_home, find_on_list, list_piece
from kith.feed.rules import tags_that_bring

__all__ = [
    "HomePiece",
    "find_at_home",
    "find_on_list",
    "home_of",
    "list_piece",
    "tags_that_bring",
]
