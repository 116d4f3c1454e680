"""What talks listen to."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.people.model import Left, Viewer
from kith.posts import posts_by_pairs
from kith.posts.model import Deleted, Edited, Published
from kith.talks import store
from kith.talks.actions.settling import settle_message
from kith.talks.actions.takeover import take_over


def _is_message(fact: Published | Deleted) -> bool:
    return fact.audience == "mentioned"


async def _published(work: Work, fact: Published) -> None:
    if _is_message(fact):  # asked again: older jobs were written for every post
        await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=fact.root_id, new=True)


async def _edited(work: Work, fact: Edited) -> None:
    """Whom an edit names for the first time has it from now on; whom it names no longer has it no more."""
    pair = (fact.author_id, fact.post_id)
    for post in await posts_by_pairs(work.db, Viewer(id=fact.author_id), [pair]):
        if post.audience == "mentioned":
            await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=post.root_id)


async def _deleted(work: Work, fact: Deleted) -> None:
    if _is_message(fact):
        await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=fact.root_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


async def _take_over(work: Work) -> None:
    """Begin with it where the server comes up after an upgrade, and look each night for what fits meanwhile."""
    await take_over(work.house, lambda _moved: None)


LISTENERS = (
    Listener(Published, "talks.published", _published, wants=_is_message),
    Listener(Edited, "talks.edited", _edited),
    Listener(Deleted, "talks.deleted", _deleted, wants=_is_message),
    Listener(Left, "talks.left", _left),
)
NIGHTLY = (Nightly("talks.take_over", time(3, 40), _take_over),)
