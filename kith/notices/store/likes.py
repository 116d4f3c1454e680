"""Likes, as far as notices are about them."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

# All that decides whether a like is told of, in one look: it is there, both people are, and nothing keeps it away.
_WANTED = Statement("""
    SELECT posts.audience = 'mentioned'
      FROM posts
     WHERE posts.author_id = %(author_id)s
       AND posts.id = %(post_id)s
       AND EXISTS (SELECT FROM my_likes WHERE person_id = %(person_id)s AND post_id = %(post_id)s)
       AND EXISTS (SELECT FROM accounts WHERE id = %(author_id)s AND gone_at IS NULL AND domain IS NULL)
       AND EXISTS (SELECT FROM accounts WHERE id = %(person_id)s AND gone_at IS NULL)
       AND NOT EXISTS (SELECT FROM thread_mutes WHERE person_id = %(author_id)s AND root_id = posts.root_id)
       AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = %(author_id)s AND blocked_id = %(person_id)s)
       AND NOT EXISTS (SELECT FROM blocked_by WHERE blocked_id = %(author_id)s AND blocker_id = %(person_id)s)
       AND NOT EXISTS (SELECT FROM mutes
                        WHERE muter_id = %(author_id)s AND muted_id = %(person_id)s
                          AND notices AND (until_at IS NULL OR until_at > %(now)s))
       AND NOT EXISTS (SELECT FROM notice_silences WHERE owner_id = %(author_id)s AND other_id = %(person_id)s)
       FOR KEY SHARE OF posts
""")


async def find_wanted_like(db: Db, author_id: Id, post_id: Id, *, person_id: Id, now: datetime) -> bool | None:
    """Tell whether a like that an author wants to hear of is of private words; `None` where there is no such like.

    To be asked under the lock of the author. The post is held until the work ends.
    """
    private: bool | None = await db.value(_WANTED, author_id=author_id, post_id=post_id, person_id=person_id, now=now)
    return private
