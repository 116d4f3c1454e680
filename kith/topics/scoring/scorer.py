"""How likely a text is about topics."""

from collections.abc import Mapping, Sequence

from kith.topics.model import SCORED_TEXT_MAX, Topic
from kith.topics.scoring.cues import cues_of, own_cues
from kith.topics.scoring.text import readable, words_of

_MODEL = "cues-1"


def score(text: str, topics: Sequence[Topic]) -> Mapping[str, float]:
    """Tell how likely the text is about each of these topics, by their keys: between 0 and 1."""
    words = words_of(readable(text, length_max=SCORED_TEXT_MAX))
    return {topic.key: _one(words, topic) for topic in topics}


def bars() -> Mapping[str, float]:
    """Give from which score on the machine's word counts, for topics that have a bar of their own."""
    return {}


def model_name() -> str:
    """Name the machine, as it is written beside its scores."""
    return _MODEL


def _one(words: list[str], topic: Topic) -> float:
    if not words:
        return 0.0
    if topic.own is not None:
        return own_cues((topic.label, *topic.own.yes), topic.own.no).probability(words)
    cues = cues_of(topic.key)
    return 0.0 if cues is None else cues.probability(words)
