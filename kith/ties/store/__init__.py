"""Every statement over the tables of ties."""

from kith.ties.store.acts import acts_between, add_acts, forget_acts, pairs_after
from kith.ties.store.ties import all_ties, find_tie, forget_ties, lock_tie, some_ties, start_tie, write_anew, write_ties

__all__ = [
    "acts_between",
    "add_acts",
    "all_ties",
    "find_tie",
    "forget_acts",
    "forget_ties",
    "lock_tie",
    "pairs_after",
    "some_ties",
    "start_tie",
    "write_anew",
    "write_ties",
]
