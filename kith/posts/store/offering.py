"""How far posts go that count as offers: written on them, on what passes them on, and in what finds them by hashtag."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import OfferPace

_MARK = Statement("""
    UPDATE posts
       SET offer = %(pace)s
     WHERE author_id = %(author_id)s
       AND id = ANY (%(post_ids)s::bigint[])
""")
# Locked in one order, so that two marks at once wait for each other.
_MARK_PASSED_ON = Statement("""
    UPDATE posts
       SET offer = %(pace)s
      FROM (SELECT author_id, id
              FROM posts
             WHERE repost_of_id = ANY (%(post_ids)s::bigint[])
             ORDER BY id
               FOR NO KEY UPDATE) AS passed_on
     WHERE posts.author_id = passed_on.author_id
       AND posts.id = passed_on.id
""")
_TAKE_OUT = Statement("""
    DELETE FROM tagged_posts
     WHERE author_id = %(author_id)s
       AND id = ANY (%(post_ids)s::bigint[])
""")
_PUT_BACK = Statement("""
    INSERT INTO tagged_posts (hashtag, id, author_id)
    SELECT DISTINCT unnest(posts.hashtags), posts.id, posts.author_id
      FROM posts
     WHERE posts.author_id = %(author_id)s
       AND posts.id = ANY (%(post_ids)s::bigint[])
       AND posts.audience = 'everyone'
        ON CONFLICT DO NOTHING
""")


async def mark_offers(db: Db, author_id: Id, post_ids: Sequence[Id], pace: OfferPace | None) -> None:
    """Let these posts of one author go so far as offers, or be none (`None`). An offer stands under no hashtag.

    What is passed on at this very moment may miss it; whoever reads that asks the original, too (see `hydrate`).
    """
    await db.run(_MARK, author_id=author_id, post_ids=list(post_ids), pace=pace)
    await db.run(_MARK_PASSED_ON, post_ids=list(post_ids), pace=pace)
    found_by = _PUT_BACK if pace is None else _TAKE_OUT
    await db.run(found_by, author_id=author_id, post_ids=list(post_ids))
