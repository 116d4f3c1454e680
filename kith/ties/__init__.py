"""Ties: what two people have given each other, and how it fades.

Words: a *tie* is seen from its owner; what one does towards another is an *act*, *composed* where there are words for
that one person in it. *Strength* orders Home; *depth* is how much there once was; a tie that was deep and has long
been still is *dormant*. A *circle* holds the closest 5, 15, 50 or 150; somebody can be *kept* in one. A *declared
relation* counts when both confirm it; its years are a *shared past*. A *prompt* reminds one person of a dormant tie, on
an *occasion*. A *path* is a tie through which others may be found, because both ends say so; whoever is reached by
several is *suggested*. All of it is its owner's alone: nobody learns anything about another person's ties, and every
function here reads and changes those of whoever acts.
"""

from kith.ties.actions import (
    answer_paths,
    both_hope,
    confirm,
    count_along,
    counted_since,
    decline,
    dormant_ties,
    end,
    hope_no_more,
    hope_to_hear,
    is_suggested,
    keep_close,
    let_be,
    long_unseen,
    mark_parted,
    may_remember,
    my_relations,
    my_ties,
    my_wishes,
    near_ties,
    never_suggest,
    next_prompt,
    not_now,
    note_return,
    path_answer,
    path_through,
    people_suggested,
    propose,
    rebuild,
    record,
    record_past,
    renew_suggestions,
    set_not_close,
    set_path,
    set_suggested,
    ties_of,
    unsay,
)
from kith.ties.actions.pairs import ends_of
from kith.ties.rules import THREAD_PEOPLE_MAX, acts_of
from kith.ties.rules.prompts import SILENCE_DAYS
from kith.ties.rules.sentence import ago, sentence
from kith.ties.store import TIE_LOCKED

__all__ = [
    "SILENCE_DAYS",
    "THREAD_PEOPLE_MAX",
    "TIE_LOCKED",
    "acts_of",
    "ago",
    "answer_paths",
    "both_hope",
    "confirm",
    "count_along",
    "counted_since",
    "decline",
    "dormant_ties",
    "end",
    "ends_of",
    "hope_no_more",
    "hope_to_hear",
    "is_suggested",
    "keep_close",
    "let_be",
    "long_unseen",
    "mark_parted",
    "may_remember",
    "my_relations",
    "my_ties",
    "my_wishes",
    "near_ties",
    "never_suggest",
    "next_prompt",
    "not_now",
    "note_return",
    "path_answer",
    "path_through",
    "people_suggested",
    "propose",
    "rebuild",
    "record",
    "record_past",
    "renew_suggestions",
    "sentence",
    "set_not_close",
    "set_path",
    "set_suggested",
    "ties_of",
    "unsay",
]
