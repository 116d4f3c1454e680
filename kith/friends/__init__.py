"""Friends: what people know of their own ties, felt on the pages.

Words: *us* is all that is between the reader and one other; a *mark* is up to where the reader has read them. An
*exchange* is words and a direct answer. Everything here is for whoever acts, about their own ties; nobody learns
where they stand with somebody else.
"""

from kith.friends.actions import After, LongTime, long_time, my_people, reminder, settle, unheard, waiting
from kith.friends.rules.sentences import true_line
from kith.friends.web.unseen import how_long_ago
from kith.friends.web.wishing import PlaceName, put_in_place

__all__ = [
    "After",
    "LongTime",
    "PlaceName",
    "how_long_ago",
    "long_time",
    "my_people",
    "put_in_place",
    "reminder",
    "settle",
    "true_line",
    "unheard",
    "waiting",
]
