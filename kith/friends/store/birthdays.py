"""Birthdays that are shared."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.friends.model import BirthdayShare

_SHARES = Statement(f"""
    SELECT {BirthdayShare.columns()}
      FROM birthday_shares
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND (%(any_day)s OR day_of_year = ANY (%(days)s::integer[]))
     ORDER BY owner_id
     LIMIT %(limit)s
""")
_TAKE_BACK = Statement("DELETE FROM birthday_shares WHERE owner_id = %(owner_id)s")


async def shares_of(db: Db, owner_ids: Sequence[Id], *, days: Sequence[int] | None, limit: int) -> list[BirthdayShare]:
    """List what these people share of their birthdays; with days, only of those that fall on one of them."""
    return await db.all(
        _SHARES, BirthdayShare, owner_ids=list(owner_ids), any_day=days is None, days=list(days or ()), limit=limit
    )


async def put_share(db: Db, share: BirthdayShare) -> None:
    """Share a birthday, or share it otherwise."""
    await db.put(share)


async def take_share_back(db: Db, owner_id: Id) -> None:
    """Share it no more."""
    await db.run(_TAKE_BACK, owner_id=owner_id)
