"""What stands in the database from before acts were counted, read through once, page by page on primary keys."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import Like, Post
from kith.posts.store.threads import TOGETHER_MAX

_POSTS = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE (author_id, id) > (%(author_id)s, %(id)s)
       AND id < %(below)s
       AND (reply_to_author_id IS NOT NULL OR quote_of_author_id IS NOT NULL OR mentioned_ids <> '{{}}')
     ORDER BY author_id, id
     LIMIT %(limit)s
""")
_LIKES = Statement(f"""
    SELECT {Like.columns()}
      FROM likes
     WHERE (author_id, post_id, person_id) > (%(author_id)s, %(post_id)s, %(person_id)s)
       AND id < %(below)s
     ORDER BY author_id, post_id, person_id
     LIMIT %(limit)s
""")
# Who could see what then is not known any more: together are those who spoke to everybody.
_BEFORE = Statement("""
    SELECT asked.id, array_agg(DISTINCT before.author_id) AS people
      FROM unnest(%(root_ids)s::bigint[], %(ids)s::bigint[]) AS asked (root_id, id)
     CROSS JOIN LATERAL (
           SELECT posts.author_id
             FROM thread_posts
             JOIN posts ON posts.author_id = thread_posts.author_id AND posts.id = thread_posts.id
            WHERE thread_posts.root_id = asked.root_id
              AND thread_posts.id < asked.id
              AND posts.audience IN ('everyone', 'unlisted')
            ORDER BY thread_posts.id
            LIMIT %(limit)s) AS before
     GROUP BY asked.id
    HAVING count(*) < %(limit)s
""")


class _Talk(msgspec.Struct, frozen=True, kw_only=True):
    id: Id
    people: tuple[Id, ...]


async def posts_after(db: Db, author_id: Id, post_id: Id, *, below: Id, limit: int) -> list[Post]:
    """List posts that are for somebody, by author and id, after this one: none from `below` on."""
    return await db.all(_POSTS, Post, author_id=author_id, id=post_id, below=below, limit=limit)


async def likes_after(db: Db, like: Like | None, *, below: Id, limit: int) -> list[Like]:
    """List likes by author, post and person, after this one: none that was given from `below` on."""
    key = (like.author_id, like.post_id, like.person_id) if like else (Id(0), Id(0), Id(0))
    return await db.all(_LIKES, Like, author_id=key[0], post_id=key[1], person_id=key[2], below=below, limit=limit)


async def people_before(db: Db, answers: Sequence[Post]) -> dict[Id, tuple[Id, ...]]:
    """Tell by answer who had spoken in its thread by then; left out where that was a crowd already."""
    root_ids, ids = [post.root_id for post in answers], [post.id for post in answers]
    found = await db.all(_BEFORE, _Talk, root_ids=root_ids, ids=ids, limit=TOGETHER_MAX + 1) if answers else []
    return {one.id: one.people for one in found}
