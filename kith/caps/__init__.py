"""Caps: how much a reader takes in, of whom and about what, and at which pace. It is theirs alone.

Words: a *cap* is so many posts a week of one person, about one topic, or both; or only the newest of somebody. What is
over it has no card of its own on Home: it waits in a fold that says why, and is never lost. *Less of this* is the next
smaller cap. A *break* is a mute with an end. The *pace* is when Home comes, all the time or once or twice a day, and
after how many minutes of a day it asks whether that is enough. No author ever learns of any of these.
"""

from kith.caps.actions import (
    CapRow,
    cap_post,
    count_shown,
    drop_cap,
    less_of,
    set_cap,
    set_pace,
    taken_in,
    taking_of,
    topic_words,
)
from kith.caps.model import EVERYONE, Cap, CapWish, Pace, PaceWish, Taking
from kith.caps.rules import is_about, last_arrival, left_of, next_arrival, week_of
from kith.caps.words import cap_line

__all__ = [
    "EVERYONE",
    "Cap",
    "CapRow",
    "CapWish",
    "Pace",
    "PaceWish",
    "Taking",
    "cap_line",
    "cap_post",
    "count_shown",
    "drop_cap",
    "is_about",
    "last_arrival",
    "left_of",
    "less_of",
    "next_arrival",
    "set_cap",
    "set_pace",
    "taken_in",
    "taking_of",
    "topic_words",
    "week_of",
]
