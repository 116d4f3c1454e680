"""The skeleton of Home: which posts may stand there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts import COMES, coming_to
from kith.posts.model import Post

# How far back the first look goes. Most readers' first page lies within; the index then reads a few pages an author.
RECENT_DAYS = 7

# One look an author on the primary key (author_id, id), newest first; then the newest of all. Each author gives no
# more than the whole page can hold. On a cluster the lateral join stays with the author (docs/decisions/0003).
_LANES = f"""
    SELECT picked.*
      FROM accounts
     CROSS JOIN LATERAL (
           SELECT {Post.columns()}
             FROM posts
            WHERE posts.author_id = accounts.id
              AND posts.id < {{below}}
              AND posts.id > {{above}}
              AND posts.audience <> 'mentioned'
              AND (posts.reply_to_author_id IS NULL OR posts.reply_to_author_id = ANY (%(heard)s::bigint[])
                   OR posts.reply_to_author_id = posts.author_id)
              AND (posts.repost_of_id IS NULL
                   OR (posts.author_id <> ALL (%(without_reposts)s::bigint[])
                       AND posts.repost_of_author_id <> ALL (%(muted)s::bigint[])))
              AND (posts.language IS NULL OR posts.author_id <> ALL (%(choosy)s::bigint[])
                   OR posts.author_id || ' ' || posts.language = ANY (%(spoken)s::text[]))
              AND {COMES}
            ORDER BY posts.id {{direction}}
            LIMIT %(limit)s) AS picked
     WHERE accounts.id = ANY (%(authors)s::bigint[])
       AND {{unless}}
     ORDER BY picked.id {{direction}}
     LIMIT %(limit)s
"""
# The last week first; what lies before it is looked at only where the week does not fill the page.
_RECENT = _LANES.format(below="%(below)s", above="%(recent)s::bigint", direction="DESC", unless="TRUE")
_OLDER = _LANES.format(
    below="LEAST(%(below)s::bigint - 1, %(recent)s::bigint) + 1",
    above="%(above)s",
    direction="DESC",
    unless="(SELECT count(*) FROM recent) < %(limit)s",
)
_DOWN = Statement(f"""
      WITH recent AS MATERIALIZED ({_RECENT}), older AS ({_OLDER})
    SELECT * FROM recent
     UNION ALL
    SELECT * FROM older
     ORDER BY id DESC
     LIMIT %(limit)s
""")
# What is said publicly under a hashtag that is followed, by people who are not: no answers, nothing passed on.
_TAGGED = f"""
    SELECT DISTINCT ON (picked.id) picked.*
      FROM unnest(%(tags)s::text[]) AS wanted (hashtag)
     CROSS JOIN LATERAL (
           SELECT {Post.columns("posts")}
             FROM tagged_posts
             JOIN posts ON posts.author_id = tagged_posts.author_id AND posts.id = tagged_posts.id
            WHERE tagged_posts.hashtag = wanted.hashtag
              AND tagged_posts.id < %(below)s
              AND tagged_posts.id > %(above)s
              AND tagged_posts.author_id <> ALL (%(authors)s::bigint[])
              AND tagged_posts.author_id <> ALL (%(muted)s::bigint[])
              AND posts.reply_to_id IS NULL
              AND {COMES}
            ORDER BY tagged_posts.id {{direction}}
            LIMIT %(limit)s) AS picked
     ORDER BY picked.id
