"""Reading ties: one's own alone. No function here takes whose ties are wanted; they are those of whoever acts."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.ties import store
from kith.ties.model import Circle, CirclePlace, Place, SeenTie, Tie
from kith.ties.rules import evaluate, read_tie
from kith.ties.rules.dormancy import GAP_DAYS_MIN
from kith.ties.rules.reading import close_now


async def ties_of(work: Work, other_ids: Iterable[Id]) -> dict[Id, Tie]:
    """Read what the person who acts has with each of these, in one statement. None of them is left out."""
    wanted = list(dict.fromkeys(other_ids))
    rows = await store.some_ties(work.db, acting(work), wanted)
    if _is_due(work, rows):
        circles = await _look_at_circles(work, await store.all_ties(work.db, acting(work)))
        rows = _placed(rows, circles)
    known = {row.other_id: read_tie(row, work.now) for row in rows}
    return {one: known.get(one) or Tie(person_id=one) for one in wanted}


async def my_ties(work: Work) -> list[Tie]:
    """Read all ties of the person who acts, in one statement, the closest first; then by id.

    Whom a block hides is not among them; who is gone may be, and is left out by whoever shows people.
    """
    rows = await store.all_ties(work.db, acting(work))
    if _is_due(work, rows):
        rows = _placed(rows, await _look_at_circles(work, rows))
    ties = [read_tie(row, work.now) for row in rows]
    return sorted(ties, key=lambda tie: (-tie.closeness, tie.person_id))


async def near_ties(work: Work, circles: Sequence[Circle]) -> list[Tie]:
    """Read the ties of the person who acts that stand in these circles, without reading any others.

    The first read of a day looks at all, because the circles may be others since.
    """
    looked_on = await store.looked_on(work.db, acting(work))
    if looked_on is None or looked_on < work.now.date():
        return [tie for tie in await my_ties(work) if tie.circle in circles]
    rows = await store.near_ties(work.db, acting(work), circles)
    return [tie for tie in (read_tie(row, work.now) for row in rows) if tie.circle in circles]


async def dormant_ties(work: Work) -> list[Tie]:
    """Read the ties of the person who acts that sleep, the most dormant first, without reading those that cannot."""
    before = work.now - timedelta(days=GAP_DAYS_MIN)
    ties = [read_tie(row, work.now) for row in await store.still_ties(work.db, acting(work), before=before)]
    return sorted((tie for tie in ties if tie.dormant), key=lambda tie: (-tie.dormancy, tie.person_id))


def acting(work: Work) -> Id:
    """Give the person whose ties these are."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


def _is_due(work: Work, rows: Sequence[SeenTie]) -> bool:
    """Circles are looked at once a day, by the first who reads any tie."""
    return bool(rows) and rows[0].evaluated_on < work.now.date()


async def _look_at_circles(work: Work, rows: Sequence[SeenTie]) -> dict[Id, int]:
    owner_id, today = acting(work), work.now.date()
    known = {
        row.other_id: Place(**{field: getattr(row, field) for field in Place.__struct_fields__})
        for row in await store.places_of(work.db, owner_id)
    }
    places = evaluate(
        known,
        {row.other_id: close_now(row, work.now) for row in rows},
        today,
        kept={row.other_id: row.kept_in for row in rows if row.kept_in},
        apart={*(row.other_id for row in rows if row.not_close), *(await viewer_of(work)).hidden},
    )
    fresh = [
        CirclePlace(owner_id=owner_id, other_id=one, **msgspec.structs.asdict(place))
        for one, place in sorted(places.items())
    ]
    if not work.db.writes:
        # Work that writes would hold the row to its end; it leaves the writing to the next that only reads.
        await store.keep_places(work.db, owner_id, fresh, today)
    return {one: place.circle for one, place in places.items()}


def _placed(rows: Iterable[SeenTie], circles: dict[Id, int]) -> list[SeenTie]:
    return [msgspec.structs.replace(row, circle=circles.get(row.other_id, 0)) for row in rows]
