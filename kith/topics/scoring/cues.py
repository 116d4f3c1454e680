"""Words that speak for a topic or against it: lists that people edit, each with the country and since when.

A file in `cues/` is one topic: `bias`, the log-odds of a text in which nothing is found, and lists of words with a
weight. `until` is when a list was last in use: it does not count in what was written after that. A word that ends in
`*` stands for all that begin so; several words in a row are a phrase. Accents and capitals make no difference.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from math import exp
from pathlib import Path

import msgspec

from kith.topics.model import SCORED_TEXT_MAX
from kith.topics.scoring.text import plain, readable, words_of

FOLDER = Path(__file__).parent / "cues"
PHRASE_MAX = 4  # words
BEGINNING_MIN = 4  # letters before a `*`
# Chinese, Japanese, Thai: there is no space between words, so a word is looked for anywhere.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
FOUND_MAX = 6.0  # log-odds that all cues together can add: ten words of a kind say little more than three


class CueWords(msgspec.Struct, frozen=True, kw_only=True):
    """A list of words of one weight."""

    weight: float
    words: tuple[str, ...]
    country: str = ""  # ISO 3166, empty for all
    since: date | None = None
    until: date | None = None


class CueFile(msgspec.Struct, frozen=True, kw_only=True):
    """A topic's file."""

    topic: str
    bias: float
    checked: date
    lists: tuple[CueWords, ...]


class Cues:
    """A topic's words, ready to look for."""

    def __init__(self, file: CueFile, *, on: date | None = None) -> None:
        self.bias = file.bias
        self._phrases: dict[str, float] = {}
        self._beginnings: dict[str, float] = {}
        self._inside: dict[str, float] = {}
        for one in file.lists:
            if on is not None and one.until is not None and one.until < on:
                continue
            for written in one.words:
                word = " ".join(words_of(written))
                unspaced = _UNSPACED.search(word) is not None
                into = self._inside if unspaced else self._beginnings if written.endswith("*") else self._phrases
                into[word] = one.weight

    def weigh(self, words: Sequence[str]) -> float:
        """Add up what is found, each word once: log-odds, without the bias."""
        found: dict[str, float] = {}
        for start, word in enumerate(words):
            for length in range(1, PHRASE_MAX + 1):
                phrase = " ".join(words[start : start + length])
                if phrase in self._phrases:
                    found[phrase] = self._phrases[phrase]
            for end in range(BEGINNING_MIN, len(word) + 1):
                if word[:end] in self._beginnings:
                    found[word[:end]] = self._beginnings[word[:end]]
        text = " ".join(words)
        if _UNSPACED.search(text):
            found |= {word: weight for word, weight in self._inside.items() if word in text}
        return max(-FOUND_MAX, min(FOUND_MAX, sum(found.values())))

    def probability(self, words: Sequence[str]) -> float:
        """Tell how likely a text of these words is about the topic, by the cues alone."""
        return 1 / (1 + exp(-(self.bias + self.weigh(words))))


@cache
def cue_files() -> Mapping[str, CueFile]:
    """Read all lists, once a process, by the key of their topic."""
    files = [msgspec.convert(tomllib.loads(path.read_text("utf-8")), CueFile) for path in sorted(FOLDER.glob("*.toml"))]
    return {file.topic: file for file in files}


@cache
def cues_of(topic: str) -> Cues | None:
    """Give a topic's words, whenever they were in use."""
    file = cue_files().get(topic)
    return None if file is None else Cues(file)


def read_cues(path: Path, *, rewrite: Callable[[str], str]) -> Cues:
    """Read a list that is no topic's; `rewrite` does to its words what is done to the texts in which they are found."""
    file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), CueFile)
    lists = tuple(msgspec.structs.replace(one, words=tuple(map(rewrite, one.words))) for one in file.lists)
    return Cues(msgspec.structs.replace(file, lists=lists))


def words_read(text: str) -> list[str]:
    """Give the words of a text as cues are looked for in it."""
    return words_of(readable(text, length_max=SCORED_TEXT_MAX))


def own_cues(yes: Sequence[str], no: Sequence[str]) -> Cues:
    """Make cues of somebody's own examples: words that stand only among the one kind speak for it."""
    for_it = {word for text in yes for word in words_of(text) if len(word) > 2}
    against = {word for text in no for word in words_of(text) if len(word) > 2}
    lists = (
        CueWords(weight=1.5, words=tuple(sorted(for_it - against))),
        CueWords(weight=-1.5, words=tuple(sorted(against - for_it))),
    )
    return Cues(CueFile(topic="own", bias=-3.0, checked=date.min, lists=lists))


__all__ = ["Cues", "cue_files", "cues_of", "own_cues", "plain", "read_cues", "words_read"]
