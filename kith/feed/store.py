"""The skeleton of Home: which posts may stand there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts import VISIBLE, sight_of
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
              AND (posts.reply_to_author_id IS NULL OR posts.reply_to_author_id = ANY (%(heard)s::bigint[])
                   OR posts.reply_to_author_id = posts.author_id)
              AND (posts.repost_of_id IS NULL
                   OR (posts.author_id <> ALL (%(without_reposts)s::bigint[])
                       AND posts.repost_of_author_id <> ALL (%(muted)s::bigint[])))
              AND {VISIBLE}
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
    below="LEAST(%(below)s, %(recent)s::bigint + 1)",
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
_UP = Statement(_LANES.format(below="%(below)s", above="%(above)s", direction="ASC", unless="TRUE"))


@dataclass(frozen=True, kw_only=True)
class Lane:
    """Whose posts are wanted, and answers to whom come along."""

    authors: Collection[Id]
    heard: Collection[Id]


async def home_posts(db: Db, viewer: Viewer, paging: Paging, *, now: datetime) -> Slice[Post]:
    """List what those whom the viewer follows, and the viewer, wrote or passed on: newest first.

    Left out: whoever is muted or read apart, answers to people the viewer does not read, and what `VISIBLE` leaves
    out.
    """
    known, apart = (viewer.id, *viewer.following), set(viewer.apart)
    lane = Lane(authors=[author for author in known if author not in apart], heard=known)
    return await lane_posts(db, viewer, lane, paging, now=now)


async def lane_posts(db: Db, viewer: Viewer, lane: Lane, paging: Paging, *, now: datetime) -> Slice[Post]:
    """List what some people wrote or passed on, as far as the viewer may see it: newest first."""
    if paging.upwards:
        rows = (await _read(db, viewer, lane, paging, statement=_UP))[: paging.limit][::-1]
        return Slice(items=rows, older_than=rows[-1].id if rows else None)
    week = first_id_at(now - timedelta(days=RECENT_DAYS))
    recent = max(paging.above, week) if paging.below > week else paging.above
    rows = await _read(db, viewer, lane, paging, statement=_DOWN, recent=recent)
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    return Slice(items=rows, older_than=rows[-1].id if more else None)


async def _read(db: Db, viewer: Viewer, lane: Lane, paging: Paging, *, statement: Statement, **more: Id) -> list[Post]:
    muted = set(viewer.muted)
    return await db.all(
        statement,
        Post,
        authors=[author for author in lane.authors if author not in muted],
        heard=list(lane.heard),
        without_reposts=list(viewer.without_reposts),
        muted=list(viewer.muted),
        below=paging.below,
        above=paging.above,
        limit=paging.limit + 1,
        **sight_of(viewer),
        **more,
    )
