"""What organisations say of their posts."""

from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.offers.model import PostKind

_FIND = Statement(f"""
    SELECT {PostKind.columns()}
      FROM post_kinds
     WHERE organisation_id = %(organisation_id)s
       AND post_id = %(post_id)s
""")
# Ids hold the time (docs/decisions/0002): one look at the end of the key.
_LAST_PACES = Statement("""
    SELECT max(declared_at) FILTER (WHERE pace IN ('week', 'month')) AS week_at,
           max(declared_at) FILTER (WHERE pace = 'month') AS month_at
      FROM post_kinds
     WHERE organisation_id = %(organisation_id)s
       AND post_id >= %(since_id)s
       AND kind = 'offer'
""")
_CONVERSATIONS = """
    SELECT post_id
      FROM post_kinds
     WHERE organisation_id = %(organisation_id)s
       AND post_id >= %(since_id)s
"""
_BEGAN = Statement(f"{_CONVERSATIONS} AND began_as = 'conversation' ORDER BY post_id")
_STILL = Statement(f"{_CONVERSATIONS} AND kind = 'conversation' ORDER BY post_id")
_FORGET_ONE = Statement("""
    DELETE FROM post_kinds
     WHERE organisation_id = %(organisation_id)s
       AND post_id = %(post_id)s
       AND post_id < %(since_id)s
""")
_FORGET = Statement("DELETE FROM post_kinds WHERE organisation_id = %(account_id)s")
_FORGET_OLD = Statement("""
    DELETE FROM post_kinds
     WHERE post_id < %(since_id)s
       AND NOT EXISTS (SELECT FROM posts
                        WHERE posts.author_id = post_kinds.organisation_id
                          AND posts.id = post_kinds.post_id)
""")


class LastPaces(msgspec.Struct, frozen=True, kw_only=True):
    """When an organisation's last offers went out that went so far."""

    week_at: datetime | None
    month_at: datetime | None


async def find_kind(db: Db, organisation_id: Id, post_id: Id) -> PostKind | None:
    """Find what an organisation says of a post."""
    return await db.maybe(_FIND, PostKind, organisation_id=organisation_id, post_id=post_id)


async def write_kind(db: Db, kind: PostKind) -> None:
    """Write what it says, or says instead."""
    await db.put(kind)


async def last_paces(db: Db, organisation_id: Id, *, since_id: Id) -> LastPaces:
    """Tell when its last offers went out that went further than to those who want each."""
    return await db.one(_LAST_PACES, LastPaces, organisation_id=organisation_id, since_id=since_id)


async def began_as_conversation(db: Db, organisation_id: Id, *, since_id: Id) -> list[Id]:
    """List the posts that went out as conversation, whatever is said of them now, and whether they are still there."""
    return await db.values(_BEGAN, organisation_id=organisation_id, since_id=since_id)


async def still_conversation(db: Db, organisation_id: Id, *, since_id: Id) -> list[Id]:
    """List the posts that are called conversation now."""
    return await db.values(_STILL, organisation_id=organisation_id, since_id=since_id)


async def forget_kind(db: Db, organisation_id: Id, post_id: Id, *, since_id: Id) -> None:
    """Forget what was said of a post that is gone, unless it is so new that it is still asked for."""
    await db.run(_FORGET_ONE, organisation_id=organisation_id, post_id=post_id, since_id=since_id)


async def forget_old_kinds(db: Db, *, since_id: Id) -> None:
    """Forget what was said of posts that are gone for so long."""
    await db.run(_FORGET_OLD, since_id=since_id)


async def forget_kinds(db: Db, account_id: Id) -> None:
    """Forget what an organisation that is gone said."""
    await db.run(_FORGET, account_id=account_id)
