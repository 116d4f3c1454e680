"""Talks: what people say to each other by name, gathered for each of them.

Words: a *talk* is all that was said to few within one thread, as one of them has it: its *owner*. A *message* of it is
a post for the people named in it. The posts stay where they are; what lies here is each owner's list of them, and up
to where they have read.
"""

from kith.talks.actions.reading import direct_cards, find_talk, load_talks
from kith.talks.actions.settling import leave_out, mark_read
from kith.talks.actions.takeover import take_over
from kith.talks.model import TalkView

__all__ = [
    "TalkView",
    "direct_cards",
    "find_talk",
    "leave_out",
    "load_talks",
    "mark_read",
    "take_over",
]
