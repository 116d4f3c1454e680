"""Short ways to let two people act on paper: days after a beginning, and who acts how."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kith.ties.model import ActKind, Pair
from kith.ties.rules import happened
from tests.clock import BEGINNING

DAY_0 = BEGINNING.replace(hour=0)
Told = tuple[float, str, ActKind]  # on which day, "u" or "v", what


def on(day: float) -> datetime:
    """Give the instant so many days after the beginning."""
    return DAY_0 + timedelta(days=day)


def told(acts: Iterable[Told]) -> Pair:
    """Let these acts happen between u and v; the pair as u sees it."""
    pair = Pair()
    for day, who, kind in acts:
        pair = happened(pair, kind, on(day), from_other=who == "v")
    return pair


def seen_by_v(pair: Pair) -> Pair:
    """Turn a pair round."""
    return Pair(
        given=pair.got,
        got=pair.given,
        peak=pair.peak_of_other,
        peak_of_other=pair.peak,
        exchanges=pair.exchanges,
        exchanged_at=pair.exchanged_at,
        begun_at=pair.begun_at,
    )
