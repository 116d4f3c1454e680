"""What an organisation wants of its desk, and its saved replies."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import REPLIES_MAX, DeskSettings, SavedReply

_SETTINGS = Statement(f"SELECT {DeskSettings.columns()} FROM desk_settings WHERE organisation_id = %(organisation_id)s")
_REPLIES = Statement(f"""
    SELECT {SavedReply.columns()}
      FROM desk_replies
     WHERE organisation_id = %(organisation_id)s
     ORDER BY lower(title), id
     LIMIT %(limit)s
""")
_REPLY = Statement(f"""
    SELECT {SavedReply.columns()} FROM desk_replies WHERE organisation_id = %(organisation_id)s AND id = %(reply_id)s
""")
_COUNT = Statement("SELECT count(*) FROM desk_replies WHERE organisation_id = %(organisation_id)s")
_DELETE = Statement("DELETE FROM desk_replies WHERE organisation_id = %(organisation_id)s AND id = %(reply_id)s")


async def settings_of(db: Db, organisation_id: Id) -> DeskSettings:
    """Read what an organisation wants of its desk."""
    found = await db.maybe(_SETTINGS, DeskSettings, organisation_id=organisation_id)
    return found or DeskSettings(organisation_id=organisation_id)


async def replies_of(db: Db, organisation_id: Id) -> list[SavedReply]:
    """List the saved replies, by their titles."""
    return await db.all(_REPLIES, SavedReply, organisation_id=organisation_id, limit=REPLIES_MAX)


async def get_reply(db: Db, organisation_id: Id, reply_id: Id) -> SavedReply:
    """Get a saved reply. Raises `NotFound`."""
    return await db.one(_REPLY, SavedReply, organisation_id=organisation_id, reply_id=reply_id)


async def count_replies(db: Db, organisation_id: Id) -> int:
    """Count the saved replies."""
    return int(await db.value(_COUNT, organisation_id=organisation_id))


async def delete_reply(db: Db, organisation_id: Id, reply_id: Id) -> bool:
    """Delete a saved reply; tell whether it was there."""
    return await db.run(_DELETE, organisation_id=organisation_id, reply_id=reply_id) == 1
