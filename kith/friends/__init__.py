"""Friends: what people know of their own ties, felt on the pages.

Words: *us* is all that is between the reader and one other; a *mark* is up to where the reader has read them. An
*exchange* is words and a direct answer. Everything here is for whoever acts, about their own ties; nobody learns
where they stand with somebody else.
"""

from kith.friends.actions import (
    After,
    LongTime,
    birthdays_soon,
    long_time,
    my_people,
    own_birthday,
    reminder,
    set_birthday,
    settle,
    unheard,
    waiting,
)
from kith.friends.rules.sentences import true_line
from kith.friends.web.unseen import how_long_ago
from kith.friends.web.wishing import PlaceName, put_in_place

__all__ = [
    "After",
    "LongTime",
    "PlaceName",
    "birthdays_soon",
    "how_long_ago",
    "long_time",
    "my_people",
    "own_birthday",
    "put_in_place",
    "reminder",
    "set_birthday",
    "settle",
    "true_line",
    "unheard",
    "waiting",
]
