"""What is done with ties, one function an intention."""

from kith.ties.actions.reading import my_ties, ties_of
from kith.ties.actions.recording import record

__all__ = [
    "my_ties",
    "record",
    "ties_of",
]
