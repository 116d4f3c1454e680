"""Announcements: what the owners say to everybody here.

Words: an *announcement* is shown from an instant on, until it ends or for as long as it stands. Whoever has read it
*puts it away*; it stays on its page for as long as it is *current*. People *react* with an emoji.
"""

from kith.announcements.actions.reacting import put_away, react, take_reaction_back
from kith.announcements.actions.reading import Announced, find_current, load_current
from kith.announcements.store import find_emoji

__all__ = [
    "Announced",
    "find_current",
    "find_emoji",
    "load_current",
    "put_away",
    "react",
    "take_reaction_back",
]
