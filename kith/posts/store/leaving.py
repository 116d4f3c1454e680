"""What somebody who leaves has left behind beside their posts, in batches."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import MyLike

_LIKES = Statement(f"""
    SELECT {MyLike.columns()}
      FROM my_likes
     WHERE person_id = %(person_id)s
     ORDER BY post_id
     LIMIT %(limit)s
""")
_BOOKMARKS = Statement("""
    DELETE FROM bookmarks
     WHERE person_id = %(person_id)s
       AND post_id IN (SELECT post_id FROM bookmarks WHERE person_id = %(person_id)s LIMIT %(limit)s)
""")
_THREAD_MUTES = Statement("""
    DELETE FROM thread_mutes
     WHERE person_id = %(person_id)s
       AND root_id IN (SELECT root_id FROM thread_mutes WHERE person_id = %(person_id)s LIMIT %(limit)s)
""")
_DRAFTS = Statement("DELETE FROM drafts WHERE person_id = %(person_id)s")
_DRAFTS_BY_HAND = Statement("UPDATE drafts SET hand_id = NULL WHERE hand_id = %(person_id)s")
_KEYS = Statement("DELETE FROM sent_once WHERE person_id = %(person_id)s")
_VOTES = Statement("DELETE FROM votes WHERE person_id = %(person_id)s")
_PINS = Statement("DELETE FROM pins WHERE author_id = %(person_id)s")
_TALLY = Statement("DELETE FROM author_tallies WHERE author_id = %(person_id)s")
_FEATURED = Statement("DELETE FROM featured_tags WHERE person_id = %(person_id)s")


async def likes_of(db: Db, person_id: Id, *, limit: int) -> list[MyLike]:
    """List some of somebody's likes, by the id of the post."""
    return await db.all(_LIKES, MyLike, person_id=person_id, limit=limit)


async def delete_belongings(db: Db, person_id: Id, *, limit: int) -> bool:
    """Delete bookmarks, muted threads, votes, drafts, keys, pins, hashtags of the page. True: there may be more.

    A poll's counts stay as they are: they say how many, and no longer who.
    """
    await db.run(_VOTES, person_id=person_id)
    await db.run(_DRAFTS, person_id=person_id)
    await db.run(_DRAFTS_BY_HAND, person_id=person_id)
    await db.run(_KEYS, person_id=person_id)
    await db.run(_PINS, person_id=person_id)
    await db.run(_FEATURED, person_id=person_id)
    await db.run(_TALLY, person_id=person_id)
    bookmarks = await db.run(_BOOKMARKS, person_id=person_id, limit=limit)
    mutes = await db.run(_THREAD_MUTES, person_id=person_id, limit=limit)
    return max(bookmarks, mutes) == limit
