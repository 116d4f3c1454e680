"""Who may know whom: by the people both know, where all of them let it be so.

    score(v) = Σ min(strength(u,b), m(b,v)) / k      over all b between u and v;  m = mutual/(mutual + θ),
                                                     k = how many b has

A tie that has an end which is off is in none of this: neither in the sum, nor in k, nor in the order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time

from kith.base.core.ids import Id
from kith.ties.model import TieRecord
from kith.ties.model.path import BRIDGES_MIN, MUTUAL_MIN, Reached, UsableTie
from kith.ties.rules.reading import given_of, got_of
from kith.ties.rules.strength import close_by, given_now, mutual_by, strength


def is_open(*, path: bool | None, answer: bool | None, apart: bool) -> bool:
    """Tell whether one end lets others be found through a tie: by its word on that tie, else by its answer on all.

    `apart` is a tie that its owner put away: it stays out unless its own word says otherwise.
    """
    return path if path is not None else bool(answer) and not apart


def usable(row: TieRecord, today: date) -> list[UsableTie]:
    """Copy a tie of which both ends are on, from both sides; nothing where the two are not tied."""
    now = datetime.combine(today, time(), UTC)
    mine, theirs = given_now(given_of(row), now), given_now(got_of(row), now)
    met = mutual_by(mine, theirs, row.bond)
    if met < MUTUAL_MIN:
        return []
    return [
        UsableTie(
            owner_id=owner_id,
            other_id=other_id,
            strength=strength(close_by(first, second, row.bond)),
            mutual=strength(met),
            copied_on=today,
        )
        for owner_id, other_id, first, second in (
            (row.owner_id, row.other_id, mine, theirs),
            (row.other_id, row.owner_id, theirs, mine),
        )
    ]


def reached(person_id: Id, mine: Mapping[Id, float], beyond: Iterable[UsableTie]) -> list[Reached]:
    """Order whom somebody reaches through several of their ties, the closest first, then by id.

    `mine` are their usable ties, `beyond` all usable ties of those; in whichever order, the sums are the same.
    """
    by_bridge: defaultdict[Id, list[UsableTie]] = defaultdict(list)
    for tie in beyond:
        by_bridge[tie.owner_id].append(tie)
    scores: defaultdict[Id, float] = defaultdict(float)
    bridges: defaultdict[Id, int] = defaultdict(int)
    for bridge_id in sorted(by_bridge):
        for tie in by_bridge[bridge_id]:
            if tie.other_id != person_id and tie.other_id not in mine:
                scores[tie.other_id] += min(mine[bridge_id], tie.mutual) / len(by_bridge[bridge_id])
                bridges[tie.other_id] += 1
    found = [
        Reached(person_id=one, bridges=bridges[one], score=score)
        for one, score in scores.items()
        if bridges[one] >= BRIDGES_MIN
    ]
    return sorted(found, key=lambda one: (-one.score, one.person_id))
