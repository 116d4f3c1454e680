"""By whose hand an organisation's posts were written."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

_BY_HAND = Statement("""
    SELECT post_id
      FROM signed_posts
     WHERE organisation_id = %(organisation_id)s
       AND hand_id = %(hand_id)s
       AND shown
     ORDER BY post_id
     LIMIT %(limit)s
""")
_HIDE = Statement("""
    UPDATE signed_posts
       SET shown = FALSE
     WHERE organisation_id = %(organisation_id)s
       AND post_id = ANY (%(post_ids)s::bigint[])
""")
_FORGET = Statement("DELETE FROM signed_posts WHERE organisation_id = %(id)s OR hand_id = %(id)s")
_FORGET_POST = Statement("""
    DELETE FROM signed_posts
     WHERE organisation_id = %(organisation_id)s
       AND post_id = %(post_id)s
""")


async def posts_by_hand(db: Db, organisation_id: Id, hand_id: Id, *, limit: int) -> list[Id]:
    """List posts that somebody wrote for an organisation and that say so."""
    return await db.values(_BY_HAND, organisation_id=organisation_id, hand_id=hand_id, limit=limit)


async def hide_signatures(db: Db, organisation_id: Id, post_ids: Sequence[Id]) -> None:
    """Note that these posts do not say any more by whom they were written."""
    await db.run(_HIDE, organisation_id=organisation_id, post_ids=list(post_ids))


async def forget_signatures(db: Db, account_id: Id) -> None:
    """Delete the signatures of, and under the posts of, somebody who left."""
    await db.run(_FORGET, id=account_id)


async def forget_signature(db: Db, organisation_id: Id, post_id: Id) -> None:
    """Delete the signature of a post that is gone."""
    await db.run(_FORGET_POST, organisation_id=organisation_id, post_id=post_id)
