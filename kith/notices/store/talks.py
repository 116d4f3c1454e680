"""Notices of what is new in conversations: one for each who wrote, and moved up whenever they write again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.notices.model import ABOUT_TALKS, NoticePolicy
from kith.people import unwilling_to_hear

# Those of these people who live here and did not silence somebody, while both are there; with what they chose.
_HEARERS = Statement("""
    SELECT accounts.id,
           (SELECT to_jsonb(notice_policies) FROM notice_policies WHERE owner_id = accounts.id) AS policy
      FROM accounts
     WHERE accounts.id = ANY (%(among)s::bigint[])
       AND accounts.gone_at IS NULL
       AND accounts.domain IS NULL
       AND EXISTS (SELECT FROM accounts AS author WHERE author.id = %(from_id)s AND author.gone_at IS NULL)
       AND NOT EXISTS (SELECT FROM notice_silences WHERE owner_id = accounts.id AND other_id = %(from_id)s)
     ORDER BY accounts.id
""")
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


class _Hearer(msgspec.Struct, frozen=True, kw_only=True):
    id: Id
    policy: NoticePolicy | None


async def hearers_of(db: Db, from_id: Id, among: Iterable[Id], now: datetime) -> list[NoticePolicy]:
    """List what those of these people chose about notices who live here and want to hear of somebody, by their ids."""
    people = list(among)
    found = await db.all(_HEARERS, _Hearer, from_id=from_id, among=people) if people else []
    unwilling = await unwilling_to_hear(db, from_id, [one.id for one in found], now)
    return [one.policy or NoticePolicy(owner_id=one.id) for one in found if one.id not in unwilling]


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
