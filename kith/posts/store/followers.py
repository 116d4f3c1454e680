"""Who reads an author: to show them what changes."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

_FOLLOWERS = Statement("""
    SELECT follower_id
      FROM followers
     WHERE followee_id = %(author_id)s
       AND state = 'accepted'
       AND follower_id > %(after)s
     ORDER BY follower_id
     LIMIT %(limit)s
""")


async def followers_of(db: Db, author_id: Id, *, after: Id, limit: int) -> list[Id]:
    """List who reads an author, by id from `after` on."""
    return await db.values(_FOLLOWERS, author_id=author_id, after=after, limit=limit)
