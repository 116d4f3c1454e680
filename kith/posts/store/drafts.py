"""Drafts and scheduled posts: always one's own."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.posts.model import Draft

_OF = f"""
    SELECT {Draft.columns()}
      FROM drafts
     WHERE person_id = %(person_id)s
       AND (publish_at IS NOT NULL) = %(scheduled)s
       AND id < %(below)s
       AND id > %(above)s
"""
_OF_DOWN = Statement(f"{_OF} ORDER BY id DESC LIMIT %(limit)s")
_OF_UP = Statement(f"{_OF} ORDER BY id LIMIT %(limit)s")
_FIND = Statement(f"SELECT {Draft.columns()} FROM drafts WHERE person_id = %(person_id)s AND id = %(id)s")
_LOCK = Statement(f"SELECT {Draft.columns()} FROM drafts WHERE person_id = %(person_id)s AND id = %(id)s FOR UPDATE")
_CHANGE = Statement("""
    UPDATE drafts
       SET words = %(words)s::jsonb,
           publish_at = %(publish_at)s,
           held_because = %(held_because)s,
           hand_id = %(hand_id)s,
           updated_at = %(updated_at)s
     WHERE person_id = %(person_id)s
       AND id = %(id)s
""")
_HOLD_BACK = Statement("""
    UPDATE drafts
       SET publish_at = NULL,
           held_because = %(because)s,
           updated_at = %(now)s
     WHERE person_id = %(person_id)s
       AND id = %(id)s
       AND publish_at = %(publish_at)s
""")
_DELETE = Statement("DELETE FROM drafts WHERE person_id = %(person_id)s AND id = %(id)s")
_COUNT = Statement("""
    SELECT count(*)
      FROM drafts
     WHERE person_id = %(person_id)s
       AND (publish_at IS NOT NULL) = %(scheduled)s
""")


async def drafts_of(db: Db, person_id: Id, paging: Paging, *, scheduled: bool) -> Slice[Draft]:
    """List somebody's drafts, or what they scheduled, newest first."""
    return await read_slice(
        db,
        Draft,
        paging,
        down=_OF_DOWN,
        up=_OF_UP,
        place=lambda draft: draft.id,
        person_id=person_id,
        scheduled=scheduled,
    )


async def find_draft(db: Db, person_id: Id, draft_id: Id) -> Draft | None:
    """Find one's own draft."""
    return await db.maybe(_FIND, Draft, person_id=person_id, id=draft_id)


async def get_draft(db: Db, person_id: Id, draft_id: Id) -> Draft:
    """Get one's own draft; another's is not there."""
    return await db.one(_FIND, Draft, person_id=person_id, id=draft_id)


async def lock_draft(db: Db, person_id: Id, draft_id: Id) -> Draft:
    """Get one's own draft, and keep the clock from publishing it until the work ends."""
    return await db.one(_LOCK, Draft, person_id=person_id, id=draft_id)


async def find_draft_locked(db: Db, person_id: Id, draft_id: Id) -> Draft | None:
    """Find a draft, and let nobody else touch it until the work ends."""
    return await db.maybe(_LOCK, Draft, person_id=person_id, id=draft_id)


async def add_draft(db: Db, draft: Draft) -> None:
    """Write a new draft."""
    await db.insert(draft)


async def change_draft(db: Db, draft: Draft) -> None:
    """Write a draft that is locked."""
    columns = (column for column in Draft.column_list() if column.name in _CHANGE.names)
    await db.run(_CHANGE, **{column.name: to_sql(column, getattr(draft, column.name)) for column in columns})


async def hold_back(db: Db, draft: Draft, *, because: str, now: datetime) -> bool:
    """Make a draft again of what could not go out, unless its author has changed its time meanwhile."""
    return (
        await db.run(
            _HOLD_BACK,
            person_id=draft.person_id,
            id=draft.id,
            publish_at=draft.publish_at,
            because=because,
            now=now,
        )
        == 1
    )


async def delete_draft(db: Db, person_id: Id, draft_id: Id) -> bool:
    """Delete a draft. False: there was none."""
    return await db.run(_DELETE, person_id=person_id, id=draft_id) == 1


async def count_drafts(db: Db, person_id: Id, *, scheduled: bool) -> int:
    """Count somebody's drafts, or what they scheduled."""
    return int(await db.value(_COUNT, person_id=person_id, scheduled=scheduled))
