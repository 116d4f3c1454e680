"""Takings; and reading whatever is somebody's, a part at a time."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.leaving.model import ROWS_AT_ONCE, Part, State, Taking

_FIND = Statement(f"SELECT {Taking.columns()} FROM takings WHERE owner_id = %(owner_id)s")
_LOCK = Statement(f"SELECT {Taking.columns()} FROM takings WHERE owner_id = %(owner_id)s FOR UPDATE")
_NOTE = Statement("""
    UPDATE takings
       SET state = %(state)s,
           percent = %(percent)s,
           size_bytes = %(size_bytes)s,
           done_at = %(done_at)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_OLD = Statement(f"""
    SELECT {Taking.columns()}
      FROM takings
     WHERE asked_at < %(before)s
     ORDER BY asked_at, owner_id
     LIMIT %(limit)s
""")
_DELETE = Statement("DELETE FROM takings WHERE owner_id = %(owner_id)s AND id = %(id)s")


async def find_taking(db: Db, owner_id: Id) -> Taking | None:
    """Find what somebody takes with them."""
    return await db.maybe(_FIND, Taking, owner_id=owner_id)


async def lock_taking(db: Db, fresh: Taking) -> tuple[Taking, bool]:
    """Lock somebody's taking: the one there is, or `fresh`; and tell whether it is that."""
    await db.insert_new(fresh)
    found = await db.one(_LOCK, Taking, owner_id=fresh.owner_id)
    return found, found.id == fresh.id


async def put_taking(db: Db, taking: Taking) -> None:
    """Begin anew; the row is locked."""
    await db.put(taking)


async def note_taking(
    db: Db, taking: Taking, state: State, *, percent: int, size_bytes: int = 0, done_at: datetime | None = None
) -> bool:
    """Write how far it is. `False` where it is gone, or another took its place."""
    return (
        await db.run(
            _NOTE,
            owner_id=taking.owner_id,
            id=taking.id,
            state=state,
            percent=percent,
            size_bytes=size_bytes,
            done_at=done_at,
        )
        == 1
    )


async def old_takings(db: Db, *, before: datetime, limit: int) -> list[Taking]:
    """List takings that were asked for before that."""
    return await db.all(_OLD, Taking, before=before, limit=limit)


async def delete_taking(db: Db, taking: Taking) -> None:
    """Delete one."""
    await db.run(_DELETE, owner_id=taking.owner_id, id=taking.id)


async def rows_of(db: Db, record: type[Record], part: Part, me: Id) -> AsyncIterator[Sequence[Record]]:
    """Read all of a part, some rows at a time, in the order of their keys."""
    key = ", ".join(record.key)
    names = [f"after_{column}" for column in record.key]
    after = f"({key}) > ({', '.join(f'%({name})s' for name in names)})"
    select = f"SELECT {record.columns()} FROM {record.table_name} WHERE {part.where}"
    end = f"ORDER BY {key} LIMIT {ROWS_AT_ONCE}"
    rows: Sequence[Record] = await db.all(Statement(f"{select} {end}"), record, me=me)
    while rows:
        yield rows
        if len(rows) < ROWS_AT_ONCE:
            return
        last = {name: getattr(rows[-1], column) for name, column in zip(names, record.key, strict=True)}
        rows = await db.all(Statement(f"{select} AND {after} {end}"), record, me=me, **last)
