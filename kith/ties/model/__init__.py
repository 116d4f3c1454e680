"""Records, values and limits of ties."""

from kith.ties.model.act import ACT_KINDS, Act, ActKind, ActRecord, Said, WordsGone
from kith.ties.model.circle import CIRCLES, PINS_MAX, Circle, CircleDay, CirclePlace, Place, TieSettings, TieWish
from kith.ties.model.path import MUTUAL_MIN, PathAnswer, Reached, TieSuggestion, UsableTie
from kith.ties.model.prompt import Between, Caps, Nearby, Occasion, Reunion, SharedPast, SuggestPerson, TiePrompt
from kith.ties.model.relation import (
    RELATION_KINDS,
    Bond,
    DeclaredRelation,
    Past,
    RelationKind,
    RelationState,
)
from kith.ties.model.tie import Direction, KnownTie, Pair, SeenTie, Tie, TieRecord

__all__ = [
    "ACT_KINDS",
    "CIRCLES",
    "MUTUAL_MIN",
    "PINS_MAX",
    "RELATION_KINDS",
    "Act",
    "ActKind",
    "ActRecord",
    "Between",
    "Bond",
    "Caps",
    "Circle",
    "CircleDay",
    "CirclePlace",
    "DeclaredRelation",
    "Direction",
    "KnownTie",
    "Nearby",
    "Occasion",
    "Pair",
    "Past",
    "PathAnswer",
    "Place",
    "Reached",
    "RelationKind",
    "RelationState",
    "Reunion",
    "Said",
    "SeenTie",
    "SharedPast",
    "SuggestPerson",
    "Tie",
    "TiePrompt",
    "TieRecord",
    "TieSettings",
    "TieSuggestion",
    "TieWish",
    "UsableTie",
    "WordsGone",
]
