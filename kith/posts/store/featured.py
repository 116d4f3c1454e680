"""Hashtags on people's pages, each under the person. Changed under the lock of their account."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import FEATURED_TAGS_MAX, FeaturedTag, FeaturedView

_SEEN = """
    SELECT featured_tags.id,
           featured_tags.hashtag,
           (SELECT count(*)::integer
              FROM tagged_posts
             WHERE tagged_posts.author_id = featured_tags.person_id
               AND tagged_posts.hashtag = featured_tags.hashtag) AS posts,
           (SELECT posts.published_at
              FROM tagged_posts
              JOIN posts ON posts.author_id = tagged_posts.author_id AND posts.id = tagged_posts.id
             WHERE tagged_posts.author_id = featured_tags.person_id
               AND tagged_posts.hashtag = featured_tags.hashtag
             ORDER BY tagged_posts.id DESC
             LIMIT 1) AS last_post_at
      FROM featured_tags
     WHERE featured_tags.person_id = %(person_id)s
"""
_OF = Statement(f"{_SEEN} ORDER BY featured_tags.id LIMIT %(limit)s")
_ONE = Statement(f"{_SEEN} AND featured_tags.hashtag = %(hashtag)s")
_NAMES = Statement("SELECT hashtag FROM featured_tags WHERE person_id = %(person_id)s ORDER BY id LIMIT %(limit)s")
_REMOVE = Statement("DELETE FROM featured_tags WHERE person_id = %(person_id)s AND hashtag = %(hashtag)s")
_REMOVE_BY_ID = Statement("DELETE FROM featured_tags WHERE person_id = %(person_id)s AND id = %(id)s")
# One's own use alone; what others use is nobody's measure here.
_USED = Statement("""
    SELECT hashtag
      FROM tagged_posts
     WHERE author_id = %(person_id)s
       AND hashtag <> ALL (%(not_these)s::text[])
     GROUP BY hashtag
     ORDER BY count(*) DESC, max(id) DESC, hashtag
     LIMIT %(limit)s
""")


async def featured_of(db: Db, person_id: Id) -> list[FeaturedView]:
    """List the hashtags on somebody's page, in the order in which they were chosen."""
    return await db.all(_OF, FeaturedView, person_id=person_id, limit=FEATURED_TAGS_MAX)


async def featured_names(db: Db, person_id: Id) -> list[str]:
    """List only their names."""
    return await db.values(_NAMES, person_id=person_id, limit=FEATURED_TAGS_MAX)


async def get_featured(db: Db, person_id: Id, hashtag: str) -> FeaturedView:
    """Get one. Raises `NotFound`."""
    return await db.one(_ONE, FeaturedView, person_id=person_id, hashtag=hashtag)


async def add_featured(db: Db, made: FeaturedTag) -> None:
    """Write it; one that stands already keeps its place."""
    await db.insert_new(made)


async def remove_featured(db: Db, person_id: Id, hashtag: str) -> None:
    """Delete it."""
    await db.run(_REMOVE, person_id=person_id, hashtag=hashtag)


async def remove_featured_by_id(db: Db, person_id: Id, featured_id: Id) -> bool:
    """Delete it. False: it was not there, or somebody else's."""
    return await db.run(_REMOVE_BY_ID, person_id=person_id, id=featured_id) == 1


async def tags_used_by(db: Db, person_id: Id, *, not_these: list[str], limit: int) -> list[str]:
    """List the hashtags of somebody's public posts, those they use most first."""
    return await db.values(_USED, person_id=person_id, not_these=not_these, limit=limit)
