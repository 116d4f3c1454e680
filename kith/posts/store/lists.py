"""Lists of posts, newest first, by keyset."""

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts.model import KeptPost, Post
from kith.posts.rules.sight import is_asked_for
from kith.posts.store.posts import posts_by_pairs
from kith.posts.store.sight import ASKED_FOR, COMES, VISIBLE, coming_to, sight_of

_OF_AUTHOR = f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE posts.author_id = %(author_id)s
       AND posts.id < %(below)s
       AND posts.id > %(above)s
       AND posts.audience <> 'mentioned'
       AND (%(with_replies)s OR posts.reply_to_id IS NULL OR posts.reply_to_author_id = posts.author_id)
       AND (NOT %(only_media)s OR posts.attachments <> '[]'::jsonb)
       AND (%(with_reposts)s OR posts.repost_of_id IS NULL)
       AND (%(hashtag)s::text IS NULL OR %(hashtag)s::text = ANY (posts.hashtags))
       AND (posts.repost_of_id IS NULL OR {ASKED_FOR})
       AND {VISIBLE}
"""
_OF_AUTHOR_DOWN = Statement(f"{_OF_AUTHOR} ORDER BY posts.id DESC LIMIT %(limit)s")
_OF_AUTHOR_UP = Statement(f"{_OF_AUTHOR} ORDER BY posts.id LIMIT %(limit)s")

# The square is for people of this server to meet: no answers, nothing passed on, nobody from elsewhere.
_SQUARE = f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE posts.audience = 'everyone'
       AND posts.repost_of_id IS NULL
       AND posts.reply_to_id IS NULL
       AND posts.id < %(below)s
       AND posts.id > %(above)s
       AND posts.author_id <> ALL (%(muted)s::bigint[])
       AND EXISTS (SELECT FROM accounts WHERE accounts.id = posts.author_id AND accounts.domain IS NULL)
       AND {COMES}
"""
_SQUARE_DOWN = Statement(f"{_SQUARE} ORDER BY posts.id DESC LIMIT %(limit)s")
_SQUARE_UP = Statement(f"{_SQUARE} ORDER BY posts.id LIMIT %(limit)s")

_PINNED = Statement(f"""
    SELECT {Post.columns("posts")}
      FROM pins
      JOIN posts ON posts.author_id = pins.author_id AND posts.id = pins.post_id
     WHERE pins.author_id = %(author_id)s
       AND {VISIBLE}
     ORDER BY pins.id DESC
     LIMIT %(limit)s
""")

# Among their latest: whoever changed their language years ago writes in another now.
_LANGUAGES = Statement(f"""
    SELECT DISTINCT latest.language
      FROM (SELECT posts.language
              FROM posts
             WHERE posts.author_id = %(author_id)s
               AND posts.language IS NOT NULL
               AND {VISIBLE}
             ORDER BY posts.id DESC
             LIMIT %(limit)s) AS latest
     ORDER BY latest.language
""")


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a post stands in a list that is kept apart from the posts."""

    id: Id
    author_id: Id
    post_id: Id


_TAGGED = """
    SELECT id, author_id, id AS post_id
      FROM tagged_posts
     WHERE hashtag = %(hashtag)s
       AND id < %(below)s
       AND id > %(above)s
       AND author_id <> ALL (%(hidden)s::bigint[])
"""
_TAGGED_DOWN = Statement(f"{_TAGGED} ORDER BY id DESC LIMIT %(limit)s")
_TAGGED_UP = Statement(f"{_TAGGED} ORDER BY id LIMIT %(limit)s")

_BOOKMARKED = """
    SELECT id, author_id, post_id
      FROM bookmarks
     WHERE person_id = %(person_id)s
       AND id < %(below)s
       AND id > %(above)s
       AND author_id <> ALL (%(hidden)s::bigint[])
"""
_BOOKMARKED_DOWN = Statement(f"{_BOOKMARKED} ORDER BY id DESC LIMIT %(limit)s")
_BOOKMARKED_UP = Statement(f"{_BOOKMARKED} ORDER BY id LIMIT %(limit)s")

_LIKED = """
    SELECT id, author_id, post_id
      FROM my_likes
     WHERE person_id = %(person_id)s
       AND id < %(below)s
       AND id > %(above)s
       AND author_id <> ALL (%(hidden)s::bigint[])
