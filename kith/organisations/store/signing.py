"""By whose hand an organisation's posts were written."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.organisations.model import SignedPost

# "— Mara" stands under a post while the organisation signs and Mara, still on the team, agrees.
_SHOWN = Statement(f"""
    SELECT {SignedPost.columns("signed_posts")}
      FROM signed_posts
      JOIN organisations ON organisations.organisation_id = signed_posts.organisation_id
     WHERE signed_posts.organisation_id = ANY (%(organisation_ids)s::bigint[])
       AND signed_posts.post_id = ANY (%(post_ids)s::bigint[])
       AND signed_posts.shown
       AND organisations.signs
""")
_SHOW = Statement("""
    UPDATE signed_posts
       SET shown = %(shown)s
     WHERE organisation_id = %(organisation_id)s
       AND hand_id = %(hand_id)s
""")
_FORGET = Statement("DELETE FROM signed_posts WHERE organisation_id = %(id)s OR hand_id = %(id)s")
_FORGET_POST = Statement("""
    DELETE FROM signed_posts
     WHERE organisation_id = %(organisation_id)s
       AND post_id = %(post_id)s
""")


async def shown_signatures(db: Db, organisation_ids: Sequence[Id], post_ids: Sequence[Id]) -> list[SignedPost]:
    """List which of these posts say by whom they were written."""
    return await db.all(_SHOWN, SignedPost, organisation_ids=list(organisation_ids), post_ids=list(post_ids))


async def show_signatures(db: Db, organisation_id: Id, hand_id: Id, *, shown: bool) -> None:
    """Show somebody's name under all they wrote for an organisation, or under none of it."""
    await db.run(_SHOW, organisation_id=organisation_id, hand_id=hand_id, shown=shown)


async def forget_signatures(db: Db, account_id: Id) -> None:
    """Delete the signatures of, and under the posts of, somebody who left."""
    await db.run(_FORGET, id=account_id)


async def forget_signature(db: Db, organisation_id: Id, post_id: Id) -> None:
    """Delete the signature of a post that is gone."""
    await db.run(_FORGET_POST, organisation_id=organisation_id, post_id=post_id)
