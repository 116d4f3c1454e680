"""Messages that somebody keeps, under whoever keeps them."""

from collections.abc import Sequence
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.conversations.model import MessageBookmark

_KEPT = f"""
    SELECT {MessageBookmark.columns()}
      FROM message_bookmarks
     WHERE owner_id = %(owner_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_DOWN = Statement(f"{_KEPT} ORDER BY id DESC LIMIT %(limit)s")
_UP = Statement(f"{_KEPT} ORDER BY id LIMIT %(limit)s")
_AMONG = Statement("""
    SELECT message_id
      FROM message_bookmarks
     WHERE owner_id = %(owner_id)s
       AND message_id = ANY (%(message_ids)s::bigint[])
""")
_REMOVE = Statement("DELETE FROM message_bookmarks WHERE owner_id = %(owner_id)s AND message_id = %(message_id)s")


async def add_bookmark(db: Db, bookmark: MessageBookmark) -> None:
    """Keep a message, unless it is kept already."""
    await db.insert_new(bookmark)


async def remove_bookmark(db: Db, owner_id: Id, message_id: Id) -> None:
    """Keep it no longer."""
    await db.run(_REMOVE, owner_id=owner_id, message_id=message_id)


async def bookmarks_of(db: Db, owner_id: Id, paging: Paging) -> Slice[MessageBookmark]:
    """List what somebody keeps, what was kept last first."""
    place = attrgetter("id")
    return await read_slice(db, MessageBookmark, paging, down=_DOWN, up=_UP, place=place, owner_id=owner_id)


async def kept_among(db: Db, owner_id: Id, message_ids: Sequence[Id]) -> set[Id]:
    """Tell which of these messages somebody keeps."""
    return set(await db.values(_AMONG, owner_id=owner_id, message_ids=list(message_ids))) if message_ids else set()
