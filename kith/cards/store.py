"""Every SQL statement over link cards."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.cards.model import LinkCard

_FIND = Statement(f"SELECT {LinkCard.columns()} FROM link_cards WHERE id = %(id)s")
# Of two who link to a page at once, one sends the job.
_ASK_AGAIN = Statement("""
    UPDATE link_cards
       SET asked_at = %(now)s
     WHERE id = %(id)s
       AND asked_at = %(asked_at)s
""")
_SAY = Statement("""
    UPDATE link_cards
       SET state = %(state)s,
           kind = %(kind)s,
           title = %(title)s,
           words = %(words)s,
           provider = %(provider)s,
           provider_url = %(provider_url)s,
           author = %(author)s,
           author_url = %(author_url)s,
           creator_id = %(creator_id)s,
           language = %(language)s,
           published_at = %(published_at)s,
           picture = %(picture)s::jsonb,
           read_at = %(read_at)s,
           failures = %(failures)s
     WHERE id = %(id)s
""")
_FAIL = Statement("""
    UPDATE link_cards
       SET failures = failures + 1,
           state = CASE WHEN state = 'known' THEN 'known' ELSE 'silent' END
     WHERE id = %(id)s
""")
_FORGET = Statement("DELETE FROM link_cards WHERE id = ANY (%(ids)s::bigint[]) AND asked_at < %(before)s RETURNING id")


async def find_card(db: Db, card_id: Id) -> LinkCard | None:
    """Find a card, whatever its state."""
    return await db.maybe(_FIND, LinkCard, id=card_id)


async def ask_again(db: Db, card: LinkCard, *, now: datetime) -> bool:
    """Note that a job is sent. `False` when another did so since the card was read."""
    return await db.run(_ASK_AGAIN, id=card.id, asked_at=card.asked_at, now=now) == 1


async def say(db: Db, card: LinkCard) -> bool:
    """Write what a page says. `False` when the card is gone."""
    columns = (column for column in LinkCard.column_list() if column.name in _SAY.names)
    return await db.run(_SAY, **{column.name: to_sql(column, getattr(card, column.name)) for column in columns}) == 1


async def note_failure(db: Db, card_id: Id) -> None:
    """Note that a page gave nothing. What it said before stays."""
    await db.run(_FAIL, id=card_id)


async def forget_cards(db: Db, ids: Sequence[Id], *, before: datetime) -> list[Id]:
    """Delete those of these cards that nobody asked for since then; give their ids."""
    return await db.values(_FORGET, ids=list(ids), before=before)
