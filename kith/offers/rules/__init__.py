"""What is decided about offers: pure, without the time and without I/O."""

from kith.offers.rules.kinds import (
    ANSWER_KEY,
    ask_of,
    check_offer,
    is_said_to_others,
    looks_like_promotion,
    next_pace,
)
from kith.offers.rules.line import (
    AGAIN_DAYS,
    CORRECTED_MANY,
    CORRECTED_MIN,
    HALF_YEAR_DAYS,
    KNOWN_DAYS,
    ONE_IN,
    PEOPLE_MIN,
    READERS_A_POST,
    WINDOW_DAYS,
    counted,
    ends_at,
    is_beyond,
    may_count,
    standing_of,
)

__all__ = [
    "AGAIN_DAYS",
    "ANSWER_KEY",
    "CORRECTED_MANY",
    "CORRECTED_MIN",
    "HALF_YEAR_DAYS",
    "KNOWN_DAYS",
    "ONE_IN",
    "PEOPLE_MIN",
    "READERS_A_POST",
    "WINDOW_DAYS",
    "ask_of",
    "check_offer",
    "counted",
    "ends_at",
    "is_beyond",
    "is_said_to_others",
    "looks_like_promotion",
    "may_count",
    "next_pace",
    "standing_of",
]
