"""How likely a text is about topics: by a small machine that is everywhere, or a large one that only a worker loads.

The small one has hashed features and cues: half a millisecond, a few megabytes. The large one has an embedding, too,
where the extra `topics` is installed: 7 ms. Both were fitted so that what they call .8 is right about 8 times in 10.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from typing import Any

from kith.topics.model import SCORED_TEXT_MAX, OwnTopic, Topic
from kith.topics.scoring.cues import cues_of
from kith.topics.scoring.embedding import embed, missing
from kith.topics.scoring.hashing import Features, features_of, weigh
from kith.topics.scoring.layers import Reader, inputs_of
from kith.topics.scoring.own import chance
from kith.topics.scoring.text import is_latin, readable, words_of
from kith.topics.scoring.weights import Mix, as_often_right, weights

SURE_FROM = 0.5  # the bar of topics that have only cues
CUES_TOP, AGAINST_TOP = 6.0, 3.0  # as they were when the parts were mixed (bench/classifier/training.py)
LOGIT_MAX = 30.0

UNSURE_FROM, UNSURE_BELOW = 0.1, 0.9  # between these the large machine often has another word, outside hardly ever

_SMALL, _LARGE = "small", "large"


def score(text: str, topics: Sequence[Topic]) -> Mapping[str, float]:
    """Tell how likely the text is about each of these topics, by their keys: between 0 and 1. At once, anywhere."""
    return _scores(text, topics, meaning=None)


def score_well(text: str, topics: Sequence[Topic]) -> Mapping[str, float]:
    """Tell the same by the best machine there is: for a worker, which loads it when it is first asked."""
    read = readable(text, length_max=SCORED_TEXT_MAX)
    meaning = embed([read]) if read and not missing() and is_latin(read) else None
    return _scores(text, topics, meaning=meaning)


def score_as_needed(text: str, topics: Sequence[Topic]) -> tuple[str, Mapping[str, float]]:
    """Tell it by the small machine where that is sure, by the best there is where not; and by which it was."""
    scores = score(text, topics)
    if missing() or not is_latin(readable(text, length_max=SCORED_TEXT_MAX)):
        return small_model(), scores
    if not any(UNSURE_FROM <= scores[key] < UNSURE_BELOW for key in weights().topics if key in scores):
        return small_model(), scores
    return model_name(), score_well(text, topics)


def announcing(text: str) -> float:
    """Tell how likely a text announces rather than converses. Of organisations' posts alone (kith/offers)."""
    read = readable(text, length_max=SCORED_TEXT_MAX)
    return _learned(features_of(read), words_of(read), "announcing", None) if read else 0.0


def bar(model: str, topic: str) -> float:
    """Give from which probability on this machine's word counts."""
    learned = weights().topics.get(topic)
    return SURE_FROM if learned is None else (learned.large if model.startswith(_LARGE) else learned.small).bar


def model_name(kind: str = "") -> str:
    """Name a machine as it is written beside its scores: the best there is, or that of this kind."""
    return f"{kind or (_SMALL if missing() else _LARGE)}-{weights().version}"


def small_model() -> str:
    """Name the small machine."""
    return model_name(_SMALL)


def _scores(text: str, topics: Sequence[Topic], *, meaning: Any) -> Mapping[str, float]:
    read = readable(text, length_max=SCORED_TEXT_MAX)
    words = words_of(read)
    if not words:
        return {topic.key: 0.0 for topic in topics}
    features = features_of(read)
    return {topic.key: _one(features, words, topic, meaning) for topic in topics}


def _one(features: Features, words: Sequence[str], topic: Topic, meaning: Any) -> float:
    if topic.own is not None:
        return _own(words, topic.own)
    if topic.key in weights().topics:
        return _learned(features, words, topic.key, meaning)
    cues = cues_of(topic.key)
    return 0.0 if cues is None else cues.probability(words)


def _own(words: Sequence[str], own: OwnTopic) -> float:
    return chance(words, label=own.label, yes=own.yes, no=own.no, learned=own.learned)


def _learned(features: Features, words: Sequence[str], topic: str, meaning: Any) -> float:
    """Mix what the parts say. `meaning` is a table of one row, or `None` in the small machine."""
    learned, known = weights().topics[topic], cues_of(topic)
    mix: Mix = learned.small if meaning is None else learned.large
    cues = known.weigh(words) if known else 0.0
    letters = weigh(features, memoryview(learned.letters).cast("b")) * learned.letters_scale + learned.letters_bias
    logit = mix.bias + mix.letters * letters + mix.cues * min(max(cues, 0.0), CUES_TOP)
    logit += mix.against * min(max(-cues, 0.0), AGAINST_TOP)
    if meaning is not None:
        logit += mix.meaning * float(_reader(topic).says(inputs_of(meaning, [cues], [len(words)]))[0])
    return as_often_right(1 / (1 + exp(-min(max(logit, -LOGIT_MAX), LOGIT_MAX))), mix.right)


@cache
def _reader(topic: str) -> Reader:
    return Reader(weights().topics[topic].layers)
