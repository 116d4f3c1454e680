"""What pledges look at before, hear of afterwards, and do at night."""

from datetime import time, timedelta

from kith.base.core.ids import Id
from kith.base.work import Gate, Listener, Nightly, Work
from kith.people.model import Blocked, Left
from kith.pledges import store
from kith.pledges.actions.keeping import kept_ledger
from kith.pledges.actions.passing_on import note_repost, weigh_repost
from kith.pledges.actions.sorting import declare_answers, enter_sorted, hold_about, hold_ledgers, note_deleted
from kith.pledges.actions.weighing import weigh_edit, weigh_post
from kith.pledges.actions.witnessing import part_witnesses
from kith.pledges.model import Outage, ServerSeen
from kith.pledges.rules.record import OUTAGE_HOURS_MIN
from kith.posts.model import Delete, Deleted, Edit, Edited, Publish, Published, Repost
from kith.topics.model import Sort, TopicSorted

BATCH = 200
SEEN_EVERY_HOURS = 1
HOURS_A_DAY = 24
KEPT_DAYS = 7  # warnings and reservations whose time is past


async def _published(work: Work, fact: Published) -> None:
    if fact.repost_of_id is not None:
        await note_repost(work, fact)
    else:
        await declare_answers(work, fact.post_id)


async def _edited(work: Work, fact: Edited) -> None:
    await declare_answers(work, fact.post_id)


async def _sorted(work: Work, fact: TopicSorted) -> None:
    await enter_sorted(work, fact)


async def _deleted(work: Work, fact: Deleted) -> None:
    await note_deleted(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_pledges(work.db, fact.account_id)
    await store.forget_witness(work.db, fact.account_id)
    await store.forget_own_warnings(work.db, fact.account_id)


async def _blocked(work: Work, fact: Blocked) -> None:
    await part_witnesses(work, fact.blocker_id, fact.blocked_id)


async def _seen(work: Work, _fact: ServerSeen) -> None:
    """Note that the server works; where it did not for long, note when it was away."""
    before = await store.beat(work.db, work.now)
    if before is not None and work.now - before > timedelta(hours=OUTAGE_HOURS_MIN):
        await work.db.insert_new(Outage(began_at=before, ended_at=work.now))


async def _look_in_hourly(work: Work) -> None:
    for hours in range(0, HOURS_A_DAY, SEEN_EVERY_HOURS):
        work.tell(ServerSeen(), at=work.now + timedelta(hours=hours))


async def _write_periods(work: Work) -> None:
    """Write the periods that have begun, with their instants, whoever looks: rules about clocks may change later."""
    before, after = work.now - timedelta(days=KEPT_DAYS), Id(0)
    await store.forget_warnings(work.db, before=before)
    await store.forget_reserved(work.db, before=before)
    while pledges := await store.all_running(work.db, work.now, after=after, limit=BATCH):
        for pledge in pledges:
            async with work.house.work(actor=pledge.author_id) as apart:
                for locked in await store.lock_pledges(apart.db, pledge.author_id, [pledge.id]):
                    await kept_ledger(apart, locked)
        after = pledges[-1].id


GATES = (
    Gate(Publish, weigh_post),
    Gate(Edit, weigh_edit),
    Gate(Repost, weigh_repost),
    Gate(Sort, hold_about),
    Gate(Delete, hold_ledgers),
)
LISTENERS = (
    # In the act's own transaction: the ledger never says anything else than the posts do.
    Listener(Published, "pledges.published", _published, at_once=True),
    Listener(Edited, "pledges.edited", _edited, at_once=True),
    Listener(TopicSorted, "pledges.sorted", _sorted, at_once=True),
    Listener(Deleted, "pledges.deleted", _deleted, at_once=True),
    Listener(Blocked, "pledges.blocked", _blocked),
    Listener(Left, "pledges.left", _left),
    Listener(ServerSeen, "pledges.seen", _seen),
)
NIGHTLY = (
    Nightly("pledges.look_in_hourly", time(0, 5), _look_in_hourly),
    Nightly("pledges.write_periods", time(4, 10), _write_periods),
)
