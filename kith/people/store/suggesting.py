"""Who is suggested to somebody no more: whom they know of already, and whom they passed over."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import PassedOver

_NOT_AGAIN = Statement("""
    SELECT followee_id FROM follows WHERE follower_id = %(person_id)s
    UNION
    SELECT account_id FROM passed_over WHERE person_id = %(person_id)s AND created_at > %(since)s
""")


async def not_suggested(db: Db, person_id: Id, *, since: datetime) -> list[Id]:
    """List whom somebody follows, asked to, or passed over after that instant."""
    return await db.values(_NOT_AGAIN, person_id=person_id, since=since)


async def pass_over(db: Db, made: PassedOver) -> None:
    """Keep that somebody is not suggested for a while, from now on."""
    await db.put(made)
