"""What people do with topics, and what the machine does for them."""

from kith.topics.actions.own import change_topic, delete_topic, find_topic, make_topic, topics_for
from kith.topics.actions.reading import topics_of, topics_of_pairs
from kith.topics.actions.scoring import score, score_posts
from kith.topics.actions.sorting import correct, declare, take_correction_back, take_declaration_back

__all__ = [
    "change_topic",
    "correct",
    "declare",
    "delete_topic",
    "find_topic",
    "make_topic",
    "score",
    "score_posts",
    "take_correction_back",
    "take_declaration_back",
    "topics_for",
    "topics_of",
    "topics_of_pairs",
]
