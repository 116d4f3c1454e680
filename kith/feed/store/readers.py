"""Who may find a new post on Home: the first of them, in one statement."""

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

_FIRST = Statement("""
    SELECT ARRAY(SELECT follower_id
                   FROM followers
                  WHERE followee_id = %(author_id)s
                    AND state = 'accepted'
                  ORDER BY follower_id
                  LIMIT %(limit)s) AS followers,
           ARRAY(SELECT DISTINCT person_id
                   FROM tag_follows
                  WHERE hashtag = ANY (%(hashtags)s::text[])
                  ORDER BY person_id
                  LIMIT %(limit)s) AS tag_readers
""")


class Readers(msgspec.Struct, frozen=True, kw_only=True):
    """Those who read an author, and those who read one of the hashtags; each by id."""

    followers: tuple[Id, ...]
    tag_readers: tuple[Id, ...]


async def first_readers(db: Db, author_id: Id, hashtags: tuple[str, ...], *, limit: int) -> Readers:
    """List the first who read an author, and the first who read one of these hashtags."""
    return await db.one(_FIRST, Readers, author_id=author_id, hashtags=hashtags, limit=limit)
