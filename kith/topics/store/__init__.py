"""Topics of one's own, what is said of posts, and scores: each row under the person it belongs to."""

from kith.topics.store.own import (
    change_own,
    count_own,
    delete_own,
    forget,
    forget_post,
    get_own,
    lock_own,
    own_topics_of,
    write_learned,
)
from kith.topics.store.said import (
    change_declaration,
    declarations_of,
    delete_correction,
    find_declaration,
    lock_correction,
    lock_declaration,
    write_correction,
)
from kith.topics.store.scores import (
    PostToScore,
    SaidRow,
    find_to_score,
    forget_scores,
    said_of,
    write_scores,
)

__all__ = [
    "PostToScore",
    "SaidRow",
    "change_declaration",
    "change_own",
    "count_own",
    "declarations_of",
    "delete_correction",
    "delete_own",
    "find_declaration",
    "find_to_score",
    "forget",
    "forget_post",
    "forget_scores",
    "get_own",
    "lock_correction",
    "lock_declaration",
    "lock_own",
    "own_topics_of",
    "said_of",
    "write_correction",
    "write_learned",
    "write_scores",
]
