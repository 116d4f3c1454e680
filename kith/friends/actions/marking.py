"""Marks: up to where one has read somebody, and what needs no answer."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.whose import acting
from kith.friends.model import FriendMark


async def note_seen(work: Work, other_id: Id, post_id: Id) -> None:
    """Note that one has read what somebody wrote, up to this post. What is written only later is not read."""
    seen_id = min(post_id, work.new_id())
    await store.put_mark(
        work.db, FriendMark(owner_id=acting(work), other_id=other_id, seen_id=seen_id, seen_at=work.now)
    )


async def settle(work: Work, other_id: Id) -> None:
    """Put aside what somebody wrote last, or what they did not answer: until one of the two writes again."""
    await store.put_mark(work.db, FriendMark(owner_id=acting(work), other_id=other_id, settled_at=work.now))
