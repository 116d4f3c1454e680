"""Posts by id."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import BELIEVED, Statement
from kith.people import VIEWER_LOADED
from kith.people.model import Viewer
from kith.posts.model import Post, PostVersion, TaggedPost
from kith.posts.store.sight import VISIBLE, VISIBLE_TO_ROW, sight_of

_ONE = f"SELECT {Post.columns()} FROM posts WHERE posts.id = %(id)s AND {VISIBLE}"
_FIND = Statement(f"{_ONE} LIMIT 1")
# What passes another on is not held: whoever deletes holds that other one first, and would be waited for.
_FIND_HELD = Statement(f"{_ONE} AND posts.repost_of_id IS NULL LIMIT 1 FOR KEY SHARE OF posts")
# With whom it is looked at in the same breath: what decides is as it was when the post was read.
_LOAD_HELD = Statement(f"""
      WITH viewer AS MATERIALIZED ({VIEWER_LOADED})
    SELECT {Post.columns()}, (SELECT to_jsonb(viewer) FROM viewer) AS viewer
      FROM posts
     WHERE posts.id = %(id)s
       AND posts.repost_of_id IS NULL
       AND {VISIBLE_TO_ROW}
       AND {BELIEVED}
     LIMIT 1
       FOR KEY SHARE OF posts
""")
_ANY = Statement(f"SELECT {Post.columns()} FROM posts WHERE author_id = %(author_id)s AND id = %(id)s")
_BY_IDS = Statement(f"SELECT {Post.columns()} FROM posts WHERE posts.id = ANY (%(ids)s::bigint[]) AND {VISIBLE}")
# Ids are unique across authors, so the two arrays need not be matched pair by pair; the authors are there for the
# key, which begins with them.
_BY_PAIRS = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE posts.author_id = ANY (%(author_ids)s::bigint[])
       AND posts.id = ANY (%(ids)s::bigint[])
       AND {VISIBLE}
""")
_LOCK_OWN = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE author_id = %(author_id)s
       AND id = %(id)s
       FOR NO KEY UPDATE
""")
_LOCK_TO_DELETE = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE author_id = %(author_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_LOCK_AUTHOR = Statement("SELECT TRUE FROM accounts WHERE id = %(author_id)s FOR NO KEY UPDATE")
_HOLD = Statement("SELECT TRUE FROM posts WHERE author_id = %(author_id)s AND id = %(id)s FOR KEY SHARE")
_CHANGE = Statement("""
    UPDATE posts
       SET text = %(text)s,
           html = %(html)s,
           warning = %(warning)s,
           sensitive = %(sensitive)s,
           language = %(language)s,
           mentioned_ids = %(mentioned_ids)s::bigint[],
           mentions = %(mentions)s::jsonb,
           hashtags = %(hashtags)s::text[],
           emojis = %(emojis)s::jsonb,
           attachments = %(attachments)s::jsonb,
           has_poll = %(has_poll)s,
           link_id = %(link_id)s,
           edited_at = %(edited_at)s,
           version = %(version)s,
           offer = %(offer)s
     WHERE author_id = %(author_id)s
       AND id = %(id)s
""")
_DELETE = Statement("""
      WITH gone AS (
           DELETE FROM posts WHERE author_id = %(author_id)s AND id = %(id)s RETURNING author_id, audience
           ), counted AS (
           UPDATE author_tallies
              SET posts = posts - 1
             FROM gone
            WHERE author_tallies.author_id = gone.author_id
              AND gone.audience IN ('everyone', 'unlisted')
           )
    SELECT count(*) FROM gone
""")
_FIND_REPOST = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE author_id = %(author_id)s
       AND repost_of_id = %(repost_of_id)s
""")
_LOCK_REPOSTS = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE repost_of_id = %(post_id)s
     ORDER BY id
     LIMIT %(limit)s
       FOR UPDATE
""")
_LOCK_OLDEST = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE author_id = %(author_id)s
     ORDER BY id
     LIMIT %(limit)s
       FOR UPDATE
""")
_VERSIONS = Statement(f"""
    SELECT {PostVersion.columns()}
      FROM post_versions
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
     ORDER BY version
     LIMIT %(limit)s
""")
_UNTAG = Statement("DELETE FROM tagged_posts WHERE hashtag = ANY (%(hashtags)s::text[]) AND id = %(id)s")

VERSIONS_SHOWN_MAX = 100


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    viewer: Viewer


async def find_post(db: Db, viewer: Viewer, post_id: Id) -> Post | None:
    """Find a post that this viewer may see."""
    return await db.maybe(_FIND, Post, id=post_id, **sight_of(viewer))


async def find_held(db: Db, viewer: Viewer, post_id: Id) -> Post | None:
    """Find a post with words that this viewer may see, and keep it from being deleted until the work ends."""
    return await db.maybe(_FIND_HELD, Post, id=post_id, **sight_of(viewer))


async def load_held(db: Db, person_id: Id, post_id: Id, now: datetime) -> tuple[Post, Viewer] | None:
    """Load somebody as a viewer, and find a post with words that they may see, as `find_held` does."""
    found = await db.maybe_split_believing(_LOAD_HELD, Post, _Seen, id=post_id, person_id=person_id, now=now)
    return None if found is None else (found[0], found[1].viewer)


