"""Topics: what a post is about, as its author says, as a reader says, or as this server's own machine thinks.

Words: a *topic* is one that everybody has (*ready*: partisan politics, selling, …) or somebody's own, with a label and
examples of what is and what is not about it. A post is *sorted* by its author, who *declares* whether it is about a
topic, and whose answer is final; it is *unsorted* where the author was asked and has not answered. A reader
*corrects* what they see otherwise, for themselves alone. The *score* is how likely the machine thinks it, between 0
and 1; it reads what is public or for followers, and never what is said to few.

Which of them counts is one rule: the author's declaration, then the reader's correction, then the score.
"""

from kith.topics.actions import (
    change_topic,
    correct,
    declare,
    delete_topic,
    find_topic,
    make_topic,
    score,
    score_posts,
    take_correction_back,
    take_declaration_back,
    topics_for,
    topics_of,
    topics_of_pairs,
)
from kith.topics.ready import READY, ready_topic
from kith.topics.rules import DECLARED_FREELY_HOURS, topics_for_reader
from kith.topics.scoring import (
    Cues,
    KnownTexts,
    LikenessKind,
    announcing,
    likeness_kind,
    marks_of,
    missing_for_embeddings,
    read_cues,
    words_read,
)
from kith.topics.scoring import score as score_text
from kith.topics.scoring import score_well as score_text_well
from kith.topics.store import declarations_of, find_declaration

__all__ = [
    "DECLARED_FREELY_HOURS",
    "READY",
    "Cues",
    "KnownTexts",
    "LikenessKind",
    "announcing",
    "change_topic",
    "correct",
    "declarations_of",
    "declare",
    "delete_topic",
    "find_declaration",
    "find_topic",
    "likeness_kind",
    "make_topic",
    "marks_of",
    "missing_for_embeddings",
    "read_cues",
    "ready_topic",
    "score",
    "score_posts",
    "score_text",
    "score_text_well",
    "take_correction_back",
    "take_declaration_back",
    "topics_for",
    "topics_for_reader",
    "topics_of",
    "topics_of_pairs",
    "words_read",
]
