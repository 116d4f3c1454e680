"""Recommendations: each under the one who recommends. Written under `lock_pair`; read as one of the `lists`."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Recommendation

_REMOVE = Statement("DELETE FROM recommendations WHERE person_id = %(person_id)s AND account_id = %(account_id)s")
_COUNT = Statement("SELECT count(*) FROM recommendations WHERE person_id = %(person_id)s")


async def add_recommendation(db: Db, made: Recommendation) -> None:
    """Write it; one that stands already keeps its place."""
    await db.insert_new(made)


async def remove_recommendation(db: Db, person_id: Id, account_id: Id) -> None:
    """Delete it."""
    await db.run(_REMOVE, person_id=person_id, account_id=account_id)


async def count_recommendations(db: Db, person_id: Id) -> int:
    """Count whom somebody recommends."""
    return int(await db.value(_COUNT, person_id=person_id))
