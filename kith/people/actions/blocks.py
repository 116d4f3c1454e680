"""Blocking: from then on neither sees the other, and nobody is told."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import store
from kith.people.actions.follows import tell_end
from kith.people.actions.meeting import lock_with, stands_anew
from kith.people.model import Block, Blocked, Unblocked
from kith.people.rules.relations import check_present
from kith.people.store.trustees import end_trust


async def block(work: Work, other_id: Id) -> None:
    """Keep somebody away; follows and requests between the two end. One may block whom one is blocked by."""
    me, other = await lock_with(work, other_id)
    check_present(other, apart=False)
    made = Block(blocker_id=me.id, blocked_id=other.id, id=work.new_id(), created_at=work.now)
    if not await store.add_block(work.db, made):
        return
    for follower_id, followee_id in ((me.id, other.id), (other.id, me.id)):
        if await store.remove_follow(work.db, follower_id, followee_id):
            tell_end(work, follower_id, followee_id)
    await end_trust(work.db, me.id, other.id)
    work.tell(Blocked(blocker_id=me.id, blocked_id=other.id))
    stands_anew(work, me.id, other.id)


async def unblock(work: Work, other_id: Id) -> None:
    """Take a block back. What it ended stays ended; a block from the other side stays too.

    Where there is none to take back, somebody who blocked the actor looks as if they were not there.
    """
    me, other = await lock_with(work, other_id)
    if await store.remove_block(work.db, me.id, other.id):
        work.tell(Unblocked(blocker_id=me.id, blocked_id=other.id))
        stands_anew(work, me.id, other.id)
    else:
        check_present(other, apart=await store.are_apart(work.db, me.id, other.id))
