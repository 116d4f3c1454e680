"""Deleting posts: one, those that pass it on, and all of somebody who leaves.

Locks are taken in the order that store/reactions.py lays down: posts, tallies (authors first), places in threads, ties.
"""

from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.media import let_go
from kith.posts import store
from kith.posts.actions.reactions import take_like_back
from kith.posts.actions.reposts import remove_repost
from kith.posts.actions.seeing import acting
from kith.posts.actions.tying import unsay_post
from kith.posts.model import BelongingsLeft, Delete, Deleted, Post, RepostsLeft

BATCH = 100  # rows a step; a step then takes well under a second, and nobody else waits longer than that


async def delete(work: Work, post_id: Id) -> Post:
    """Delete one's own post; gives it back once more, for writing it anew. Answers to it stay, in their thread."""
    post = await store.lock_to_delete(work.db, acting(work), post_id)
    await remove_post(work, post)
    return post


async def remove_post(work: Work, post: Post) -> None:
    """Delete a locked post. Its reposts go in a job: they may be many, and show nothing from this moment on."""
    if post.repost_of_id is not None:
        await remove_repost(work, post)
        return
    await work.permit(Delete(post=post))
    await store.forget_likes(work.db, post.author_id, post.id)
    await store.delete_post(work.db, post.author_id, post.id)
    if post.reply_to_id is not None and post.reply_to_author_id is not None:
        await store.count(work.db, post.reply_to_author_id, post.reply_to_id, replies=-1)
        work.forget(f"post:{post.reply_to_id}")
    if post.quote_of_id is not None and post.quote_of_author_id is not None and not post.quote_revoked:
        await store.count(work.db, post.quote_of_author_id, post.quote_of_id, quotes=-1)
        work.forget(f"post:{post.quote_of_id}")
    if post.attachments:
        await let_go(work, post.author_id, used_for=post.id)
    await store.untag_post(work.db, post.id, post.hashtags)
    await store.remove_pin(work.db, post.author_id, post.id)
    await store.cut_from_thread(work.db, post)
    await unsay_post(work, post)
    work.tell(
        Deleted(
            author_id=post.author_id,
            post_id=post.id,
            root_id=post.root_id,
            audience=post.audience,
            mentioned_ids=post.mentioned_ids,
            hashtags=post.hashtags,
            reply_to_author_id=post.reply_to_author_id,
            quote_of_author_id=post.quote_of_author_id,
        )
    )
    work.forget(f"author:{post.author_id}", f"post:{post.id}")


async def sweep_reposts(work: Work, post_id: Id) -> None:
    """Remove what passed a deleted post on, some at a time, and everybody's bookmarks of it."""
    await store.forget_bookmarks(work.db, post_id)
    rows = await store.lock_reposts(work.db, post_id, limit=BATCH)
    for row in sorted(rows, key=attrgetter("author_id")):
        await remove_repost(work, row)
    if len(rows) == BATCH:
        work.tell(RepostsLeft(post_id=post_id))


async def sweep_belongings(work: Work, account_id: Id) -> None:
    """Delete what somebody who left wrote, liked and kept, some at a time. Safe to repeat at any point."""
    posts = await store.lock_oldest(work.db, account_id, limit=BATCH)
    for post in posts:
        await remove_post(work, post)
    likes = await store.likes_of(work.db, account_id, limit=BATCH)
    for row in likes:
        await take_like_back(work, row)
    more = await store.delete_belongings(work.db, account_id, limit=BATCH)
    if more or len(posts) == BATCH or len(likes) == BATCH:
        work.tell(BelongingsLeft(account_id=account_id))
