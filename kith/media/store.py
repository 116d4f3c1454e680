"""Every SQL statement over media."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.media.model import Medium, Poster

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
_COUNT_PREPARING = Statement("SELECT count(*) FROM media WHERE owner_id = %(owner_id)s AND state = 'waiting'")
_NOTE_PROGRESS = Statement("""
    UPDATE media
       SET progress = %(progress)s
     WHERE owner_id = %(owner_id)s
       AND id = %(medium_id)s
       AND state = 'waiting'
""")
_NOTE_FAILURE = Statement("""
    UPDATE media
       SET state = 'failed', problem = %(problem)s
     WHERE owner_id = %(owner_id)s
       AND id = %(medium_id)s
       AND state = 'waiting'
""")
# A picture that its owner chose meanwhile stays.
_NOTE_READY = Statement("""
    UPDATE media
       SET state = 'ready',
           progress = 100,
           kind = %(kind)s,
           file_key = %(file_key)s,
           width = %(width)s,
           height = %(height)s,
           size_bytes = %(size_bytes)s,
           seconds = %(seconds)s,
           frame_rate = %(frame_rate)s,
           bit_rate = %(bit_rate)s,
           peaks = %(peaks)s,
           small_width = CASE WHEN small_key = '' THEN %(small_width)s ELSE small_width END,
           small_height = CASE WHEN small_key = '' THEN %(small_height)s ELSE small_height END,
           blurhash = CASE WHEN small_key = '' THEN %(blurhash)s ELSE blurhash END,
           small_key = CASE WHEN small_key = '' THEN %(small_key)s ELSE small_key END
     WHERE owner_id = %(owner_id)s
       AND id = %(medium_id)s
       AND state = 'waiting'
""")
_WEAR_POSTER = Statement("""
    UPDATE media
       SET small_key = %(small_key)s,
           small_width = %(small_width)s,
           small_height = %(small_height)s,
           blurhash = %(blurhash)s
     WHERE owner_id = %(owner_id)s
       AND id = %(medium_id)s
""")
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
_ALL_OF = Statement(f"""
    SELECT {Medium.columns()}
      FROM media
     WHERE owner_id = %(owner_id)s
       AND id IS DISTINCT FROM %(but)s::bigint
     ORDER BY id
     LIMIT %(limit)s
""")
_DELETE = Statement("DELETE FROM media WHERE owner_id = %(owner_id)s AND id = ANY(%(ids)s::bigint[])")
_STILL_NEEDED = Statement("""
    SELECT key
      FROM unnest(%(keys)s::text[]) AS key
     WHERE EXISTS (SELECT FROM media WHERE file_key = key)
        OR EXISTS (SELECT FROM media WHERE small_key = key)
""")


async def own_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> list[Medium]:
    """Read media of one's own, ordered by id; others' and unknown ones are left out."""
    return await db.all(_OWN, Medium, owner_id=owner_id, ids=list(ids)) if ids else []


async def lock_own_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> list[Medium]:
    """Read pictures of one's own to use them; a second post that wants them waits."""
    return await db.all(_LOCK_OWN, Medium, owner_id=owner_id, ids=list(ids)) if ids else []


async def count_waiting(db: Db, owner_id: Id) -> int:
    """Count the uploads that belong to nothing yet."""
    return int(await db.value(_COUNT_WAITING, owner_id=owner_id))


async def count_preparing(db: Db, owner_id: Id) -> int:
    """Count somebody's videos and recordings that are being made ready."""
    return int(await db.value(_COUNT_PREPARING, owner_id=owner_id))


async def note_progress(db: Db, owner_id: Id, medium_id: Id, *, progress: int) -> None:
    """Note how far it is, in percent."""
    await db.run(_NOTE_PROGRESS, owner_id=owner_id, medium_id=medium_id, progress=progress)


async def note_failure(db: Db, owner_id: Id, medium_id: Id, *, problem: str) -> None:
    """Note that it cannot be made ready, and by which word."""
    await db.run(_NOTE_FAILURE, owner_id=owner_id, medium_id=medium_id, problem=problem)


async def note_ready(db: Db, medium: Medium) -> bool:
    """Note what was made of it. `False` when nobody waits for it any more."""
    columns = set(_NOTE_READY.names) - {"medium_id"}
    values = {name: getattr(medium, name) for name in columns}
    return await db.run(_NOTE_READY, medium_id=medium.id, **values) == 1


async def wear_poster(db: Db, owner_id: Id, medium_id: Id, poster: Poster) -> None:
    """Keep the picture that stands for a video or a recording."""
    await db.run(
        _WEAR_POSTER,
        owner_id=owner_id,
        medium_id=medium_id,
        small_key=poster.small_key,
        small_width=poster.small_width,
        small_height=poster.small_height,
        blurhash=poster.blurhash,
    )


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


async def media_of(db: Db, owner_id: Id, *, but: Id | None, limit: int) -> list[Medium]:
    """List somebody's media but one: to delete them."""
    return await db.all(_ALL_OF, Medium, owner_id=owner_id, but=but, limit=limit)


async def delete_media(db: Db, owner_id: Id, ids: Sequence[Id]) -> None:
    """Delete the rows; the files are the caller's to delete, after the commit."""
    await db.run(_DELETE, owner_id=owner_id, ids=list(ids))


async def still_needed(db: Db, keys: Sequence[str]) -> set[str]:
    """Tell which of these files some row still names: the same picture, uploaded twice, is one file."""
    return set(await db.values(_STILL_NEEDED, keys=list(keys)))
