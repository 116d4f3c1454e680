"""What a reader does about how much they take in, one function an intention."""

from kith.caps.actions.capping import cap_post, count_shown, drop_cap, less_of, set_cap, take_a_break
from kith.caps.actions.listing import CapRow, MuteRow, TakenIn, taken_in, topic_words
from kith.caps.actions.pace import set_pace
from kith.caps.actions.taking import taking_of

__all__ = [
    "CapRow",
    "MuteRow",
    "TakenIn",
    "cap_post",
    "count_shown",
    "drop_cap",
    "less_of",
    "set_cap",
    "set_pace",
    "take_a_break",
    "taken_in",
    "taking_of",
    "topic_words",
]