async def get_post(db: Db, viewer: Viewer, post_id: Id) -> Post:
    """Get a post that this viewer may see. "Not there" and "not for you" raise the same `NotFound`."""
    post = await find_post(db, viewer, post_id)
    if post is None:
        raise NotFound
    return post


async def find_any(db: Db, author_id: Id, post_id: Id) -> Post | None:
    """Find a post whoever may see it: for jobs, which show it to nobody."""
    return await db.maybe(_ANY, Post, author_id=author_id, id=post_id)


async def posts_by_ids(db: Db, viewer: Viewer, post_ids: Iterable[Id]) -> list[Post]:
    """Read those of these posts that the viewer may see, in the order asked for."""
    ids = list(dict.fromkeys(post_ids))
    if not ids:
        return []
    return _in_order(await db.all(_BY_IDS, Post, ids=ids, **sight_of(viewer)), ids)


async def posts_by_pairs(db: Db, viewer: Viewer, pairs: Iterable[tuple[Id, Id]]) -> list[Post]:
    """Read those of these (author id, id) that the viewer may see, in the order asked for."""
    wanted = list(dict.fromkeys(pairs))
    if not wanted:
        return []
    authors, ids = {author for author, _id in wanted}, [id_ for _author, id_ in wanted]
    return _in_order(await db.all(_BY_PAIRS, Post, author_ids=list(authors), ids=ids, **sight_of(viewer)), ids)


async def lock_own_post(db: Db, author_id: Id, post_id: Id) -> Post:
    """Get one's own post, and let nobody else change it until the work ends. Likes and answers go on meanwhile."""
    return await db.one(_LOCK_OWN, Post, author_id=author_id, id=post_id)


async def lock_to_delete(db: Db, author_id: Id, post_id: Id) -> Post:
    """Get one's own post, and let nothing at all happen to it until the work ends."""
    return await db.one(_LOCK_TO_DELETE, Post, author_id=author_id, id=post_id)


async def lock_author(db: Db, author_id: Id) -> None:
    """Put what one author does in line: for limits that count rows. Before any lock on a post."""
    await db.value(_LOCK_AUTHOR, author_id=author_id)


async def hold_post(db: Db, author_id: Id, post_id: Id) -> None:
    """Keep a post from being deleted until the work ends; others may hold it too. `NotFound` where it is gone."""
    if await db.value(_HOLD, author_id=author_id, id=post_id) is None:
        raise NotFound


async def change_post(db: Db, post: Post) -> None:
    """Write what an edit may change."""
    columns = (column for column in Post.column_list() if column.name in _CHANGE.names)
    await db.run(_CHANGE, **{column.name: to_sql(column, getattr(post, column.name)) for column in columns})


async def delete_post(db: Db, author_id: Id, post_id: Id) -> bool:
    """Delete the row, and uncount it; tallies, likes, votes, versions and the poll go with it. False: it was gone."""
    return int(await db.value(_DELETE, author_id=author_id, id=post_id)) == 1


async def keep_version(db: Db, version: PostVersion) -> None:
    """Keep what a post said before an edit."""
    await db.insert(version)


async def find_repost(db: Db, author_id: Id, repost_of_id: Id) -> Post | None:
    """Find the post by which somebody passed another on."""
    return await db.maybe(_FIND_REPOST, Post, author_id=author_id, repost_of_id=repost_of_id)


async def get_repost(db: Db, author_id: Id, repost_of_id: Id) -> Post:
    """Get the post by which somebody passed another on."""
    return await db.one(_FIND_REPOST, Post, author_id=author_id, repost_of_id=repost_of_id)


async def lock_reposts(db: Db, post_id: Id, *, limit: int) -> list[Post]:
    """Lock some of the posts that pass this one on, oldest first."""
    return await db.all(_LOCK_REPOSTS, Post, post_id=post_id, limit=limit)


async def lock_oldest(db: Db, author_id: Id, *, limit: int) -> list[Post]:
    """Lock some posts of an author, oldest first: for one who leaves."""
    return await db.all(_LOCK_OLDEST, Post, author_id=author_id, limit=limit)


async def versions_of(db: Db, post: Post) -> list[PostVersion]:
    """List what a post said before its edits, oldest first. Who may see the post may see these."""
    return await db.all(_VERSIONS, PostVersion, author_id=post.author_id, post_id=post.id, limit=VERSIONS_SHOWN_MAX)


async def tag_post(db: Db, post: Post, hashtags: Iterable[str]) -> None:
    """Put a post under hashtags; only what is for everyone, and no offer, is found that way."""
    if post.audience == "everyone" and post.offer is None:
        await db.insert_all(TaggedPost(hashtag=tag, id=post.id, author_id=post.author_id) for tag in hashtags)


async def untag_post(db: Db, post_id: Id, hashtags: Iterable[str]) -> None:
    """Take a post out from under hashtags."""
    tags = list(hashtags)
    if tags:
        await db.run(_UNTAG, hashtags=tags, id=post_id)


def _in_order(posts: list[Post], ids: list[Id]) -> list[Post]:
    by_id = {post.id: post for post in posts}
    return [by_id[id_] for id_ in ids if id_ in by_id]
