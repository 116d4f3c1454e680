"""The two rows of a pair: each holds the same, seen from its owner."""

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from kith.ties.model import ActRecord, Direction, Pair, TieRecord
from kith.ties.rules.reading import given_of, got_of
from kith.ties.rules.strength import happened


def counted(low: TieRecord, acts: Iterable[ActRecord]) -> tuple[TieRecord, TieRecord]:
    """Add acts to a pair, of which the row under the lower id is given; gives both rows, that one first."""
    pair, number = pair_of(low), low.acts
    for act in acts:
        pair = happened(pair, act.kind, act.at, act.among, from_other=not act.from_low)
        number = max(number, act.number)
    return rows_of(low, pair, acts=number)


def in_order(acts: Collection[ActRecord]) -> list[ActRecord]:
    """Put acts in the order in which they count: what was counted afterwards first, by time; the rest as it came."""
    past = sorted((act for act in acts if act.number < 0), key=lambda act: (act.at, act.subject_id, act.kind))
    return past + sorted((act for act in acts if act.number > 0), key=lambda act: act.number)


def pair_of(low: TieRecord) -> Pair:
    """Read what is between two people out of the row under the lower id.

    The other's peak is not there; it starts anew at 0, and what is written is the larger of the old and the new.
    """
    return Pair(
        given=given_of(low),
        got=got_of(low),
        peak=low.peak,
        exchanges=low.exchanges,
        exchanged_at=low.exchanged_at,
        begun_at=low.begun_at,
    )


def rows_of(low: TieRecord, pair: Pair, *, acts: int) -> tuple[TieRecord, TieRecord]:
    """Give both rows as they stand now, the lower owner's first."""
    common = {
        "acts": acts,
        "exchanges": pair.exchanges,
        "exchanged_at": pair.exchanged_at,
        "begun_at": pair.begun_at,
    }
    return (
        msgspec.structs.replace(
            low, **common, **_both_ways(pair.given, pair.got), peak=pair.peak, reached=_reached(low, pair.given)
        ),
        msgspec.structs.replace(
            low,
            **common,
            **_both_ways(pair.got, pair.given),
            owner_id=low.other_id,
            other_id=low.owner_id,
            peak=pair.peak_of_other,
            reached=_reached(low, pair.got),
        ),
    )


def _reached(low: TieRecord, given: Direction) -> bool:
    return given.at is not None or low.bond > 0


def _both_ways(given: Direction, got: Direction) -> dict[str, Any]:
    sides = (("given", given), ("got", got))
    return {f"{side}_{field}": getattr(value, field) for side, value in sides for field in Direction.__struct_fields__}
