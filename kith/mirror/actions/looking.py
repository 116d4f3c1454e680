"""Monday morning: look once, keep the numbers, and put the next look to its time.

Under the lock of its owner, in one transaction: of two jobs for one morning the second finds it put to another time,
and a worker that dies leaves everything as it was. A week that is there is never counted again.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from kith.base.core.ids import Id, first_id_at
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.actions.counting import count_week
from kith.mirror.model import ANSWER_DAYS, WEEKS_KEPT, WINDOW_DAYS, Mirror, MirrorDue
from kith.mirror.rules.clocks import is_looked_at, last_morning, next_morning, span_of, week_on
from kith.people import find_member

OVERDUE_BATCH = 500


async def look(work: Work, fact: MirrorDue) -> None:
    """Look into somebody's mirror if it is time for it, by their own clock."""
    mirror, member = await store.lock(work.db, fact.owner_id), await find_member(work.db, fact.owner_id)
    if mirror is None or member is None or mirror.due_at != fact.due_at:
        return
    work.actor = work.hand = fact.owner_id
    zone = ZoneInfo(zone_for(member.timezone, mirror.zone))
    morning = last_morning(work.now, zone)
    on = week_on(morning, zone)
    last_on = await store.last_week(work.db, mirror.owner_id)
    if member.leaves_at is None and is_looked_at(mirror, morning, on, last_on=last_on):
        await work.db.insert(await count_week(work, span_of(mirror, morning), on, zone))
    await _tidy(work, mirror)
    due_at = next_morning(work.now, zone)
    await store.set_due(work.db, mirror.owner_id, due_at)
    work.tell(MirrorDue(owner_id=mirror.owner_id, due_at=due_at), at=due_at)


async def find_lost(work: Work) -> None:
    """Set in motion what should have come yesterday and did not, whatever became of its job."""
    today, after = work.now.replace(hour=0, minute=0, second=0, microsecond=0), Id(0)
    while found := await store.overdue(work.db, before=today, after=after, limit=OVERDUE_BATCH):
        for mirror in found:
            work.tell(MirrorDue(owner_id=mirror.owner_id, due_at=mirror.due_at))
        after = found[-1].owner_id


async def _tidy(work: Work, mirror: Mirror) -> None:
    """What no week can be counted from any more is deleted."""
    noted_since = work.now - timedelta(days=WINDOW_DAYS)
    await store.tidy(
        work.db,
        mirror.owner_id,
        week_on=(work.now - timedelta(weeks=WEEKS_KEPT)).date(),
        before=noted_since,
        before_id=first_id_at(noted_since - timedelta(days=ANSWER_DAYS)),
    )
