"""What talks listen to."""

from kith.base.work import Listener, Work
from kith.people.model import Left, Viewer
from kith.posts import posts_by_pairs
from kith.posts.model import Deleted, Edited, Published
from kith.talks import store
from kith.talks.actions.settling import settle_message


async def _published(work: Work, fact: Published) -> None:
    if fact.audience == "mentioned":
        await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=fact.root_id, new=True)


async def _edited(work: Work, fact: Edited) -> None:
    """Whom an edit names for the first time has it from now on; whom it names no longer has it no more."""
    pair = (fact.author_id, fact.post_id)
    for post in await posts_by_pairs(work.db, Viewer(id=fact.author_id), [pair]):
        if post.audience == "mentioned":
            await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=post.root_id)


async def _deleted(work: Work, fact: Deleted) -> None:
    if fact.audience == "mentioned":
        await settle_message(work, author_id=fact.author_id, post_id=fact.post_id, root_id=fact.root_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


LISTENERS = (
    Listener(Published, "talks.published", _published),
    Listener(Edited, "talks.edited", _edited),
    Listener(Deleted, "talks.deleted", _deleted),
    Listener(Left, "talks.left", _left),
)
