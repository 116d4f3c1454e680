"""Writing a new post: everything that stands beside it, in one statement."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id, first_id_at
from kith.base.storage.database import Db
from kith.base.storage.rows import params_of
from kith.base.storage.statement import BELIEVED, Statement
from kith.posts.model import FIRST_READERS_MAX, Post, SentOnce, Tally, ThreadPost

_COLUMNS = Post.column_list()
_VALUES = ", ".join(f"%({column.name})s" for column in _COLUMNS)
_PUBLIC = "('everyone', 'unlisted')"

# Whether a follower wishes to hear of each post is asked here, where it costs next to nothing: with nobody waiting
# there is no job to be done.
_IS_AWAITED = "EXISTS (SELECT FROM followers WHERE followee_id = %(author_id)s AND notify AND state = 'accepted')"
# Those who may find it on Home, the first of them; only what begins a talk comes to readers of its hashtags.
_READERS = """
           SELECT ARRAY(SELECT follower_id
                          FROM followers
                         WHERE followee_id = %(author_id)s
                           AND state = 'accepted'
                         ORDER BY follower_id
                         LIMIT %(readers_max)s) AS followers,
                  ARRAY(SELECT DISTINCT person_id
                          FROM tag_follows
                         WHERE %(brings)s AND hashtag = ANY (%(hashtags)s::text[])
                         ORDER BY person_id
                         LIMIT %(readers_max)s) AS tag_readers
"""


def _adding(entered: str, ending: str = "") -> str:
    """Write the parts of the statement: `entered` gives a row where it may be written.

    A post that passes another on has no thread, no hashtags and no tally of its own.
    """
    return f"""
      WITH readers AS MATERIALIZED ({_READERS}
           ), entered AS ({entered}
           ), made AS (
           INSERT INTO posts ({Post.columns()})
           SELECT {_VALUES} FROM entered
           {ending}
           RETURNING author_id, id, repost_of_id, audience
           ), said AS (
           SELECT author_id, id FROM made WHERE repost_of_id IS NULL
           ), threaded AS (
           INSERT INTO thread_posts ({ThreadPost.columns()})
           SELECT %(root_id)s, id, author_id, %(reply_to_id)s FROM said
           ), tagged AS (
           INSERT INTO tagged_posts (hashtag, id, author_id)
           SELECT hashtag, id, author_id FROM said, unnest(%(hashtags)s::text[]) AS hashtag WHERE %(is_found)s
           ), tallied AS (
           INSERT INTO tallies ({Tally.columns()})
           SELECT author_id, id, 0, 0, 0, 0 FROM said
           ), counted AS (
           INSERT INTO author_tallies (author_id, posts)
           SELECT author_id, 1 FROM made WHERE audience IN {_PUBLIC}
               ON CONFLICT (author_id) DO UPDATE SET posts = author_tallies.posts + 1
           RETURNING posts
           )
    """


_ADD = Statement(f"""
    {_adding("SELECT", "ON CONFLICT DO NOTHING")}
    SELECT {_IS_AWAITED} AS is_awaited,
           (SELECT id
              FROM posts
             WHERE author_id = made.author_id
               AND id < made.id
               AND audience IN {_PUBLIC}
             ORDER BY id DESC
             LIMIT 1) AS before_id,
           (SELECT posts FROM counted) AS posts,
           readers.followers,
           readers.tag_readers
      FROM made, readers
""")
# With nothing to be done besides: nobody waits for it, its readers are few, and its author said something of late.
_NOTHING_ELSE = f"""
           {BELIEVED}
       AND NOT {_IS_AWAITED}
       AND EXISTS (SELECT FROM posts
                    WHERE author_id = %(author_id)s AND id > %(spoke_after)s AND audience IN {_PUBLIC})
       AND (SELECT greatest(cardinality(followers), cardinality(tag_readers)) < %(readers_max)s FROM readers)
"""
_DONE = """
    SELECT FALSE AS is_awaited, NULL::bigint AS before_id, (SELECT posts FROM counted) AS posts,
           readers.followers, readers.tag_readers
      FROM made, readers
"""
_ADD_ALONE = Statement(f"{_adding(f'SELECT WHERE {_NOTHING_ELSE}')} {_DONE}")
_ENTERED_ONCE = f"""
    INSERT INTO sent_once ({SentOnce.columns()})
    SELECT %(author_id)s, %(once_key)s, %(id)s, %(published_at)s WHERE {_NOTHING_ELSE}
        ON CONFLICT DO NOTHING
    RETURNING made_id
"""
_ADD_ALONE_ONCE = Statement(f"{_adding(_ENTERED_ONCE)} {_DONE}")


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A post was written; `is_awaited` where a follower wishes to hear of each of its author's.

    `before_id` is what the author last said to everybody before, or passed on: what was said to few does not break a
    silence for all, and would tell of it. `posts` counts what the author said to all so far, where this was. The
    readers are the first who may find it on Home, each by id.
    """

    is_awaited: bool
    before_id: Id | None
    posts: int | None
    followers: tuple[Id, ...]
    tag_readers: tuple[Id, ...]

    @property
    def has_more_readers(self) -> bool:
        """Whether there are readers besides these, for all that is known."""
        return max(len(self.followers), len(self.tag_readers)) >= FIRST_READERS_MAX


class AddedNow(dict[Id, Added]):
    """The posts that were written in a work, in its memo."""


async def add_post(db: Db, post: Post) -> Added | None:
    """Write a new post with its places in threads and under hashtags, and its tally. `None`: it was passed on already.

    Only what is for everyone is found under its hashtags, and no offer: that would bring it to people.
    """
    return await db.maybe(_ADD, Added, **_params(post))


async def add_alone(db: Db, post: Post, *, spoke_after: datetime, once_key: str | None) -> Added:
    """Write a new post as all that this work does. Raises `Outdated` where there is more to do, or the key was used."""
    params = _params(post) | {"spoke_after": first_id_at(spoke_after)}
    if once_key is None:
        return await db.alone(_ADD_ALONE, Added, **params)
    return await db.alone(_ADD_ALONE_ONCE, Added, once_key=once_key, **params)


def _params(post: Post) -> dict[str, object]:
    public = post.audience == "everyone" and post.offer is None
    begins = public and post.repost_of_id is None and post.reply_to_id is None
    return params_of(post) | {
        "is_found": public,
        "brings": begins,
        "readers_max": 0 if post.audience == "mentioned" else FIRST_READERS_MAX,
    }
