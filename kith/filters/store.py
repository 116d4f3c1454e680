"""Filters, their keywords and posts: each row under the reader."""

from collections import defaultdict

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.filters.model import FILTERS_MAX, KEYWORDS_MAX, POSTS_MAX, Filter, FilterKeyword, FilterPost, FullFilter

_ALL = Statement(f"SELECT {Filter.columns()} FROM filters WHERE owner_id = %(owner_id)s ORDER BY id LIMIT %(limit)s")
_KEYWORDS = Statement(f"""
    SELECT {FilterKeyword.columns()}
      FROM filter_keywords
     WHERE owner_id = %(owner_id)s
     ORDER BY id
     LIMIT %(limit)s
""")
_POSTS = Statement(f"""
    SELECT {FilterPost.columns()}
      FROM filter_posts
     WHERE owner_id = %(owner_id)s
     ORDER BY id
     LIMIT %(limit)s
""")
# Whoever changes a filter or what it is about holds it: of two at once the second sees what the first has done.
_LOCK = Statement(f"""
    SELECT {Filter.columns()}
      FROM filters
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE filters
       SET title = %(title)s, contexts = %(contexts)s, action = %(action)s, expires_at = %(expires_at)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_CHANGE_KEYWORD = Statement("""
    UPDATE filter_keywords
       SET keyword = %(keyword)s, whole_word = %(whole_word)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_DELETE = Statement("DELETE FROM filters WHERE owner_id = %(owner_id)s AND id = %(id)s")
_DELETE_KEYWORD = Statement("DELETE FROM filter_keywords WHERE owner_id = %(owner_id)s AND id = %(id)s")
_DELETE_POST = Statement("DELETE FROM filter_posts WHERE owner_id = %(owner_id)s AND id = %(id)s")
_FORGET = Statement("DELETE FROM filters WHERE owner_id = %(owner_id)s")
_FIND_KEYWORD = Statement(
    f"SELECT {FilterKeyword.columns()} FROM filter_keywords WHERE owner_id = %(owner_id)s AND id = %(id)s"
)
_FIND_POST = Statement(f"SELECT {FilterPost.columns()} FROM filter_posts WHERE owner_id = %(owner_id)s AND id = %(id)s")


async def filters_of(db: Db, owner_id: Id) -> list[FullFilter]:
    """List somebody's filters, the oldest first. Whoever has none, as nearly everybody, is asked for one statement."""
    found = await db.all(_ALL, Filter, owner_id=owner_id, limit=FILTERS_MAX)
    if not found:
        return []
    keywords: defaultdict[Id, list[FilterKeyword]] = defaultdict(list)
    for keyword in await db.all(_KEYWORDS, FilterKeyword, owner_id=owner_id, limit=KEYWORDS_MAX):
        keywords[keyword.filter_id].append(keyword)
    posts: defaultdict[Id, list[FilterPost]] = defaultdict(list)
    for post in await db.all(_POSTS, FilterPost, owner_id=owner_id, limit=POSTS_MAX):
        posts[post.filter_id].append(post)
    return [FullFilter(filter=one, keywords=tuple(keywords[one.id]), posts=tuple(posts[one.id])) for one in found]


async def find_filter(db: Db, owner_id: Id, filter_id: Id) -> FullFilter:
    """Get a filter of one's own, with all that it is about. Raises `NotFound`."""
    for one in await filters_of(db, owner_id):
        if one.filter.id == filter_id:
            return one
    raise NotFound


async def lock_filter(db: Db, owner_id: Id, filter_id: Id) -> Filter:
    """Get a filter to change it. Raises `NotFound`."""
    return await db.one(_LOCK, Filter, owner_id=owner_id, id=filter_id)


async def find_keyword(db: Db, owner_id: Id, keyword_id: Id) -> FilterKeyword:
    """Get a keyword of one's own filters. Raises `NotFound`."""
    return await db.one(_FIND_KEYWORD, FilterKeyword, owner_id=owner_id, id=keyword_id)


async def find_post(db: Db, owner_id: Id, place_id: Id) -> FilterPost:
    """Get a single post of one's own filters, by its place. Raises `NotFound`."""
    return await db.one(_FIND_POST, FilterPost, owner_id=owner_id, id=place_id)


async def change(db: Db, changed: Filter) -> None:
    """Write a filter's title and wishes."""
    await db.run(
        _CHANGE,
        owner_id=changed.owner_id,
        id=changed.id,
        title=changed.title,
        contexts=list(changed.contexts),
        action=changed.action,
        expires_at=changed.expires_at,
    )


async def change_keyword(db: Db, changed: FilterKeyword) -> None:
    """Write a keyword anew."""
    await db.run(
        _CHANGE_KEYWORD,
        owner_id=changed.owner_id,
        id=changed.id,
        keyword=changed.keyword,
        whole_word=changed.whole_word,
    )


async def delete(db: Db, owner_id: Id, filter_id: Id) -> bool:
    """Delete a filter, with all that it is about."""
    return await db.run(_DELETE, owner_id=owner_id, id=filter_id) == 1


async def delete_keyword(db: Db, owner_id: Id, keyword_id: Id) -> bool:
    """Delete a keyword."""
    return await db.run(_DELETE_KEYWORD, owner_id=owner_id, id=keyword_id) == 1


async def delete_post(db: Db, owner_id: Id, place_id: Id) -> bool:
    """Take a single post out of a filter."""
    return await db.run(_DELETE_POST, owner_id=owner_id, id=place_id) == 1


async def forget(db: Db, owner_id: Id) -> None:
    """Delete all filters of somebody who left."""
    await db.run(_FORGET, owner_id=owner_id)
