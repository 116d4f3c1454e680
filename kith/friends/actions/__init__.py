"""What is done with and read of friends, one function an intention."""

from kith.friends.actions.between import between_us, last_words, us_with
from kith.friends.actions.birthdays import birthday_of, birthdays_soon, own_birthday, set_birthday
from kith.friends.actions.marking import note_seen, settle
from kith.friends.actions.people import After, my_people, quiet_friend, unheard, waiting
from kith.friends.actions.unseen import LongTime, long_time, reminder

__all__ = [
    "After",
    "LongTime",
    "between_us",
    "birthday_of",
    "birthdays_soon",
    "last_words",
    "long_time",
    "my_people",
    "note_seen",
    "own_birthday",
    "quiet_friend",
    "reminder",
    "set_birthday",
    "settle",
    "unheard",
    "us_with",
    "waiting",
]
