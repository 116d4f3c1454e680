"""Blocks, on both of their sides. Written only under `lock_pair`."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Block, BlockedBy

_REMOVE = Statement("DELETE FROM blocks WHERE blocker_id = %(blocker_id)s AND blocked_id = %(blocked_id)s")
_REMOVE_TWIN = Statement("DELETE FROM blocked_by WHERE blocked_id = %(blocked_id)s AND blocker_id = %(blocker_id)s")


async def add_block(db: Db, block: Block) -> bool:
    """Write a block, on both sides. False: it stood already."""
    added = await db.insert_new(block)
    await db.insert_new(BlockedBy(blocked_id=block.blocked_id, blocker_id=block.blocker_id))
    return added


async def remove_block(db: Db, blocker_id: Id, blocked_id: Id) -> bool:
    """Delete a block, on both sides. False: there was none."""
    removed = await db.run(_REMOVE, blocker_id=blocker_id, blocked_id=blocked_id)
    await db.run(_REMOVE_TWIN, blocker_id=blocker_id, blocked_id=blocked_id)
    return removed == 1
