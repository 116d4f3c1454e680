"""Records, facts, values and limits of finding."""

from kith.finding.model.past import PASTS_MAX, PLACE_MAX, YEAR_MIN, PastWish, SeenBy, StatedPast
from kith.finding.model.run import (
    RUN_LASTS_S,
    Absent,
    Candidate,
    FileCame,
    FileForgotten,
    Match,
    Named,
    Outcome,
    OwnPast,
    Run,
    State,
    Told,
    Why,
)
from kith.finding.model.wish import FindingWishes
from kith.finding.reader.telling import Kind, Network, PastKind, Problem

__all__ = [
    "PASTS_MAX",
    "PLACE_MAX",
    "RUN_LASTS_S",
    "YEAR_MIN",
    "Absent",
    "Candidate",
    "FileCame",
    "FileForgotten",
    "FindingWishes",
    "Kind",
    "Match",
    "Named",
    "Network",
    "Outcome",
    "OwnPast",
    "PastKind",
    "PastWish",
    "Problem",
    "Run",
    "SeenBy",
    "State",
    "StatedPast",
    "Told",
    "Why",
]
