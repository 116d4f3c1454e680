"""What every act begins with: who acts, and the post as they may see it."""

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import viewer_of
from kith.people.model import Account, Viewer
from kith.posts import store
from kith.posts.model import Card, Mine, Post, Tally
from kith.posts.rules import may_quote


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor


async def seen_post(work: Work, post_id: Id) -> Post:
    """Get the post with words behind an id: of a repost, what it passes on. `NotFound` where it may not be seen."""
    viewer = await viewer_of(work)
    post = await store.get_post(work.db, viewer, post_id)
    if post.repost_of_id is None:
        return post
    return await store.get_post(work.db, viewer, post.repost_of_id)


async def held_post(work: Work, post_id: Id) -> Post:
    """Get the post with words, and keep it from being deleted until the work ends: something will hang on it."""
    known: Viewer | None = work.memo.get(Viewer)
    if work.actor is not None and (known is None or known.id != work.actor):
        found = await store.load_held(work.db, work.actor, post_id, work.now)
        if found is not None:
            post, work.memo[Viewer] = found
            return post
    viewer = await viewer_of(work)
    held = await store.find_held(work.db, viewer, post_id)
    if held is None:
        passed_on = await store.get_post(work.db, viewer, post_id)
        held = await store.find_held(work.db, viewer, passed_on.repost_of_id or post_id)
    if held is None:
        raise NotFound
    return held


async def own_post(work: Work, post_id: Id) -> Post:
    """Get a post of one's own, with words. Another's is not there."""
    post = await seen_post(work, post_id)
    if post.author_id != acting(work):
        raise NotFound
    return post


def card_of_new(work: Work, post: Post) -> Card | None:
    """Give the card of one's own post that was written in this very work: nobody has done anything with it yet.

    `None` where more stands around it than it says itself: what it answers, passes on, quotes, links to or asks.
    """
    author: Account | None = work.memo.get(Account)
    if author is None or author.id != post.author_id or post.published_at != work.now or post.edited_at is not None:
        return None
    if post.reply_to_id or post.repost_of_id or post.quote_of_id or post.link_id or post.has_poll:
        return None
    return Card(
        post=post,
        author=author,
        mine=Mine(),
        tally=Tally(author_id=author.id, post_id=post.id),
        may_quote=may_quote(post, Viewer(id=author.id)),
    )
