"""Writing a new post: everything that stands beside it, in one statement."""

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_statement, to_sql
from kith.base.storage.statement import Statement
from kith.posts.model import Post, Tally, ThreadPost

_COLUMNS = Post.column_list()
# A post that passes another on has no thread, no hashtags and no tally of its own. Whether a follower wishes to hear of
# each post is asked here, where it costs next to nothing: with nobody waiting there is no job to be done.
_ADD = Statement(f"""
      WITH made AS (
           {insert_statement(Post, "ON CONFLICT DO NOTHING").named}
           RETURNING author_id, id, repost_of_id, audience
           ), said AS (
           SELECT author_id, id FROM made WHERE repost_of_id IS NULL
           ), threaded AS (
           INSERT INTO thread_posts ({ThreadPost.columns()})
           SELECT %(root_id)s, id, author_id, %(reply_to_id)s FROM said
           ), tagged AS (
           INSERT INTO tagged_posts (hashtag, id, author_id)
           SELECT hashtag, id, author_id FROM said, unnest(%(found_under)s::text[]) AS hashtag
           ), tallied AS (
           INSERT INTO tallies ({Tally.columns()})
           SELECT author_id, id, 0, 0, 0, 0 FROM said
           ), counted AS (
           INSERT INTO author_tallies (author_id, posts)
           SELECT author_id, 1 FROM made WHERE audience IN ('everyone', 'unlisted')
               ON CONFLICT (author_id) DO UPDATE SET posts = author_tallies.posts + 1
           )
    SELECT EXISTS (
           SELECT FROM followers WHERE followee_id = made.author_id AND notify AND state = 'accepted'
           ) AS is_awaited,
           (SELECT id
              FROM posts
             WHERE author_id = made.author_id
               AND id < made.id
               AND audience IN ('everyone', 'unlisted')
             ORDER BY id DESC
             LIMIT 1) AS before_id
      FROM made
""")


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A post was written; `is_awaited` where a follower wishes to hear of each of its author's.

    `before_id` is what the author last said to everybody before, or passed on: what was said to few does not break a
    silence for all, and would tell of it.
    """

    is_awaited: bool
    before_id: Id | None


async def add_post(db: Db, post: Post) -> Added | None:
    """Write a new post with its places in threads and under hashtags, and its tally. `None`: it was passed on already.

    Only what is for everyone is found under its hashtags, and no offer: that would bring it to people.
    """
    found_under = list(post.hashtags) if post.audience == "everyone" and post.offer is None else []
    columns = {column.name: to_sql(column, getattr(post, column.name)) for column in _COLUMNS}
    return await db.maybe(_ADD, Added, found_under=found_under, **columns)
