"""Giving a post away: it becomes something else, which keeps its id, its media and what others did with it."""

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.posts import store
from kith.posts.model import Bookmark, MovedAway, Post


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A post that is one no more, whoever liked it, and everybody's bookmarks of it."""

    post: Post
    liked_by: tuple[Id, ...]
    bookmarks: tuple[Bookmark, ...]


async def give_away(work: Work, post: Post) -> Given:
    """Take a locked post out of all that posts stand in. Nobody is told that it was deleted, because it was not."""
    given = Given(
        post=post,
        liked_by=tuple(await store.likers_of_locked(work.db, post)),
        bookmarks=tuple(await store.bookmarks_of_post(work.db, post.id)),
    )
    await store.forget_likes(work.db, post.author_id, post.id)
    await store.forget_bookmarks(work.db, post.id)
    await store.delete_post(work.db, post.author_id, post.id)
    if post.reply_to_id is not None and post.reply_to_author_id is not None:
        await store.count(work.db, post.reply_to_author_id, post.reply_to_id, replies=-1)
        work.forget(f"post:{post.reply_to_id}")
    await store.cut_from_thread(work.db, post)
    work.tell(MovedAway(post_id=post.id))
    work.forget(f"author:{post.author_id}", f"post:{post.id}", *(f"viewer:{one}" for one in given.liked_by))
    return given
