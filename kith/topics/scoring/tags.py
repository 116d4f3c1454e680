"""Hashtags as the words they are made of: by their capitals, or by the words that the embedding's vocabulary has.

The vocabulary is ordered by how common its pieces are, so the split of the most common words wins; a tag that cannot be
split into known words stays as it is.
"""

import re
from functools import cache, lru_cache
from math import inf, log

from kith.topics.scoring.wordpiece import vocabulary

_PARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-zA-Z])(?=\d)|_")
_COMMONEST = 1996  # the place of "the"; before it stand marks and single signs
_LONGEST_WORD = 18
_SPLIT_FROM, _SPLIT_TO = 6, 40  # letters
_COST_MAX = 3.3  # a letter: a dearer split is of chance words, as "aus pol"
_A_WORD = 3.0  # what each word costs besides being rare, so that few long ones win over many short ones
# The vocabulary has single letters and abbreviations too: of one and two letters only these are words.
_SHORT = ("of", "in", "to", "he", "is", "as", "on", "it", "by", "at", "an", "be", "my", "or", "me", "up", "no", "we",
          "so", "if", "do", "us", "go", "am", "tv", "uk", "eu")  # fmt: skip
# Names that people write into tags and the vocabulary lacks, as common as a rare word in it: not "had dad", "far age".
_NAMES = ("gop", "maga", "brexit", "tories", "ukip", "obamacare", "feminist", "feminists", "unborn", "selfie",
          "blessed", "sourdough",
          "billionaires", "subscribe", "linkedin", "farage", "starmer", "badenoch", "partygate", "fillon",
          "taoiseach", "bardella", "darmanin", "haddad", "planalto", "simion", "moderaterna", "hallitus", "preborn",
          "thanathorn", "elbowsup", "santorum", "standerat", "mtvhottest")  # fmt: skip
_NAME_RANK = 10_000


@lru_cache(maxsize=20_000)
def words_in_tag(tag: str) -> str:
    """Give the words of a hashtag, without the sign."""
    parts = [part for part in _PARTS.split(tag) if part]
    if all(not part.isalpha() or part.lower() in _costs() for part in parts):
        return " ".join(parts)
    return _known_words(tag) or " ".join(_known_words(part) or part for part in parts)


def _known_words(glued: str) -> str | None:
    """Split letters that stand together into the most common known words; `None` where nothing fits."""
    low = glued.lower()
    if not (_SPLIT_FROM <= len(low) <= _SPLIT_TO and low.isascii() and low.isalpha()) or low in _costs():
        return None
    best: list[tuple[float, int]] = [(0.0, 0)]  # up to here: what it costs, and where the last word begins
    for end in range(1, len(low) + 1):
        starts = range(max(0, end - _LONGEST_WORD), end)
        best.append(min((best[start][0] + _costs().get(low[start:end], inf), start) for start in starts))
    if best[-1][0] > _COST_MAX * len(low):
        return None
    words, end = [], len(low)
    while end:
        start = best[end][1]
        words.append(glued[start:end])
        end = start
    return " ".join(reversed(words))


@cache
def _costs() -> dict[str, float]:
    found = {
        word: _A_WORD + log(number - _COMMONEST + 2)
        for word, number in vocabulary().items()
        if number >= _COMMONEST and word.isascii() and word.isalpha() and len(word) > 2
    }
    found |= {word: _A_WORD + log(max(2, vocabulary()[word] - _COMMONEST + 2)) for word in _SHORT}
    return found | {word: _A_WORD + log(_NAME_RANK) for word in _NAMES}
