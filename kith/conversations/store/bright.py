"""What brightened whose day: under the two people of the exchange."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import Brightening, BrightExchange, SeenMessage
from kith.conversations.model.bright import MOMENTS_MAX
from kith.conversations.store.messages import SHOWN_ONE
from kith.people.model import Viewer

_LOCK = Statement(f"""
    SELECT {BrightExchange.columns()}
      FROM bright_exchanges
     WHERE low_id = %(low_id)s
       AND high_id = %(high_id)s
       AND subject_id = %(subject_id)s
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE bright_exchanges
       SET count = %(count)s, last_at = %(last_at)s, told_at = %(told_at)s
     WHERE low_id = %(low_id)s
       AND high_id = %(high_id)s
       AND subject_id = %(subject_id)s
""")
_TOLD_AT = Statement("""
    SELECT max(told_at)
      FROM bright_exchanges
     WHERE low_id = %(low_id)s
       AND high_id = %(high_id)s
       AND kind = 'message'
""")
_TAKE_BACK = Statement("""
    DELETE FROM brightenings
     WHERE low_id = %(low_id)s
       AND high_id = %(high_id)s
       AND subject_id = %(subject_id)s
       AND person_id = %(person_id)s
""")
_MINE = Statement("""
    SELECT subject_id
      FROM brightenings
     WHERE person_id = %(person_id)s
       AND subject_id = ANY (%(subject_ids)s::bigint[])
""")


def _between(side: str) -> str:
    return f"""
        SELECT {BrightExchange.columns()}
          FROM bright_exchanges
         WHERE {side} = %(person_id)s
           AND last_at >= %(since_at)s
           AND last_at < %(until_at)s
           AND count > 0
    """


_MOMENTS = Statement(f"""
    {_between("low_id")} UNION ALL {_between("high_id")}
     ORDER BY last_at DESC, subject_id DESC
     LIMIT %(limit)s
""")
_FORGET_EXCHANGES = Statement("DELETE FROM bright_exchanges WHERE low_id = %(id)s OR high_id = %(id)s")
_FORGET_BRIGHTENINGS = Statement("""
    DELETE FROM brightenings WHERE low_id = %(id)s OR high_id = %(id)s OR person_id = %(id)s
""")
# Of the messages of one day in each conversation the one with a picture goes first.
_OF_DAY = Statement(f"""
    SELECT found.*
      FROM conversation_members AS me
     CROSS JOIN LATERAL (
           {SHOWN_ONE}
              AND messages.id >= %(since_id)s
              AND messages.id < %(until_id)s
            ORDER BY messages.attachments = '[]'::jsonb, messages.seq
            LIMIT 1) AS found
     WHERE me.account_id = %(viewer_id)s
       AND me.conversation_id = ANY (%(ids)s::bigint[])
""")
_FIRST = Statement(f"""
    SELECT found.*
      FROM conversation_members AS me
     CROSS JOIN LATERAL ({SHOWN_ONE} ORDER BY messages.seq LIMIT 1) AS found
     WHERE me.account_id = %(viewer_id)s
       AND me.conversation_id = ANY (%(ids)s::bigint[])
""")


async def hold_exchange(db: Db, exchange: BrightExchange) -> BrightExchange:
    """Get an exchange, made where it was not known, and let nobody else change it until the work ends."""
    await db.insert_new(exchange)
    return await db.one(
        _LOCK, BrightExchange, low_id=exchange.low_id, high_id=exchange.high_id, subject_id=exchange.subject_id
    )


async def change_exchange(db: Db, exchange: BrightExchange) -> None:
    """Write how many it brightened, and when the two heard of it."""
    await db.run(
        _CHANGE,
        low_id=exchange.low_id,
        high_id=exchange.high_id,
        subject_id=exchange.subject_id,
        count=exchange.count,
        last_at=exchange.last_at,
        told_at=exchange.told_at,
    )


async def messages_told_at(db: Db, low_id: Id, high_id: Id) -> datetime | None:
    """Tell when two people last heard that one of their messages brightened a day."""
    found: datetime | None = await db.value(_TOLD_AT, low_id=low_id, high_id=high_id)
    return found


async def brighten(db: Db, brightening: Brightening) -> bool:
    """Note whose day it was; `False` where they had said so."""
    return await db.insert_new(brightening)


async def take_back(db: Db, exchange: BrightExchange, person_id: Id) -> bool:
    """Forget it; `False` where they had not said so."""
    touched = await db.run(
        _TAKE_BACK,
        low_id=exchange.low_id,
        high_id=exchange.high_id,
        subject_id=exchange.subject_id,
        person_id=person_id,
    )
    return touched == 1


async def brightened_by(db: Db, person_id: Id, subject_ids: Iterable[Id]) -> set[Id]:
    """Tell which of these brightened somebody's day."""
    return set(await db.values(_MINE, person_id=person_id, subject_ids=list(subject_ids)))


async def moments_of(db: Db, person_id: Id, *, since_at: datetime, until_at: datetime) -> list[BrightExchange]:
    """List somebody's own brightened exchanges of a time, the last first."""
    return await db.all(
        _MOMENTS, BrightExchange, person_id=person_id, since_at=since_at, until_at=until_at, limit=MOMENTS_MAX
    )


async def messages_of_day(
    db: Db, viewer: Viewer, ids: Sequence[Id], now: datetime, *, since_id: Id, until_id: Id
) -> list[SeenMessage]:
    """Read one message of each conversation from between two instants, by the smallest ids these can have."""
    if not ids:
        return []
    return await db.all(
        _OF_DAY,
        SeenMessage,
        ids=list(ids),
        since_id=since_id,
        until_id=until_id,
        viewer_id=viewer.id,
        hidden=viewer.hidden,
        now=now,
    )


async def first_messages(db: Db, viewer: Viewer, ids: Sequence[Id], now: datetime) -> list[SeenMessage]:
    """Read the first message of each conversation that the viewer may see."""
    if not ids:
        return []
    return await db.all(_FIRST, SeenMessage, ids=list(ids), viewer_id=viewer.id, hidden=viewer.hidden, now=now)


async def forget_bright(db: Db, account_id: Id) -> None:
    """Delete what somebody who left brightened, and what was bright between them and others."""
    await db.run(_FORGET_BRIGHTENINGS, id=account_id)
    await db.run(_FORGET_EXCHANGES, id=account_id)
