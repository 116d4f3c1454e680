"""Keeping a whole server away: as if everybody there were blocked, those who come later too."""

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.follows import tell_end
from kith.people.actions.meeting import acting, stands_anew
from kith.people.model import DOMAIN_BLOCKS_MAX, DomainBlock, Severed
from kith.people.rules.domains import check_domain

BATCH = 500


async def block_domain(work: Work, name: str) -> str:
    """Keep a server away; follows and requests between its people and the actor end. Gives its name as it is kept.

    One's own account is held: every act with somebody there takes that same lock, so nobody begins to follow while
    this is done, and whoever comes later finds the block. Raises `Invalid` for what names no other server.
    """
    me = await store.lock_account(work.db, acting(work))
    domain = check_domain(name, own=work.house.settings.domain)
    if await store.count_domain_blocks(work.db, me.id) >= DOMAIN_BLOCKS_MAX:
        text = _("You keep {count} servers away, as many as Kith can remember. Let one of them in first.")
        raise Refused(text.format(count=DOMAIN_BLOCKS_MAX))
    made = DomainBlock(person_id=me.id, domain=domain, id=work.new_id(), created_at=work.now)
    if not await store.add_domain_block(work.db, made):
        return domain
    followers = following = 0
    while tied := await store.tied_in_domain(work.db, me.id, domain, limit=BATCH):
        for other in tied:
            following += await _end(work, me.id, other)
            followers += await _end(work, other, me.id)
    if followers or following:
        lost = {"followers_count": followers, "following_count": following}
        work.tell(Severed(person_id=me.id, event_id=made.id, domain=domain, **lost))
    stands_anew(work, me.id)
    return domain


async def _end(work: Work, follower_id: Id, followee_id: Id) -> bool:
    """End a follow or a request. True: it was a follow, and is lost."""
    held = await store.remove_follow(work.db, follower_id, followee_id, "accepted")
    if held or await store.remove_follow(work.db, follower_id, followee_id):
        tell_end(work, follower_id, followee_id)
    return held


async def unblock_domain(work: Work, name: str) -> str:
    """Let a server in again; what it ended stays ended. Who was not kept away is no trouble."""
    me = await store.lock_account(work.db, acting(work))
    domain = check_domain(name, own=work.house.settings.domain)
    if await store.remove_domain_block(work.db, me.id, domain):
        stands_anew(work, me.id)
    return domain
