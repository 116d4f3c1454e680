"""What is done with and read of friends, one function an intention."""

from kith.friends.actions.between import between_us, last_words, us_with
from kith.friends.actions.marking import note_seen, settle

__all__ = ["between_us", "last_words", "note_seen", "settle", "us_with"]
