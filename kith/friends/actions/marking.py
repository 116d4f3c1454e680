"""Marks: up to where one has read somebody, and what needs no answer."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.whose import acting
from kith.friends.model import FriendMark
from kith.ties.model import WordsGone


async def note_seen(work: Work, other_id: Id, post_id: Id) -> None:
    """Note that one has read what somebody wrote, up to this post. What is written only later is not read."""
    seen_id = min(post_id, work.new_id())
    await store.put_mark(
        work.db, FriendMark(owner_id=acting(work), other_id=other_id, seen_id=seen_id, seen_at=work.now)
    )


async def hear_words_gone(work: Work, fact: WordsGone) -> None:
    """Let somebody wait for nobody's answer, if nothing stands any more of what they wrote for them.

    The tie counts what was said all the same: it did happen. What waits for an answer is what can be read.
    """
    for getter_id in fact.getter_ids:
        waits_since = await store.wordless_since(work.db, getter_id, fact.giver_id)
        if waits_since is not None:
            for owner_id, other_id in ((getter_id, fact.giver_id), (fact.giver_id, getter_id)):
                mark = FriendMark(owner_id=owner_id, other_id=other_id, settled_at=waits_since)
                await store.put_mark(work.db, mark)


async def settle(work: Work, other_id: Id) -> None:
    """Put aside what somebody wrote last, or what they did not answer: until one of the two writes again."""
    await store.put_mark(work.db, FriendMark(owner_id=acting(work), other_id=other_id, settled_at=work.now))
