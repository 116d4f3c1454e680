"""Scoring what is new, and forgetting what is gone."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.people.model import Left
from kith.posts.model import Deleted, Edited, Published
from kith.topics import store
from kith.topics.actions import score_post, score_recent


def _is_to_score(fact: Published) -> bool:
    return fact.audience != "mentioned" and fact.repost_of_id is None


async def _score_new(work: Work, fact: Published) -> None:
    await score_post(work, fact.author_id, fact.post_id)


async def _score_edited(work: Work, fact: Edited) -> None:
    await score_post(work, fact.author_id, fact.post_id)


async def _forget_post(work: Work, fact: Deleted) -> None:
    await store.forget_post(work.db, fact.author_id, fact.post_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


async def _score_recent(work: Work) -> None:
    await score_recent(work)


LISTENERS = (
    Listener(Published, "topics.score_new", _score_new, wants=_is_to_score),
    Listener(Edited, "topics.score_edited", _score_edited),
    Listener(Deleted, "topics.forget_post", _forget_post),
    Listener(Left, "topics.left", _left),
)
NIGHTLY = (Nightly("topics.score_recent", time(3, 40), _score_recent),)
