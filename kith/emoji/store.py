"""The emoji of this server."""

from collections.abc import Collection

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.emoji.model import EMOJI_MAX, ServerEmoji

_ALL = Statement(f"SELECT {ServerEmoji.columns()} FROM emoji ORDER BY shortcode LIMIT %(limit)s")
_NAMED = Statement(f"""
    SELECT {ServerEmoji.columns()}
      FROM emoji
     WHERE shortcode = ANY (%(shortcodes)s::text[])
""")
_REMOVE = Statement(f"DELETE FROM emoji WHERE shortcode = %(shortcode)s RETURNING {ServerEmoji.columns()}")
_FORGET = Statement("DELETE FROM emoji WHERE owner_id = %(owner_id)s")


async def all_emoji(db: Db) -> list[ServerEmoji]:
    """List all, in the order of their shortcodes."""
    return await db.all(_ALL, ServerEmoji, limit=EMOJI_MAX)


async def emoji_named(db: Db, shortcodes: Collection[str]) -> list[ServerEmoji]:
    """Read those of these that there are."""
    return await db.all(_NAMED, ServerEmoji, shortcodes=list(shortcodes)) if shortcodes else []


async def remove(db: Db, shortcode: str) -> ServerEmoji | None:
    """Delete one; gives what it was."""
    return await db.maybe(_REMOVE, ServerEmoji, shortcode=shortcode)


async def forget(db: Db, owner_id: Id) -> None:
    """Delete those that somebody added who left: their pictures went with them."""
    await db.run(_FORGET, owner_id=owner_id)