"""
_DOWN_WITH_TAGS = Statement(f"""
      WITH recent AS MATERIALIZED ({_RECENT}), older AS ({_OLDER}), tagged AS ({_TAGGED.format(direction="DESC")})
    SELECT * FROM recent
     UNION ALL
    SELECT * FROM older
     UNION ALL
    SELECT * FROM tagged
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_UP_LANES = _LANES.format(below="%(below)s", above="%(above)s", direction="ASC", unless="TRUE")
_UP_WITH_TAGS = Statement(f"""
      WITH lanes AS ({_UP_LANES}), tagged AS ({_TAGGED.format(direction="ASC")})
    SELECT * FROM lanes
     UNION ALL
    SELECT * FROM tagged
     ORDER BY id
     LIMIT %(limit)s
""")
_UP = Statement(_UP_LANES)
# One look an author, at the end of the primary key; which of these lie in the part that is asked for comes after it.
_NEWEST = f"""
    SELECT picked.*
      FROM accounts
     CROSS JOIN LATERAL (
           SELECT {Post.columns()}
             FROM posts
            WHERE posts.author_id = accounts.id
              AND posts.repost_of_id IS NULL
              AND posts.audience <> 'mentioned'
              AND (posts.reply_to_author_id IS NULL OR posts.reply_to_author_id = posts.author_id)
              AND {COMES}
            ORDER BY posts.id DESC
            LIMIT 1) AS picked
     WHERE accounts.id = ANY (%(authors)s::bigint[])
       AND picked.id < %(below)s
       AND picked.id > %(above)s
"""
_NEWEST_DOWN = Statement(f"{_NEWEST} ORDER BY picked.id DESC LIMIT %(limit)s")
_NEWEST_UP = Statement(f"{_NEWEST} ORDER BY picked.id LIMIT %(limit)s")


@dataclass(frozen=True, kw_only=True)
class Lane:
    """Whose posts are wanted, answers to whom come along, and under which hashtags strangers may be read."""

    authors: Collection[Id]
    heard: Collection[Id]
    tags: Collection[str] = ()


async def home_posts(db: Db, viewer: Viewer, paging: Paging, *, now: datetime) -> Slice[Post]:
    """List what those whom the viewer follows, and the viewer, wrote or passed on: newest first.

    With them what others say publicly under the hashtags that the viewer follows. Left out: whoever is muted or read
    apart, answers to people the viewer does not read, what is for few, and what `COMES` leaves out.
    """
    known, apart = (viewer.id, *viewer.following), set(viewer.apart)
    lane = Lane(authors=[author for author in known if author not in apart], heard=known, tags=viewer.tags)
    return await lane_posts(db, viewer, lane, paging, now=now)


async def lane_posts(db: Db, viewer: Viewer, lane: Lane, paging: Paging, *, now: datetime) -> Slice[Post]:
    """List what some people wrote or passed on, as far as the viewer may see it: newest first."""
    if paging.upwards:
        rows = (await _read(db, viewer, lane, paging, statement=_UP_WITH_TAGS if lane.tags else _UP))[: paging.limit][
            ::-1
        ]
        return Slice(items=rows, older_than=rows[-1].id if rows else None)
    week = first_id_at(now - timedelta(days=RECENT_DAYS))
    recent = max(paging.above, week) if paging.below > week else paging.above
    statement = _DOWN_WITH_TAGS if lane.tags else _DOWN
    rows = await _read(db, viewer, lane, paging, statement=statement, recent=recent)
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    return Slice(items=rows, older_than=rows[-1].id if more else None)


async def newest_posts(db: Db, viewer: Viewer, paging: Paging, *, authors: Collection[Id]) -> Slice[Post]:
    """List the newest post with words of each of these people, as far as the viewer may see it: newest first."""
    muted = set(viewer.muted)
    return await read_slice(
        db,
        Post,
        paging,
        down=_NEWEST_DOWN,
        up=_NEWEST_UP,
        place=attrgetter("id"),
        authors=[author for author in authors if author not in muted],
        **coming_to(viewer),
    )


async def _read(
    db: Db, viewer: Viewer, lane: Lane, paging: Paging, *, statement: Statement, **more: object
) -> list[Post]:
    muted = set(viewer.muted)
    if lane.tags:
        more |= {"tags": list(lane.tags)}
    return await db.all(
        statement,
        Post,
        authors=[author for author in lane.authors if author not in muted],
        heard=list(lane.heard),
        without_reposts=list(viewer.without_reposts),
        choosy=list(viewer.choosy),
        spoken=list(viewer.spoken),
        muted=list(viewer.muted),
        below=paging.below,
        above=paging.above,
        limit=paging.limit + 1,
        **coming_to(viewer),
        **more,
    )
