"""Reading ties: one's own alone. No function here takes whose ties are wanted; they are those of whoever acts."""

from collections.abc import Iterable

from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.ties import store
from kith.ties.model import Tie
from kith.ties.rules import read_tie


async def ties_of(work: Work, other_ids: Iterable[Id]) -> dict[Id, Tie]:
    """Read what the person who acts has with each of these, in one statement. None of them is left out."""
    wanted = list(dict.fromkeys(other_ids))
    rows = await store.some_ties(work.db, acting(work), wanted)
    known = {row.other_id: read_tie(row, work.now) for row in rows}
    return {one: known.get(one) or Tie(person_id=one) for one in wanted}


async def my_ties(work: Work) -> list[Tie]:
    """Read all ties of the person who acts, in one statement, the closest first; then by id."""
    rows = await store.all_ties(work.db, acting(work))
    ties = [read_tie(row, work.now) for row in rows]
    return sorted(ties, key=lambda tie: (-tie.closeness, tie.person_id))


def acting(work: Work) -> Id:
    """Give the person whose ties these are."""
    if work.actor is None:
        raise SignInFirst
    return work.actor
