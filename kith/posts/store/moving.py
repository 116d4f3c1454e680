"""Posts for few that become something else, with all that hangs on them."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import Bookmark, Post

_HOLD = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE (author_id, id) IN (SELECT * FROM unnest(%(authors)s::bigint[], %(ids)s::bigint[]))
       AND audience = 'mentioned'
       AND repost_of_id IS NULL
       AND quote_of_id IS NULL
       AND NOT has_poll
     ORDER BY id
       FOR UPDATE
""")
_LIKERS = Statement("SELECT person_id FROM likes WHERE author_id = %(author_id)s AND post_id = %(post_id)s ORDER BY id")
_KEPT = Statement(f"SELECT {Bookmark.columns()} FROM bookmarks WHERE post_id = %(post_id)s ORDER BY id")


async def hold_addressed(db: Db, pairs: Sequence[tuple[Id, Id]]) -> list[Post]:
    """Get those of these posts, by author and id, that are words for few and no more; nothing happens to them till the
    work ends.
    """
    return await db.all(_HOLD, Post, authors=[one for one, _id in pairs], ids=[one for _author, one in pairs])


async def likers_of_locked(db: Db, post: Post) -> list[Id]:
    """List who liked a post, the first first."""
    return await db.values(_LIKERS, author_id=post.author_id, post_id=post.id)


async def bookmarks_of_post(db: Db, post_id: Id) -> list[Bookmark]:
    """List everybody's bookmarks of a post."""
    return await db.all(_KEPT, Bookmark, post_id=post_id)