"""
_LIKED_DOWN = Statement(f"{_LIKED} ORDER BY id DESC LIMIT %(limit)s")
_LIKED_UP = Statement(f"{_LIKED} ORDER BY id LIMIT %(limit)s")

LATEST_MAX = 500  # posts that are looked at for their languages
PINNED_SHOWN_MAX = 20  # people pin at most five; other servers may hold on to more


async def posts_of(
    db: Db,
    viewer: Viewer,
    author_id: Id,
    paging: Paging,
    *,
    with_replies: bool = False,
    with_reposts: bool = True,
    only_media: bool = False,
    hashtag: str | None = None,
) -> Slice[Post]:
    """List what somebody wrote and passed on. Without replies, those to oneself stay: they are one long post.

    What is for few stands in no such list: it was said to them, and they find it where they talk.
    Their own page shows an organisation's offers to everybody; not what others pass on of them.
    With a `hashtag`, in its normal form, only what carries it.
    """
    return await read_slice(
        db,
        Post,
        paging,
        down=_OF_AUTHOR_DOWN,
        up=_OF_AUTHOR_UP,
        place=attrgetter("id"),
        author_id=author_id,
        with_replies=with_replies,
        with_reposts=with_reposts,
        only_media=only_media,
        hashtag=hashtag,
        **coming_to(viewer),
    )


async def square(db: Db, viewer: Viewer, paging: Paging) -> Slice[Post]:
    """List everything the people of this server say to everyone, without answers."""
    return await read_slice(
        db,
        Post,
        paging,
        down=_SQUARE_DOWN,
        up=_SQUARE_UP,
        place=attrgetter("id"),
        muted=viewer.muted,
        **coming_to(viewer),
    )


async def pinned(db: Db, viewer: Viewer, author_id: Id) -> list[Post]:
    """List what somebody pinned to the top of their page, newest pin first."""
    return await db.all(_PINNED, Post, author_id=author_id, limit=PINNED_SHOWN_MAX, **sight_of(viewer))


async def languages_of(db: Db, viewer: Viewer, author_id: Id) -> list[str]:
    """List the languages in which somebody lately wrote what the viewer may see."""
    return await db.values(_LANGUAGES, author_id=author_id, limit=LATEST_MAX, **sight_of(viewer))


async def tagged(db: Db, viewer: Viewer, hashtag: str, paging: Paging) -> Slice[Post]:
    """List public posts under a hashtag, given in lower case. May give fewer than asked and still go on."""
    places = await read_slice(
        db,
        _Place,
        paging,
        down=_TAGGED_DOWN,
        up=_TAGGED_UP,
        place=attrgetter("id"),
        hashtag=hashtag,
        hidden=viewer.hidden,
    )
    kept = await _kept(db, viewer, places)
    posts = [item.post for item in kept.items if is_asked_for(item.post, viewer)]
    return Slice(items=posts, older_than=kept.older_than)


async def bookmarked(db: Db, viewer: Viewer, paging: Paging) -> Slice[KeptPost]:
    """List the viewer's own bookmarks, in the order of bookmarking. May give fewer than asked and still go on."""
    return await _of_mine(db, viewer, paging, down=_BOOKMARKED_DOWN, up=_BOOKMARKED_UP)


async def liked(db: Db, viewer: Viewer, paging: Paging) -> Slice[KeptPost]:
    """List what the viewer liked, in the order of liking. May give fewer than asked and still go on."""
    return await _of_mine(db, viewer, paging, down=_LIKED_DOWN, up=_LIKED_UP)


async def _of_mine(db: Db, viewer: Viewer, paging: Paging, *, down: Statement, up: Statement) -> Slice[KeptPost]:
    places = await read_slice(
        db, _Place, paging, down=down, up=up, place=attrgetter("id"), person_id=viewer.id, hidden=viewer.hidden
    )
    return await _kept(db, viewer, places)


async def _kept(db: Db, viewer: Viewer, places: Slice[_Place]) -> Slice[KeptPost]:
    """Read the posts in their places; one that is gone, or no longer to be seen, leaves its place empty."""
    pairs: Iterable[tuple[Id, Id]] = [(place.author_id, place.post_id) for place in places.items]
    posts = {post.id: post for post in await posts_by_pairs(db, viewer, pairs)}
    items = [KeptPost(id=place.id, post=posts[place.post_id]) for place in places.items if place.post_id in posts]
    return Slice(items=items, older_than=places.older_than)
