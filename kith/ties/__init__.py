"""Ties: what two people have given each other, and how it fades.

Words: a *tie* is seen from its owner; what one does towards another is an *act*, *composed* where there are words for
that one person in it. *Strength* orders Home; *depth* is how much there once was; a tie that was deep and has long
been still is *dormant*. A *circle* holds the closest 5, 15, 50 or 150. All of it is its owner's alone: nobody learns
anything about another person's ties, and `ties_of` and `my_ties` read those of whoever acts.
"""

from kith.ties.actions import my_ties, record, ties_of
from kith.ties.rules import THREAD_PEOPLE_MAX, acts_of

__all__ = [
    "THREAD_PEOPLE_MAX",
    "acts_of",
    "my_ties",
    "record",
    "ties_of",
]
