"""Private notes on people."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Remark

_PUT = Statement("""
    INSERT INTO remarks (person_id, about_id, text, updated_at)
    VALUES (%(person_id)s, %(about_id)s, %(text)s, %(updated_at)s)
    ON CONFLICT (person_id, about_id)
    DO UPDATE SET text = EXCLUDED.text, updated_at = EXCLUDED.updated_at
""")
_REMOVE = Statement("DELETE FROM remarks WHERE person_id = %(person_id)s AND about_id = %(about_id)s")


async def put_remark(db: Db, remark: Remark) -> None:
    """Write a note, over the one that stood there."""
    columns = {column.name: getattr(remark, column.name) for column in Remark.column_list()}
    await db.run(_PUT, **columns)


async def remove_remark(db: Db, person_id: Id, about_id: Id) -> None:
    """Delete a note."""
    await db.run(_REMOVE, person_id=person_id, about_id=about_id)
