"""What is done with ties, one function an intention."""

from kith.ties.actions.paths import (
    answer_paths,
    path_answer,
    path_through,
    people_suggested,
    renew_suggestions,
    set_path,
)
from kith.ties.actions.prompting import both_hope, long_unseen, may_remember, next_prompt, not_now
from kith.ties.actions.reading import dormant_ties, my_ties, near_ties, ties_of
from kith.ties.actions.rebuilding import rebuild
from kith.ties.actions.recording import count_along, counted_since, record, record_past, unsay
from kith.ties.actions.relations import confirm, decline, end, my_relations, propose
from kith.ties.actions.wishes import (
    hope_no_more,
    hope_to_hear,
    is_suggested,
    keep_close,
    let_be,
    mark_parted,
    my_wishes,
    never_suggest,
    note_return,
    set_not_close,
    set_suggested,
)

__all__ = [
    "answer_paths",
    "both_hope",
    "confirm",
    "count_along",
    "counted_since",
    "decline",
    "dormant_ties",
    "end",
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
    "set_not_close",
    "set_path",
    "set_suggested",
    "ties_of",
    "unsay",
]
