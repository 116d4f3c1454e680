"""The machine that says how likely a text is about a topic. It knows neither people nor the database.

It never raises, whatever the text, and the same text has the same score everywhere. What it can and cannot do stands
in docs/topics-model-card.md.
"""

from kith.topics.scoring.alike import Kind as LikenessKind
from kith.topics.scoring.alike import Known as KnownTexts
from kith.topics.scoring.alike import kind_here as likeness_kind
from kith.topics.scoring.alike import marks_of
from kith.topics.scoring.cues import Cues, read_cues, words_read
from kith.topics.scoring.embedding import missing as missing_for_embeddings
from kith.topics.scoring.own import chances as own_chances
from kith.topics.scoring.own import learn
from kith.topics.scoring.scorer import announcing, bar, score, score_as_needed, score_well, small_model

__all__ = [
    "Cues",
    "KnownTexts",
    "LikenessKind",
    "announcing",
    "bar",
    "learn",
    "likeness_kind",
    "marks_of",
    "missing_for_embeddings",
    "own_chances",
    "read_cues",
    "score",
    "score_as_needed",
    "score_well",
    "small_model",
    "words_read",
]
