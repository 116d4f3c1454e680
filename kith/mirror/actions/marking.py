"""Marking a reply that needs no answer: for oneself alone, and its author never learns of it."""

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.actions.choosing import acting
from kith.mirror.model import NeedlessReply
from kith.people import viewer_of
from kith.posts import get_post, hydrate_one
from kith.posts.model import Card, Post


async def mark_needless(work: Work, post_id: Id) -> None:
    """Say of a reply to oneself that it needs no answer. Again: nothing changes.

    Raises `NotFound` for what is not there, or answers somebody else; `Refused` where the mirror is off.
    """
    owner_id, post = acting(work), await _reply_to_me(work, post_id)
    if await store.lock(work.db, owner_id) is None:
        raise Refused(_("Your mirror is off, so nothing has to be marked."))
    marked = NeedlessReply(owner_id=owner_id, post_id=post.id, author_id=post.author_id, marked_at=work.now)
    await work.db.insert_new(marked)


async def mark_wanting(work: Work, post_id: Id) -> None:
    """Take that back. Raises `NotFound` as above; where nothing was marked, nothing changes."""
    await _reply_to_me(work, post_id)
    await store.unmark(work.db, acting(work), post_id)


async def marked(work: Work, post_id: Id) -> tuple[Card, bool]:
    """Give a reply to oneself, and whether it is marked. Raises `NotFound` as above."""
    post = await _reply_to_me(work, post_id)
    card = await hydrate_one(work.db, await viewer_of(work), post)
    if card is None:
        raise NotFound
    return card, post.id in await store.needless_among(work.db, acting(work), [post.id])


async def _reply_to_me(work: Work, post_id: Id) -> Post:
    owner_id = acting(work)
    post = await get_post(work.db, await viewer_of(work), post_id)
    if post.reply_to_author_id != owner_id or post.author_id == owner_id:
        raise NotFound
    return post
