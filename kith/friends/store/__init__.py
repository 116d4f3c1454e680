"""Every statement of friends."""

from kith.friends.store.between import answers_among, liked_between, months_between, still_liked, words_between
from kith.friends.store.birthdays import put_share, shares_of, take_share_back
from kith.friends.store.marks import find_mark, forget, marks_of, put_mark
from kith.friends.store.people import unheard, waiting, wordless_since

__all__ = [
    "answers_among",
    "find_mark",
    "forget",
    "liked_between",
    "marks_of",
    "months_between",
    "put_mark",
    "put_share",
    "shares_of",
    "still_liked",
    "take_share_back",
    "unheard",
    "waiting",
    "wordless_since",
    "words_between",
]
