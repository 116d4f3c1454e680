"""Every SQL statement over media."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.media.model import Medium

_OWN = Statement(f"""
    SELECT {Medium.columns()}
      FROM media
     WHERE owner_id = %(owner_id)s
       AND id = ANY(%(ids)s::bigint[])
     ORDER BY id
""")
_LOCK_OWN = Statement(f"""
    SELECT {Medium.columns()}
      FROM media
     WHERE owner_id = %(owner_id)s
       AND id = ANY(%(ids)s::bigint[])
     ORDER BY id
       FOR UPDATE
""")
_COUNT_WAITING = Statement("SELECT count(*) FROM media WHERE owner_id = %(owner_id)s AND used_for IS NULL")
_USE = Statement("""
    UPDATE media
       SET used_for = %(used_for)s
     WHERE owner_id = %(owner_id)s
       AND id = ANY(%(ids)s::bigint[])
""")
_DESCRIBE = Statement("""
    UPDATE media
       SET alt = %(alt)s, focus_x = %(focus_x)s, focus_y = %(focus_y)s
     WHERE owner_id = %(owner_id)s
       AND id = %(medium_id)s
""")
_LET_GO = Statement("""
    UPDATE media
       SET used_for = NULL
     WHERE owner_id = %(owner_id)s
       AND used_for = %(used_for)s
       AND NOT id = ANY(%(kept_ids)s::bigint[])
""")
_UNUSED = Statement(f"""
    SELECT {Medium.columns()}
      FROM media
     WHERE used_for IS NULL
       AND created_at < %(before)s
     ORDER BY created_at, id
     LIMIT %(limit)s
""")
_ALL_OF = Statement(f"SELECT {Medium.columns()} FROM media WHERE owner_id = %(owner_id)s ORDER BY id LIMIT %(limit)s")
_DELETE = Statement("DELETE FROM media WHERE owner_id = %(owner_id)s AND id = ANY(%(ids)s::bigint[])")
_STILL_NEEDED = Statement("""
    SELECT key
      FROM unnest(%(keys)s::text[]) AS key
     WHERE EXISTS (SELECT FROM media WHERE picture_key = key)
        OR EXISTS (SELECT FROM media WHERE small_key = key)
""")


async def own_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> list[Medium]:
    """Read pictures of one's own, ordered by id; others' and unknown ones are left out."""
    return await db.all(_OWN, Medium, owner_id=owner_id, ids=list(ids)) if ids else []


async def lock_own_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> list[Medium]:
    """Read pictures of one's own to use them; a second post that wants them waits."""
    return await db.all(_LOCK_OWN, Medium, owner_id=owner_id, ids=list(ids)) if ids else []


async def count_waiting(db: Db, owner_id: Id) -> int:
    """Count the uploads that belong to nothing yet."""
    return int(await db.value(_COUNT_WAITING, owner_id=owner_id))


async def use_media(db: Db, owner_id: Id, ids: Sequence[Id], *, used_for: Id) -> None:
    """Note what pictures belong to."""
    await db.run(_USE, owner_id=owner_id, ids=list(ids), used_for=used_for)


async def let_go(db: Db, owner_id: Id, *, used_for: Id, kept_ids: Sequence[Id] = ()) -> None:
    """Note that pictures belong to this no longer; the night takes them, unless they are used again."""
    await db.run(_LET_GO, owner_id=owner_id, used_for=used_for, kept_ids=list(kept_ids))


async def describe(db: Db, owner_id: Id, medium_id: Id, *, alt: str, focus_x: float, focus_y: float) -> bool:
    """Keep what is said of a picture. `False` when there is no such one."""
    touched = await db.run(_DESCRIBE, owner_id=owner_id, medium_id=medium_id, alt=alt, focus_x=focus_x, focus_y=focus_y)
    return touched == 1


async def unused_media(db: Db, *, before: datetime, limit: int) -> list[Medium]:
    """List uploads from before then that belong to nothing."""
    return await db.all(_UNUSED, Medium, before=before, limit=limit)


async def media_of(db: Db, owner_id: Id, *, limit: int) -> list[Medium]:
    """List somebody's pictures: to delete them."""
    return await db.all(_ALL_OF, Medium, owner_id=owner_id, limit=limit)


async def delete_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> None:
    """Delete the rows; the files are the caller's to delete, after the commit."""
    await db.run(_DELETE, owner_id=owner_id, ids=list(ids))


async def still_needed(db: Db, keys: Sequence[str]) -> set[str]:
    """Tell which of these files some row still names: the same picture, uploaded twice, is one file."""
    return set(await db.values(_STILL_NEEDED, keys=list(keys)))
