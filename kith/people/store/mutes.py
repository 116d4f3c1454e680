"""Mutes, and who wants to hear nothing from whom."""

from collections.abc import Iterable
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Mute

_PUT = Statement("""
    INSERT INTO mutes (muter_id, muted_id, id, notices, until_at, created_at)
    VALUES (%(muter_id)s, %(muted_id)s, %(id)s, %(notices)s, %(until_at)s, %(created_at)s)
    ON CONFLICT (muter_id, muted_id)
    DO UPDATE SET notices = EXCLUDED.notices, until_at = EXCLUDED.until_at
""")
_MINE = Statement(f"""
    SELECT {Mute.columns()}
      FROM mutes
     WHERE muter_id = %(person_id)s
       AND (until_at IS NULL OR until_at > %(now)s)
     ORDER BY until_at NULLS LAST, id
     LIMIT %(limit)s
""")
_REMOVE = Statement("DELETE FROM mutes WHERE muter_id = %(muter_id)s AND muted_id = %(muted_id)s")
_SILENCED = Statement("""
    SELECT muted_id
      FROM mutes
     WHERE muter_id = %(person_id)s
       AND notices
       AND (until_at IS NULL OR until_at > %(now)s)
     ORDER BY muted_id
""")
_UNWILLING = Statement("""
    SELECT muter_id
      FROM mutes
     WHERE muter_id = ANY (%(among)s::bigint[])
       AND muted_id = %(from_id)s
       AND notices
       AND (until_at IS NULL OR until_at > %(now)s)
    UNION
    SELECT blocker_id FROM blocked_by WHERE blocked_id = %(from_id)s AND blocker_id = ANY (%(among)s::bigint[])
    UNION
    SELECT blocked_id FROM blocks WHERE blocker_id = %(from_id)s AND blocked_id = ANY (%(among)s::bigint[])
    UNION
    SELECT person_id
      FROM domain_blocks
     WHERE person_id = ANY (%(among)s::bigint[])
       AND domain = (SELECT domain FROM accounts WHERE id = %(from_id)s)
    UNION
    SELECT accounts.id
      FROM domain_blocks
      JOIN accounts ON accounts.domain = domain_blocks.domain
     WHERE domain_blocks.person_id = %(from_id)s
       AND accounts.id = ANY (%(among)s::bigint[])
""")
_MUTERS = Statement("""
    SELECT muter_id
      FROM mutes
     WHERE muter_id = ANY (%(among)s::bigint[])
       AND muted_id = %(person_id)s
       AND (until_at IS NULL OR until_at > %(now)s)
""")
_RUN_OUT = Statement("DELETE FROM mutes WHERE until_at < %(before)s")


async def put_mute(db: Db, mute: Mute) -> None:
    """Write a mute; one that stands already keeps its place and takes the new end."""
    columns = {column.name: getattr(mute, column.name) for column in Mute.column_list()}
    await db.run(_PUT, **columns)


async def mutes_of(db: Db, person_id: Id, now: datetime, *, limit: int) -> list[Mute]:
    """List whom somebody mutes at this time, those that end first in front."""
    return await db.all(_MINE, Mute, person_id=person_id, now=now, limit=limit)


async def remove_mute(db: Db, muter_id: Id, muted_id: Id) -> bool:
    """Delete a mute. False: there was none."""
    return await db.run(_REMOVE, muter_id=muter_id, muted_id=muted_id) == 1


async def remove_ended_mutes(db: Db, before: datetime) -> int:
    """Delete mutes that ran out before this. They count no longer from their end on; this only tidies."""
    return await db.run(_RUN_OUT, before=before)


async def silenced_by(db: Db, person_id: Id, now: datetime) -> list[Id]:
    """List those from whom a person wants no notices."""
    return await db.values(_SILENCED, person_id=person_id, now=now)


async def unwilling_to_hear(db: Db, from_id: Id, among: Iterable[Id], now: datetime) -> set[Id]:
    """Tell which of these people want, or shall have, no notices from somebody: muted, or blocked either way."""
    people = list(among)
    return set(await db.values(_UNWILLING, from_id=from_id, among=people, now=now)) if people else set()


async def muters_of(db: Db, person_id: Id, among: Iterable[Id], now: datetime) -> set[Id]:
    """Tell which of these mute somebody. Never to be shown: it keeps people apart without a word."""
    people = list(among)
    return set(await db.values(_MUTERS, person_id=person_id, among=people, now=now)) if people else set()
