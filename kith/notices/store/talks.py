"""Notices of what is new in conversations: one for each who wrote, and moved up whenever they write again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.notices.model import ABOUT_TALKS

_KINDS = ", ".join(repr(kind) for kind in ABOUT_TALKS)
_RENEW = Statement("""
    INSERT INTO notices (owner_id, id, kind, from_id, group_key, waits, created_at, about_id)
    SELECT told.owner_id, told.id, 'message', %(from_id)s, %(group_key)s, FALSE, %(now)s, %(conversation_id)s
      FROM unnest(%(owner_ids)s::bigint[], %(ids)s::bigint[]) AS told (owner_id, id)
    ON CONFLICT (owner_id, kind, from_id, post_id, about_id) DO UPDATE
       SET id = EXCLUDED.id,
           created_at = EXCLUDED.created_at
     WHERE notices.id < EXCLUDED.id
       AND %(said)s
""")
_END = Statement(f"""
    DELETE FROM notices
     WHERE owner_id = %(owner_id)s
       AND kind IN ({_KINDS})
       AND about_id = %(conversation_id)s
""")


async def renew_messages(
    db: Db, told: Mapping[Id, Id], *, from_id: Id, conversation_id: Id, group_key: str, said: bool, now: datetime
) -> None:
    """Let it stand newest with each of these that somebody wrote in a conversation; `told` gives each owner an id.

    What only happened (not `said`) lets none move up: it stays where their words put it.
    """
    owner_ids: Sequence[Id] = sorted(told)
    await db.run(
        _RENEW,
        owner_ids=owner_ids,
        ids=[told[one] for one in owner_ids],
        from_id=from_id,
        conversation_id=conversation_id,
        group_key=group_key,
        said=said,
        now=now,
    )


async def end_talk_notices(db: Db, owner_id: Id, conversation_id: Id) -> bool:
    """Delete what somebody was told of a conversation. False: nothing."""
    return await db.run(_END, owner_id=owner_id, conversation_id=conversation_id) > 0
