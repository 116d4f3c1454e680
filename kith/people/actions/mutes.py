"""Muting: somebody does not come up in Home, for a time or until further notice. They are never told."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, glance, stands_anew
from kith.people.model import Mute, Muted
from kith.people.rules.relations import check_mute_end


async def mute(work: Work, other_id: Id, *, until_at: datetime | None = None, notices: bool = True) -> None:
    """Mute somebody until `until_at`, or until further notice; `notices` keeps their notices back too.

    Done again, the new end and the new wish count.
    """
    other = await glance(work, other_id)
    check_mute_end(until_at, work.now)
    made = Mute(
        muter_id=acting(work),
        muted_id=other.id,
        id=work.new_id(),
        notices=notices,
        until_at=until_at,
        created_at=work.now,
    )
    await store.put_mute(work.db, made)
    work.tell(Muted(muter_id=made.muter_id, muted_id=made.muted_id))
    stands_anew(work, made.muter_id)


async def unmute(work: Work, other_id: Id) -> None:
    """Hear somebody again. Where there is no mute to take back, somebody who is not there is not there."""
    person_id = acting(work)
    if await store.remove_mute(work.db, person_id, other_id):
        stands_anew(work, person_id)
    elif other_id != person_id:
        await glance(work, other_id)


async def tidy_mutes(work: Work) -> None:
    """Delete mutes that ran out. They count no longer from their end on; this only keeps the table small."""
    await store.remove_ended_mutes(work.db, work.now)
