"""Likes, as far as notices are about them."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.notices.model import NoticePolicy

# All that decides whether a like is told of, in one look: it is there, both people are, and nothing keeps it away.
_WANTED = Statement("""
    SELECT posts.audience = 'mentioned' AS private,
           (SELECT to_jsonb(notice_policies) FROM notice_policies WHERE owner_id = %(author_id)s) AS policy
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


class WantedLike(msgspec.Struct, frozen=True, kw_only=True):
    """A like that its author wants to hear of: whether it is of private words, and what they chose about notices."""

    private: bool
    policy: NoticePolicy | None


async def find_wanted_like(db: Db, author_id: Id, post_id: Id, *, person_id: Id, now: datetime) -> WantedLike | None:
    """Find a like that an author wants to hear of. Asked under their lock; the post is held until the work ends."""
    return await db.maybe(_WANTED, WantedLike, author_id=author_id, post_id=post_id, person_id=person_id, now=now)
