"""Forgetting what is gone, and what is said otherwise now."""

from kith.base.work import Listener, Work
from kith.people.model import Left
from kith.posts.model import Deleted, Edited
from kith.topics import store


async def _edited(work: Work, fact: Edited) -> None:
    await store.forget_scores(work.db, fact.author_id, fact.post_id)


async def _forget_post(work: Work, fact: Deleted) -> None:
    await store.forget_post(work.db, fact.author_id, fact.post_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


LISTENERS = (
    Listener(Edited, "topics.edited", _edited, at_once=True),
    Listener(Deleted, "topics.forget_post", _forget_post),
    Listener(Left, "topics.left", _left),
)
