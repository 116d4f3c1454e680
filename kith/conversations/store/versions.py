"""What messages said before their edits, under the conversation they are in."""

from collections.abc import Iterable, Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import VERSIONS_READ_MAX, Message, MessageVersion

# A few of each of some messages: who may see these has been asked before.
_VERSIONS = Statement(f"""
    SELECT found.*
      FROM unnest(%(message_ids)s::bigint[]) AS wanted (id)
     CROSS JOIN LATERAL (
           SELECT {MessageVersion.columns()}
             FROM message_versions
            WHERE conversation_id = %(conversation_id)s
              AND message_id = wanted.id
            ORDER BY id
            LIMIT %(limit)s) AS found
     ORDER BY found.message_id, found.id
""")
_FORGET = Statement("""
    DELETE FROM message_versions
     WHERE conversation_id = %(conversation_id)s
       AND message_id = %(message_id)s
""")


async def keep_versions(db: Db, versions: Iterable[MessageVersion]) -> None:
    """Keep what messages said before."""
    await db.insert_all(versions)


async def versions_of(db: Db, conversation_id: Id, message_ids: Sequence[Id]) -> dict[Id, list[MessageVersion]]:
    """List what these messages said before, each the first first. Who may see a message may see these."""
    found: dict[Id, list[MessageVersion]] = {}
    where = {"conversation_id": conversation_id, "message_ids": list(message_ids), "limit": VERSIONS_READ_MAX}
    for one in await db.all(_VERSIONS, MessageVersion, **where) if message_ids else []:
        found.setdefault(one.message_id, []).append(one)
    return found


async def forget_versions(db: Db, message: Message) -> None:
    """Keep no longer what a message said before."""
    await db.run(_FORGET, conversation_id=message.conversation_id, message_id=message.id)
