"""Making all ties anew from the history of acts, as they were counted."""

from collections.abc import Callable

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.ties import store
from kith.ties.actions.pairs import lock_pair
from kith.ties.model import ActRecord, TieRecord
from kith.ties.rules.twins import counted, in_order

PAIRS_A_STEP = 100  # a transaction; each pair is locked for well under a second
ACTS_A_STEP = 5_000


async def rebuild(house: House, tell: Callable[[int], None]) -> int:
    """Make every tie anew, while people go on; gives how many pairs. `tell` hears how many are done, now and then.

    What people declare and wish stays as it is. The same history gives the same ties, to the last bit.
    """
    low_id, high_id, done = Id(0), Id(0), 0
    while True:
        async with house.work() as work:
            pairs = await store.pairs_after(work.db, low_id, high_id, limit=PAIRS_A_STEP)
            for pair in pairs:
                await _rebuild_pair(work, pair.low_id, pair.high_id)
        if not pairs:
            return done
        low_id, high_id = pairs[-1].low_id, pairs[-1].high_id
        done += len(pairs)
        tell(done)


async def _rebuild_pair(work: Work, low_id: Id, high_id: Id) -> None:
    row = await lock_pair(work, (low_id, high_id))
    if row is None:
        return  # somebody has left; what is between them goes in a job of its own
    acts = in_order(await _history(work, low_id, high_id))
    empty = TieRecord(
        owner_id=low_id,
        other_id=high_id,
        bond=row.bond,
        shared_years=row.shared_years,
        shared_until=row.shared_until,
    )
    await store.write_anew(work.db, counted(empty, acts))


async def _history(work: Work, low_id: Id, high_id: Id) -> list[ActRecord]:
    acts: list[ActRecord] = []
    while some := await store.acts_between(
        work.db, low_id, high_id, after=acts[-1].number if acts else store.BEFORE_ALL, limit=ACTS_A_STEP
    ):
        acts += some
    return acts
