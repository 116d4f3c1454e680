"""When an account is deleted for good: it leaves every list and every relation."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import stands_anew
from kith.people.store.trustees import forget_trusts

BATCH = 500  # others a step; one step then takes far less than a second


async def part_from_everybody(work: Work, account_id: Id) -> None:
    """Delete all that stands between somebody who left and others. Safe to repeat.

    Their account's row is gone by now, and whoever would begin something with them locks that row first, so nothing
    new can come up meanwhile.
    """
    while others := await store.part_from_some(work.db, account_id, limit=BATCH):
        stands_anew(work, *others)
    await store.delete_notes(work.db, account_id)
    await store.forget_tag_follows(work.db, account_id)
    await store.forget_domain_blocks(work.db, account_id)
    await forget_trusts(work.db, account_id)
