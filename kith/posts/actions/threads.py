"""Hearing no more from a thread."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.posts import store
from kith.posts.actions.seeing import acting, seen_post
from kith.posts.model import Post


async def mute_thread(work: Work, post_id: Id) -> Post:
    """Get no more notices from the thread of this post."""
    post = await seen_post(work, post_id)
    await store.add_thread_mute(work.db, acting(work), post.root_id)
    work.forget(f"viewer:{acting(work)}")
    return post


async def unmute_thread(work: Work, post_id: Id) -> Post:
    """Get notices from it again."""
    post = await seen_post(work, post_id)
    await store.remove_thread_mute(work.db, acting(work), post.root_id)
    work.forget(f"viewer:{acting(work)}")
    return post
