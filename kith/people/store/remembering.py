"""Who is kept in remembrance."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

REMEMBERED_MAX = 10_000

_SET = Statement("""
    UPDATE accounts
       SET remembered_at = %(now)s
     WHERE id = %(account_id)s
       AND remembered_at IS NULL
""")
_TAKE_BACK = Statement("""
    UPDATE accounts
       SET remembered_at = NULL
     WHERE id = %(account_id)s
       AND remembered_at IS NOT NULL
""")
_IDS = Statement("""
    SELECT id
      FROM accounts
     WHERE remembered_at IS NOT NULL
     ORDER BY remembered_at DESC, id
     LIMIT %(limit)s
""")


async def set_remembered(db: Db, account_id: Id, now: datetime) -> bool:
    """Keep somebody in remembrance. False: they are already."""
    return await db.run(_SET, account_id=account_id, now=now) == 1


async def set_not_remembered(db: Db, account_id: Id) -> bool:
    """Take it back. False: they are not."""
    return await db.run(_TAKE_BACK, account_id=account_id) == 1


async def remembered_ids(db: Db) -> list[Id]:
    """List who is, whoever became so last first."""
    return await db.values(_IDS, limit=REMEMBERED_MAX)
