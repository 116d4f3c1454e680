"""How far somebody has read another, and what they put aside."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.friends.model import FriendMark

_FIND = Statement(f"""
    SELECT {FriendMark.columns()}
      FROM friend_marks
     WHERE owner_id = %(owner_id)s
       AND other_id = ANY (%(other_ids)s::bigint[])
""")
# Of two windows the one that has shown more is right.
_PUT = Statement(f"""
    INSERT INTO friend_marks ({FriendMark.columns()})
    VALUES (%(owner_id)s, %(other_id)s, %(seen_id)s, %(seen_at)s, %(settled_at)s)
    ON CONFLICT (owner_id, other_id) DO UPDATE
       SET seen_id = GREATEST(friend_marks.seen_id, EXCLUDED.seen_id),
           seen_at = GREATEST(friend_marks.seen_at, EXCLUDED.seen_at),
           settled_at = GREATEST(friend_marks.settled_at, EXCLUDED.settled_at)
""")
_FORGET = Statement("DELETE FROM friend_marks WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")


async def find_mark(db: Db, owner_id: Id, other_id: Id) -> FriendMark:
    """Give how far one has read another; nothing so far, where there is no mark."""
    found = await marks_of(db, owner_id, [other_id])
    return found.get(other_id) or FriendMark(owner_id=owner_id, other_id=other_id)


async def marks_of(db: Db, owner_id: Id, other_ids: Sequence[Id]) -> dict[Id, FriendMark]:
    """Read one's marks on these people, by person."""
    found = await db.all(_FIND, FriendMark, owner_id=owner_id, other_ids=list(other_ids))
    return {one.other_id: one for one in found}


async def put_mark(db: Db, mark: FriendMark) -> None:
    """Move a mark on. It never goes back."""
    names = (column.name for column in FriendMark.column_list())
    await db.run(_PUT, **{name: getattr(mark, name) for name in names})


async def forget(db: Db, person_id: Id) -> None:
    """Delete the marks of somebody who left, and those on them."""
    await db.run(_FORGET, person_id=person_id)
