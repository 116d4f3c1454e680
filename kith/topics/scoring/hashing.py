"""A text as numbered features, without a vocabulary: words, pairs of words, and runs of three to five letters.

Each feature is hashed to one of 2^18 numbers (Weinberger et al. 2009). It needs nothing but Python.
"""

from itertools import pairwise
from math import sqrt
from zlib import crc32

from kith.topics.scoring.text import words_of

NUMBERS = 2**18
WORDS_MAX = 200
LETTERS = (3, 4, 5)
_MASK = NUMBERS - 1

Features = tuple[list[int], float, list[int], float]


def features_of(text: str) -> Features:
    """Give the numbers of a readable text's words and of its letters, each once, and how much each one weighs.

    Both kinds have length 1 together, so that a long text is not louder than a short one.
    """
    words = words_of(text)[:WORDS_MAX]
    whole = {crc32(word.encode()) & _MASK for word in words}
    whole.update(crc32(f"{one} {two}".encode()) & _MASK for one, two in pairwise(words))
    runs: set[int] = set()
    for word in words:
        padded = f" {word} "
        for length in LETTERS:
            runs.update(
                crc32(padded[start : start + length].encode(), 7) & _MASK
                for start in range(max(1, len(padded) - length + 1))
            )
    return sorted(whole), 1 / sqrt(len(whole) or 1), sorted(runs), 1 / sqrt(len(runs) or 1)


def weigh(features: Features, weights: memoryview) -> float:
    """Add up what a text's features weigh, by a table of 2^18 signed bytes."""
    whole, each_word, runs, each_run = features
    return each_word * sum(weights[number] for number in whole) + each_run * sum(weights[number] for number in runs)
