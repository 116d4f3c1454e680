"""Likes, as far as notices are about them."""

from datetime import datetime

import msgspec

from kith.base.storage.database import Db
from kith.base.storage.rows import params_of
from kith.base.storage.statement import Statement
from kith.notices.model import Notice, NoticePolicy

# All that decides whether a like is told of, in one look: it is there, both people are, and nothing keeps it away.
# Whoever chose nothing about notices is told in the same statement.
_VALUES = ", ".join(f"%({column.name})s" for column in Notice.column_list())
_TELL = Statement(f"""
      WITH wanted AS (
    SELECT posts.audience = 'mentioned' AS private,
           (SELECT to_jsonb(notice_policies) FROM notice_policies WHERE owner_id = %(owner_id)s) AS policy
      FROM posts
     WHERE posts.author_id = %(owner_id)s
       AND posts.id = %(post_id)s
       AND EXISTS (SELECT FROM my_likes WHERE person_id = %(from_id)s AND post_id = %(post_id)s)
       AND EXISTS (SELECT FROM accounts WHERE id = %(owner_id)s AND gone_at IS NULL AND domain IS NULL)
       AND EXISTS (SELECT FROM accounts WHERE id = %(from_id)s AND gone_at IS NULL)
       AND NOT EXISTS (SELECT FROM thread_mutes WHERE person_id = %(owner_id)s AND root_id = posts.root_id)
       AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = %(owner_id)s AND blocked_id = %(from_id)s)
       AND NOT EXISTS (SELECT FROM blocked_by WHERE blocked_id = %(owner_id)s AND blocker_id = %(from_id)s)
       AND NOT EXISTS (SELECT FROM mutes
                        WHERE muter_id = %(owner_id)s AND muted_id = %(from_id)s
                          AND notices AND (until_at IS NULL OR until_at > %(now)s))
       AND NOT EXISTS (SELECT FROM notice_silences WHERE owner_id = %(owner_id)s AND other_id = %(from_id)s)
       FOR KEY SHARE OF posts
           ), told AS (
           INSERT INTO notices ({Notice.columns()})
           SELECT {_VALUES} FROM wanted WHERE policy IS NULL
               ON CONFLICT DO NOTHING
           RETURNING id
           )
    SELECT private, policy, EXISTS (SELECT FROM told) AS is_told FROM wanted
""")


class WantedLike(msgspec.Struct, frozen=True, kw_only=True):
    """A like that its author wants to hear of: whether it is of private words, and what they chose about notices.

    Where that is nothing, `is_told` says whether it was told, for the first time.
    """

    private: bool
    policy: NoticePolicy | None
    is_told: bool


async def tell_wanted_like(db: Db, notice: Notice, now: datetime) -> WantedLike | None:
    """Find a like that its author wants to hear of, and tell them where they chose nothing about notices.

    Under the owner's lock. The post is held until the work ends.
    """
    return await db.maybe(_TELL, WantedLike, now=now, **params_of(notice))
