"""Quotes: which posts quote a post, and taking one's post out of them."""

from collections.abc import Iterable
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts.model import Post
from kith.posts.store.sight import COMES, coming_to

_QUOTES = f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE posts.quote_of_id = %(post_id)s
       AND NOT posts.quote_revoked
       AND posts.id < %(below)s
       AND posts.id > %(above)s
       AND {COMES}
"""
_QUOTES_DOWN = Statement(f"{_QUOTES} ORDER BY posts.id DESC LIMIT %(limit)s")
_QUOTES_UP = Statement(f"{_QUOTES} ORDER BY posts.id LIMIT %(limit)s")
_REVOKE = Statement("""
    UPDATE posts
       SET quote_revoked = TRUE
     WHERE author_id = %(author_id)s
       AND id = %(id)s
       AND quote_of_author_id = %(quoted_author_id)s
       AND NOT quote_revoked
 RETURNING quote_of_id
""")
_REVOKE_ALL = Statement("""
    UPDATE posts
       SET quote_revoked = TRUE
     WHERE quote_of_author_id = %(quoted_author_id)s
       AND author_id = %(author_id)s
       AND quote_of_id IS NOT NULL
       AND NOT quote_revoked
 RETURNING quote_of_id
""")
_SET_POLICY = Statement("""
    UPDATE posts SET quote_policy = %(policy)s WHERE author_id = %(author_id)s AND id = %(id)s
""")
_QUOTERS = Statement("""
    SELECT DISTINCT author_id
      FROM posts
     WHERE quote_of_id = %(post_id)s
       AND NOT quote_revoked
     ORDER BY author_id
     LIMIT %(limit)s
""")


async def quotes_of(db: Db, viewer: Viewer, post_id: Id, paging: Paging) -> Slice[Post]:
    """List the posts that quote a post, newest first, as far as the viewer may see them."""
    return await read_slice(
        db,
        Post,
        paging,
        down=_QUOTES_DOWN,
        up=_QUOTES_UP,
        place=attrgetter("id"),
        post_id=post_id,
        **coming_to(viewer),
    )


async def revoke_quote(db: Db, *, author_id: Id, post_id: Id, quoted_author_id: Id) -> Id | None:
    """Take a post out of one that quotes it; give which. Nothing where it was out already."""
    found = await db.value(_REVOKE, author_id=author_id, id=post_id, quoted_author_id=quoted_author_id)
    return Id(found) if found is not None else None


async def revoke_quotes(db: Db, *, author_id: Id, quoted_author_id: Id) -> Iterable[Id]:
    """Take all posts of one person out of all that another wrote; give the quoted ones, once for each."""
    return await db.values(_REVOKE_ALL, author_id=author_id, quoted_author_id=quoted_author_id)


async def set_quote_policy(db: Db, *, author_id: Id, post_id: Id, policy: str) -> None:
    """Write who may quote a post from now on."""
    await db.run(_SET_POLICY, author_id=author_id, id=post_id, policy=policy)


async def quoters_of(db: Db, post_id: Id, *, limit: int) -> list[Id]:
    """List who quotes a post."""
    return await db.values(_QUOTERS, post_id=post_id, limit=limit)
