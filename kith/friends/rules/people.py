"""In which order one's people stand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from kith.base.core.ids import Id
from kith.ties.model import Tie

Order = Literal["close", "lately", "name"]

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_OUTSIDE = 1_000  # of all circles


def in_order(ties: Iterable[Tie], order: Order) -> list[Tie]:
    """Put ties by circle, the closest first; or by when one last talked. By name they are put where names are known."""
    if order == "lately":
        return sorted(ties, key=lambda tie: (tie.last_talk_at or _LONG_AGO, tie.person_id), reverse=True)
    return sorted(ties, key=lambda tie: (tie.not_close, tie.circle or _OUTSIDE, -tie.closeness, tie.person_id))


def place_after(ties: Sequence[Tie], person_id: Id, index: int) -> int:
    """Find where to read on: after that person, who stood just before `index`; where they are gone, who came next."""
    for number, tie in enumerate(ties):
        if tie.person_id == person_id:
            return number + 1
    return min(max(0, index - 1), len(ties))
