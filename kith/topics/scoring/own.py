"""Topics of somebody's own: a small machine a person, which learns from their examples and from their yes and no.

Naive Bayes over words, smoothed by how common a word is among everyday posts: a word that everybody uses says
nothing, a rare one that stood in the examples says much. What it keeps of a post is how often which hashed word stood
in it, so that no post can be read back, and a post that is deleted is not kept by having been sorted.

From two or three examples nobody can tell which of their words it is about: until there are enough, or until a "no" was
given, words of everyday do not speak for a topic, only rare ones and those of its name.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from zlib import crc32

import msgspec

from kith.topics.scoring.text import readable, words_of
from kith.topics.scoring.weights import COMMON_NUMBERS, weights

BIAS = -2.2  # one post in ten, where nothing is known
PRIOR_WORDS = 25.0  # how many words of everyday each kind is thought to have seen already
WORDS_KEPT = 2_000  # of one topic: 20 kB; the rarest go first
FOUND_MAX = 7.0  # log-odds
ENOUGH = 5  # texts that are about it, after which everyday's words may speak for it, too
EVERYDAY, RARE = 30, 50  # how common a word is (`common`): "school" and "bishop" among posts of everyday
_TEXT_MAX = 2_000
_LABEL_TIMES = 2  # the label is what they call it; an example is only one case


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned: for each hashed word in how many posts of each kind it stood."""

    yes: dict[int, int] = {}
    no: dict[int, int] = {}


_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Seen).decode


def learn(learned: bytes, text: str, *, about: bool, times: int = 1) -> bytes:
    """Learn that a text is about the topic, or is not; `times` is -1 to unlearn it again."""
    seen = _decode(learned) if learned else Seen()
    yes, no = Counter(seen.yes), Counter(seen.no)
    into = yes if about else no
    for number in _numbers(words_of(readable(text, length_max=_TEXT_MAX))):
        into[number] += times
    return _encode(Seen(yes=_kept(yes), no=_kept(no)))


def chances(text: str, topics: Sequence[tuple[str, Sequence[str], Sequence[str], bytes]]) -> list[float]:
    """Tell how likely a text is about each of these topics: label, examples of both kinds, and what was learned."""
    words = words_of(readable(text, length_max=_TEXT_MAX))
    return [chance(words, label=label, yes=yes, no=no, learned=learned) for label, yes, no, learned in topics]


def chance(words: Sequence[str], *, label: str, yes: Sequence[str], no: Sequence[str], learned: bytes) -> float:
    """Tell how likely a text of these words is about the topic."""
    for_it, against, careful = _counts(label, tuple(yes), tuple(no), learned)
    common, name = weights().common, _numbers(words_of(label))
    most = sum(for_it.values()), sum(against.values())
    found = 0.0
    for number in _numbers(words):
        usual = exp(-common[number] / 8) * 0.05  # the most common word is about every twentieth
        there = (for_it.get(number, 0) + PRIOR_WORDS * usual) / (most[0] + PRIOR_WORDS)
        elsewhere = (against.get(number, 0) + PRIOR_WORDS * usual) / (most[1] + PRIOR_WORDS)
        says = log(there / elsewhere)
        found += says * _rareness(common[number]) if careful and says > 0 and number not in name else says
    return 1 / (1 + exp(-(BIAS + min(max(found, -FOUND_MAX), FOUND_MAX))))


def _rareness(common: int) -> float:
    """Tell how far a word is one that only some posts have: between 0 and 1."""
    return min(1.0, max(0.0, (common - EVERYDAY) / (RARE - EVERYDAY)))


@lru_cache(maxsize=256)
def _counts(
    label: str, yes: tuple[str, ...], no: tuple[str, ...], learned: bytes
) -> tuple[Counter[int], Counter[int], bool]:
    """Count words among both kinds, and tell whether these are so few texts that one must be careful."""
    seen = _decode(learned) if learned else Seen()
    for_it, against = Counter(seen.yes), Counter(seen.no)
    for text in yes:
        for_it.update(_numbers(words_of(readable(text, length_max=_TEXT_MAX))))
    for text in no:
        against.update(_numbers(words_of(readable(text, length_max=_TEXT_MAX))))
    for number in _numbers(words_of(label)):
        for_it[number] += _LABEL_TIMES
    shown = len(yes) + max(seen.yes.values(), default=0)  # texts about it: as many as have a word in common, at least
    return for_it, against, shown < ENOUGH and not no and not seen.no


def _numbers(words: Sequence[str]) -> set[int]:
    return {crc32(word.encode()) % COMMON_NUMBERS for word in words if len(word) > 2 or not word.isascii()}


def _kept(counts: Counter[int]) -> dict[int, int]:
    return {number: count for number, count in counts.most_common(WORDS_KEPT) if count > 0}
