"""A thread: the posts that one answers, and all the answers below it."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts.model import Post, Thread, ThreadMute, ThreadPiece
from kith.posts.store.posts import posts_by_pairs
from kith.posts.store.sight import VISIBLE, sight_of

ABOVE_MAX = 100  # answers to answers; a talk that goes deeper is read from where it is
BELOW_MAX = 200  # answers on one page
TOGETHER_MAX = 200  # posts of a thread in which people are together; a longer one is a crowd

# Every place of a thread is stored under its root, so both ways are walked on one machine of a cluster.
_PIECES = Statement("""
    WITH RECURSIVE up AS (
        SELECT id, author_id, reply_to_id, 0 AS depth
          FROM thread_posts
         WHERE root_id = %(root_id)s
           AND id = %(post_id)s
        UNION ALL
        SELECT above.id, above.author_id, above.reply_to_id, up.depth + 1
          FROM up
          JOIN thread_posts AS above ON above.root_id = %(root_id)s AND above.id = up.reply_to_id
         WHERE up.depth < %(above_max)s
    ), down AS (
        SELECT id, author_id, reply_to_id
          FROM thread_posts
         WHERE root_id = %(root_id)s
           AND reply_to_id = %(post_id)s
        UNION ALL
        SELECT below.id, below.author_id, below.reply_to_id
          FROM down
          JOIN thread_posts AS below ON below.root_id = %(root_id)s AND below.reply_to_id = down.id
    ), page AS (
        SELECT id, author_id, reply_to_id
          FROM down
         WHERE id > %(after)s
         ORDER BY id
         LIMIT %(limit)s
    )
    SELECT id, author_id, reply_to_id, TRUE AS above
      FROM up
     WHERE depth > 0
    UNION ALL
    SELECT id, author_id, reply_to_id, FALSE
      FROM page
     ORDER BY id
""")
_REHANG = Statement("""
    UPDATE thread_posts
       SET reply_to_id = %(parent_id)s
     WHERE root_id = %(root_id)s
       AND reply_to_id = %(post_id)s
""")
_CUT = Statement("DELETE FROM thread_posts WHERE root_id = %(root_id)s AND id = %(post_id)s RETURNING reply_to_id")
# Only so far into a thread: in a longer one it is no longer told who is there. Nobody is together with those whose
# words they cannot see: who whispers into every thread would come closer to everybody in it, unnoticed.
_PLACES = Statement(f"""
    SELECT posts.author_id
      FROM thread_posts
      JOIN posts ON posts.author_id = thread_posts.author_id AND posts.id = thread_posts.id
     WHERE thread_posts.root_id = %(root_id)s
       AND {VISIBLE}
     ORDER BY thread_posts.id
     LIMIT %(limit)s
""")
_UNMUTE = Statement("DELETE FROM thread_mutes WHERE person_id = %(person_id)s AND root_id = %(root_id)s")
_MUTERS = Statement("""
    SELECT person_id
      FROM thread_mutes
     WHERE root_id = %(root_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
""")


async def thread(db: Db, viewer: Viewer, post: Post, *, after: Id | None = None, limit: int = BELOW_MAX) -> Thread:
    """Read the thread around a post that the viewer may see; two statements.

    `after` reads on below a page that was full, by the `more_after` of that page.
    """
    found = await db.all(
        _PIECES,
        ThreadPiece,
        root_id=post.root_id,
        post_id=post.id,
        above_max=ABOVE_MAX,
        after=after or Id(0),
        limit=limit + 1,
    )
    below = [piece for piece in found if not piece.above]
    more = len(below) > limit
    below = below[:limit]
    pieces = [*(piece for piece in found if piece.above), *below]
    posts = await posts_by_pairs(db, viewer, [(piece.author_id, piece.id) for piece in pieces])
    under = {piece.id for piece in below}
    return Thread(
        above=tuple(found for found in posts if found.id not in under),
        below=tuple(found for found in posts if found.id in under),
        pieces=tuple(pieces),
        more_after=below[-1].id if more else None,
    )


async def people_in_thread(db: Db, viewer: Viewer, root_id: Id) -> list[Id]:
    """List who writes in a thread for the viewer to see; nobody where it has become too long for a talk among few."""
    found = await db.values(_PLACES, root_id=root_id, limit=TOGETHER_MAX + 1, **sight_of(viewer))
    return sorted(set(found)) if len(found) <= TOGETHER_MAX else []


async def cut_from_thread(db: Db, post: Post) -> None:
    """Take a post's place away, and hang the answers below it where it hung: the thread stays in one piece.

    Its own place is locked first, then those below it, so that two deletions in one branch wait in line.
    """
    parent_id = await db.value(_CUT, root_id=post.root_id, post_id=post.id)
    await db.run(_REHANG, root_id=post.root_id, post_id=post.id, parent_id=parent_id)


async def add_thread_mute(db: Db, person_id: Id, root_id: Id) -> None:
    """Note that somebody wants no more notices from a thread."""
    await db.insert_new(ThreadMute(person_id=person_id, root_id=root_id))


async def remove_thread_mute(db: Db, person_id: Id, root_id: Id) -> None:
    """Forget that."""
    await db.run(_UNMUTE, person_id=person_id, root_id=root_id)


async def muters_of_thread(db: Db, root_id: Id, person_ids: list[Id]) -> set[Id]:
    """Tell which of these people want no notices from a thread."""
    return set(await db.values(_MUTERS, root_id=root_id, person_ids=person_ids))
