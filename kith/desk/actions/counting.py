"""How many cases lie in each view."""

from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk
from kith.desk.model import COUNTED_MAX, View
from kith.desk.rules.counts import view_counts


async def counts_for(work: Work, desk: Desk) -> dict[View, int]:
    """Tell how many cases lie in each view, for who sits there; of names only where the desk listens for any."""
    rows = await store.counts_of(work.db, desk.id)
    overdue = await store.count_overdue(
        work.db, desk.id, work.now, me=desk.me, only_own=not desk.sees_all, limit=COUNTED_MAX
    )
    counts = view_counts(rows, me=desk.me, only_own=not desk.sees_all, overdue=overdue)
    if not counts["named"] and not await store.names_of(work.db, desk.id):
        del counts["named"]
    return counts
