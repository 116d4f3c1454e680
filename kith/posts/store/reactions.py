"""Likes, bookmarks and pins, and the tallies that count what happened to a post.

Lock order, everywhere in this feature: rows of `posts` in ascending id (what is answered or passed on before the
answer), then rows of `author_tallies` in ascending id, then rows of `tallies` in ascending id, then `thread_posts`.
Who follows it cannot wait in a circle.
"""

from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_statement, params_of
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import ENTERED, Statement
from kith.people import accounts_by_ids
from kith.people.model import Viewer
from kith.posts.model import Bookmark, Like, MyLike, Pin, Post, Reactor, Tally
from kith.posts.store.sight import VISIBLE, sight_of
from kith.ties import TIE_LOCKED, ends_of
from kith.ties.model import TieRecord

_COUNT = Statement("""
    UPDATE tallies
       SET reposts = reposts + %(reposts)s,
           replies = replies + %(replies)s,
           quotes = quotes + %(quotes)s
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
""")
_TALLY = Statement(f"SELECT {Tally.columns()} FROM tallies WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
# What the two have between them is locked in the same breath, behind the tally, where the like is new.
_LIKE = Statement(f"""
      WITH liked AS (
           {insert_statement(Like, "ON CONFLICT DO NOTHING").named}
           RETURNING author_id, post_id, person_id, id
           ), kept AS (
           INSERT INTO my_likes (person_id, post_id, author_id, id)
           SELECT person_id, post_id, author_id, id FROM liked
               ON CONFLICT DO NOTHING
           ), counted AS (
           UPDATE tallies
              SET likes = likes + 1
             FROM liked
            WHERE tallies.author_id = liked.author_id
              AND tallies.post_id = liked.post_id
           RETURNING TRUE
           ), tie AS MATERIALIZED (
           {TIE_LOCKED.replace(ENTERED, "EXISTS (SELECT FROM counted)")}
           )
    SELECT EXISTS (SELECT FROM liked) AS is_new, (SELECT to_jsonb(tie) FROM tie) AS tie
""")
_UNLIKE = Statement("""
      WITH gone AS (
           DELETE FROM likes
            WHERE author_id = %(author_id)s
              AND post_id = %(post_id)s
              AND person_id = %(person_id)s
           RETURNING author_id, post_id
           ), forgotten AS (
           DELETE FROM my_likes WHERE person_id = %(person_id)s AND post_id = %(post_id)s
           ), counted AS (
           UPDATE tallies
              SET likes = likes - 1
             FROM gone
            WHERE tallies.author_id = gone.author_id
              AND tallies.post_id = gone.post_id
           )
    SELECT count(*) FROM gone
""")
_FORGET_LIKES = Statement("""
    DELETE FROM my_likes
     USING likes
     WHERE likes.author_id = %(author_id)s
       AND likes.post_id = %(post_id)s
       AND my_likes.person_id = likes.person_id
       AND my_likes.post_id = likes.post_id
""")
_FORGET_BOOKMARKS = Statement("DELETE FROM bookmarks WHERE post_id = %(post_id)s")
_UNBOOKMARK = Statement("DELETE FROM bookmarks WHERE person_id = %(person_id)s AND post_id = %(post_id)s")
_UNPIN = Statement("DELETE FROM pins WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
_MY_LIKE = Statement(
    f"SELECT {MyLike.columns()} FROM my_likes WHERE person_id = %(person_id)s AND post_id = %(post_id)s"
)
_PINS = Statement("SELECT count(*) FROM pins WHERE author_id = %(author_id)s")

_LIKERS = """
    SELECT id, person_id
      FROM likes
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       AND id < %(below)s
       AND id > %(above)s
       AND person_id <> ALL (%(hidden)s::bigint[])
"""
_LIKERS_DOWN = Statement(f"{_LIKERS} ORDER BY id DESC LIMIT %(limit)s")
_LIKERS_UP = Statement(f"{_LIKERS} ORDER BY id LIMIT %(limit)s")
_REPOSTERS = f"""
    SELECT posts.id, posts.author_id AS person_id
      FROM posts
     WHERE posts.repost_of_id = %(post_id)s
       AND posts.id < %(below)s
       AND posts.id > %(above)s
       AND {VISIBLE}
"""
_PASSERS_ON = Statement("""
    SELECT DISTINCT author_id
      FROM posts
     WHERE repost_of_id = %(post_id)s
       AND author_id > %(after)s
     ORDER BY author_id
     LIMIT %(limit)s
""")
_REPOSTERS_DOWN = Statement(f"{_REPOSTERS} ORDER BY posts.id DESC LIMIT %(limit)s")
_REPOSTERS_UP = Statement(f"{_REPOSTERS} ORDER BY posts.id LIMIT %(limit)s")


class LikedNow(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a like is new; then also the tie of the two, under the lower id, locked."""

    is_new: bool
    tie: TieRecord | None


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    id: Id
    person_id: Id


async def count(db: Db, author_id: Id, post_id: Id, *, reposts: int = 0, replies: int = 0, quotes: int = 0) -> None:
    """Change a post's tally; its row stays locked until the work ends. Likes are counted where they are written.

    Does nothing where the post is gone.
    """
    changes = {"reposts": reposts, "replies": replies, "quotes": quotes}
    await db.run(_COUNT, author_id=author_id, post_id=post_id, **changes)


async def tally_of(db: Db, post: Post) -> Tally:
    """Read a post's tally."""
    found = await db.maybe(_TALLY, Tally, author_id=post.author_id, post_id=post.id)
    return found or Tally(author_id=post.author_id, post_id=post.id)


async def add_like(db: Db, like: Like) -> LikedNow:
    """Write a like and its twin, count it, and lock the tie of the two, where there is one."""
    low_id, high_id = ends_of(like.author_id, like.person_id)
    return await db.one(_LIKE, LikedNow, low_id=low_id, high_id=high_id, **params_of(like))


async def find_my_like(db: Db, person_id: Id, post_id: Id) -> MyLike | None:
    """Find somebody's own like, also of a post they may no longer see."""
    return await db.maybe(_MY_LIKE, MyLike, person_id=person_id, post_id=post_id)


async def remove_like(db: Db, like: MyLike) -> bool:
    """Take a like and its twin away, and count it no longer. False: there was none."""
    found = {"author_id": like.author_id, "post_id": like.post_id, "person_id": like.person_id}
    return int(await db.value(_UNLIKE, **found)) == 1


async def forget_likes(db: Db, author_id: Id, post_id: Id) -> None:
    """Delete the likes of a post that is about to be deleted, where they stand under those who liked."""
    await db.run(_FORGET_LIKES, author_id=author_id, post_id=post_id)


async def forget_bookmarks(db: Db, post_id: Id) -> None:
    """Delete everybody's bookmarks of a post that is gone."""
    await db.run(_FORGET_BOOKMARKS, post_id=post_id)


async def add_bookmark(db: Db, bookmark: Bookmark) -> bool:
    """Keep a post. False: it was kept already."""
    return await db.insert_new(bookmark)


async def remove_bookmark(db: Db, person_id: Id, post_id: Id) -> bool:
    """Keep it no longer. False: it was not kept."""
    return await db.run(_UNBOOKMARK, person_id=person_id, post_id=post_id) == 1


async def add_pin(db: Db, pin: Pin) -> bool:
    """Pin a post. False: it was pinned already."""
    return await db.insert_new(pin)


async def remove_pin(db: Db, author_id: Id, post_id: Id) -> bool:
    """Unpin a post. False: it was not pinned."""
    return await db.run(_UNPIN, author_id=author_id, post_id=post_id) == 1


async def count_pins(db: Db, author_id: Id) -> int:
    """Count an author's pins."""
    return int(await db.value(_PINS, author_id=author_id))


async def likers_of(db: Db, viewer: Viewer, post: Post, paging: Paging) -> Slice[Reactor]:
    """List who liked a post that the viewer may see, latest first, without those hidden from the viewer."""
    places = await read_slice(
        db,
        _Place,
        paging,
        down=_LIKERS_DOWN,
        up=_LIKERS_UP,
        place=attrgetter("id"),
        author_id=post.author_id,
        post_id=post.id,
        hidden=viewer.hidden,
    )
    return await _with_accounts(db, viewer, places)


async def passers_on_of(db: Db, post_id: Id, *, after: Id, limit: int) -> list[Id]:
    """List who passed on a post, whoever may see it, lowest id first."""
    return await db.values(_PASSERS_ON, post_id=post_id, after=after, limit=limit)


async def reposters_of(db: Db, viewer: Viewer, post: Post, paging: Paging) -> Slice[Reactor]:
    """List who passed on a post that the viewer may see, latest first, where the passing on may be seen."""
    places = await read_slice(
        db,
        _Place,
        paging,
        down=_REPOSTERS_DOWN,
        up=_REPOSTERS_UP,
        place=attrgetter("id"),
        post_id=post.id,
        **sight_of(viewer),
    )
    return await _with_accounts(db, viewer, places)


async def _with_accounts(db: Db, viewer: Viewer, places: Slice[_Place]) -> Slice[Reactor]:
    ids = [place.person_id for place in places.items]
    accounts = {
        account.id: account
        for account in await accounts_by_ids(db, ids)
        if account.gone_at is None or account.id == viewer.id
    }
    items = [
        Reactor(id=place.id, account=accounts[place.person_id]) for place in places.items if place.person_id in accounts
    ]
    return Slice(items=items, older_than=places.older_than)
