"""Posts and hashtags by their words."""

from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts.model import Post
from kith.posts.store.sight import COMES, coming_to

# "simple" knows no language: it neither cuts words nor drops any, which is right where every language is spoken.
# What may be seen is not all that may be found: unlisted posts are found by their authors and those who
# follow them, and so are all of those who would rather not be searched.
_SAYING = f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE to_tsvector('simple'::regconfig, posts.text) @@ websearch_to_tsquery('simple'::regconfig, %(words)s)
       AND posts.id < %(below)s
       AND posts.id > %(above)s
       AND posts.author_id <> ALL (%(muted)s::bigint[])
       AND ((posts.audience = 'everyone'
             AND EXISTS (SELECT FROM accounts WHERE accounts.id = posts.author_id AND accounts.indexable))
            OR posts.author_id = %(viewer_id)s::bigint
            OR posts.author_id = ANY (%(following)s::bigint[]) OR %(viewer_id)s::bigint = ANY (posts.mentioned_ids))
       AND {COMES}
"""
_SAYING_DOWN = Statement(f"{_SAYING} ORDER BY posts.id DESC LIMIT %(limit)s")
_SAYING_UP = Statement(f"{_SAYING} ORDER BY posts.id LIMIT %(limit)s")

_HASHTAGS = Statement("""
    SELECT hashtag
      FROM tagged_posts
     WHERE hashtag >= %(beginning)s
       AND hashtag < %(beginning)s || chr(1114109)
       AND author_id <> ALL (%(hidden)s::bigint[])
     GROUP BY hashtag
     ORDER BY hashtag
     LIMIT %(limit)s
""")


async def posts_saying(db: Db, viewer: Viewer, words: str, paging: Paging) -> Slice[Post]:
    """List the posts with these words that the viewer may find, newest first. `"…"`, `or` and `-` work as usual."""
    return await read_slice(
        db,
        Post,
        paging,
        down=_SAYING_DOWN,
        up=_SAYING_UP,
        place=lambda post: post.id,
        words=words,
        muted=list(viewer.muted),
        **coming_to(viewer),
    )


async def hashtags_like(db: Db, viewer: Viewer, beginning: str, *, limit: int) -> list[str]:
    """List the hashtags that begin like this, by name."""
    return await db.values(_HASHTAGS, beginning=beginning, hidden=list(viewer.hidden), limit=limit)
