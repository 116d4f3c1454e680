"""Whose name stands under a post."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

_UNSIGN = Statement("""
    UPDATE posts
       SET signature = ''
     WHERE author_id = %(author_id)s
       AND id = ANY (%(post_ids)s::bigint[])
""")


async def unsign_posts(db: Db, author_id: Id, post_ids: Sequence[Id]) -> None:
    """Take the name off these posts."""
    await db.run(_UNSIGN, author_id=author_id, post_ids=list(post_ids))
