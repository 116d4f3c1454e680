"""Records, values and limits of ties."""

from kith.ties.model.act import ACT_KINDS, Act, ActKind, ActRecord, Said
from kith.ties.model.tie import Direction, Pair, Tie, TieRecord

__all__ = [
    "ACT_KINDS",
    "Act",
    "ActKind",
    "ActRecord",
    "Direction",
    "Pair",
    "Said",
    "Tie",
    "TieRecord",
]
