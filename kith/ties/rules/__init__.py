"""What is decided about ties: pure, without the time and without I/O."""

from kith.ties.rules.acts import COMPOSED, THREAD_PEOPLE_MAX, acts_of, weight
from kith.ties.rules.circles import evaluate, shown_circle
from kith.ties.rules.dormancy import depth_of, dormancy_of, gap_days, is_dormant
from kith.ties.rules.reading import read_tie
from kith.ties.rules.strength import (
    acted,
    closeness,
    days_composed,
    given_now,
    happened,
    mutual,
    strength,
)

__all__ = [
    "COMPOSED",
    "THREAD_PEOPLE_MAX",
    "acted",
    "acts_of",
    "closeness",
    "days_composed",
    "depth_of",
    "dormancy_of",
    "evaluate",
    "gap_days",
    "given_now",
    "happened",
    "is_dormant",
    "mutual",
    "read_tie",
    "shown_circle",
    "strength",
    "weight",
]
