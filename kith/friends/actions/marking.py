"""Marks: up to where one has read somebody, and what needs no answer."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.whose import acting
from kith.friends.model import FriendMark
from kith.posts.model import Deleted


async def note_seen(work: Work, other_id: Id, post_id: Id) -> None:
    """Note that one has read what somebody wrote, up to this post. What is written only later is not read."""
    seen_id = min(post_id, work.new_id())
    await store.put_mark(
        work.db, FriendMark(owner_id=acting(work), other_id=other_id, seen_id=seen_id, seen_at=work.now)
    )


async def hear_deleted(work: Work, fact: Deleted) -> None:
    """Let those for whom a deleted post was written be waited for by nobody, if nothing else of its author stands.

    The tie counts what was said all the same: it did happen. What waits for an answer is what can be read.
    """
    for other_id in written_for(fact):
        waits_since = await store.wordless_since(work.db, other_id, fact.author_id, but_post_id=fact.post_id)
        if waits_since is not None:
            mark = FriendMark(owner_id=other_id, other_id=fact.author_id, settled_at=waits_since)
            await store.put_mark(work.db, mark)


def written_for(fact: Deleted) -> list[Id]:
    """Give for whom a post was written: named, answered or quoted."""
    people = (*fact.mentioned_ids, fact.reply_to_author_id, fact.quote_of_author_id)
    return sorted({one for one in people if one is not None and one != fact.author_id})


async def settle(work: Work, other_id: Id) -> None:
    """Put aside what somebody wrote last, or what they did not answer: until one of the two writes again."""
    await store.put_mark(work.db, FriendMark(owner_id=acting(work), other_id=other_id, settled_at=work.now))
