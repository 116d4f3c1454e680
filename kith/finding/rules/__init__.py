"""What is decided about finding, from values alone."""

from kith.finding.rules.folding import folded, folded_name
from kith.finding.rules.matching import Comparison
from kith.finding.rules.pasts import check_past, check_room, overlaps, years_in_common
from kith.finding.rules.wishes import check_wishes

__all__ = [
    "Comparison",
    "check_past",
    "check_room",
    "check_wishes",
    "folded",
    "folded_name",
    "overlaps",
    "years_in_common",
]
