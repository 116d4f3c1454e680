"""The skeleton of the fair share: by author, what is unread. One look an author on the primary key of posts."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from kith.base.core.ids import ID_MAX, Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Viewer
from kith.posts import COMES, coming_to
from kith.posts.model import Post

LANE_POSTS_MAX = 100  # of one author: past that a fold says "more than 99", and their page goes on
TAGGED_MAX = 200
_TOP = Id(ID_MAX)

# What may stand in an author's lane: what they say to the table. Letters are for Talk, and answers stay in their talk;
# those to oneself are one long post. What people pass on of those whom the reader follows comes from those themselves;
# passed on again it would take two places.
_MAY_STAND = f"""
           posts.audience <> 'mentioned'
       AND (posts.reply_to_author_id IS NULL OR posts.reply_to_author_id = posts.author_id)
       AND (posts.repost_of_id IS NULL
            OR (posts.author_id <> ALL (%(without_reposts)s::bigint[])
                AND posts.repost_of_author_id <> ALL (%(muted)s::bigint[])
                AND posts.repost_of_author_id <> ALL (%(known)s::bigint[])))
       AND {COMES}
"""
# `above` says by author from which post on: a constant, so that on a cluster the join stays with the author
# (docs/decisions/0003). The oldest is asked for apart, because waiting counts from it however many there are.
_ABOVE = "GREATEST(%(cutoff)s::bigint, (%(above)s::jsonb ->> accounts.id::text)::bigint)"
_UNREAD = Statement(f"""
    SELECT accounts.id AS author_id, newest.ids, newest.passed_on, oldest.id AS oldest_id, '' AS tag
      FROM accounts
     CROSS JOIN LATERAL (
           SELECT array_agg(one.id) AS ids,
                  array_agg(one.id || ' ' || one.repost_of_author_id || ' ' || one.repost_of_id)
                      FILTER (WHERE one.repost_of_id IS NOT NULL) AS passed_on
             FROM (SELECT posts.id, posts.repost_of_author_id, posts.repost_of_id
                     FROM posts
                    WHERE posts.author_id = accounts.id
                      AND posts.id > {_ABOVE}
                      AND posts.id < %(below)s
                      AND {_MAY_STAND}
                    ORDER BY posts.id DESC
                    LIMIT %(limit)s) AS one) AS newest
      LEFT JOIN LATERAL (
           SELECT posts.id
             FROM posts
            WHERE cardinality(newest.ids) = %(limit)s
              AND posts.author_id = accounts.id
              AND posts.id > {_ABOVE}
              AND {_MAY_STAND}
            ORDER BY posts.id
            LIMIT 1) AS oldest ON TRUE
     WHERE accounts.id = ANY (%(authors)s::bigint[])
       AND newest.ids IS NOT NULL
""")
# What strangers say publicly under followed hashtags: first of all found, by author; answers stay in their talks.
_TAGGED = Statement(f"""
    SELECT picked.author_id, array_agg(picked.id) AS ids, NULL::text[] AS passed_on, NULL::bigint AS oldest_id,
           min(picked.hashtag) AS tag
      FROM (SELECT DISTINCT ON (found.id) found.*
              FROM unnest(%(tags)s::text[]) AS wanted (hashtag)
             CROSS JOIN LATERAL (
                   SELECT posts.author_id, posts.id, tagged_posts.hashtag
                     FROM tagged_posts
                     JOIN posts ON posts.author_id = tagged_posts.author_id AND posts.id = tagged_posts.id
                    WHERE tagged_posts.hashtag = wanted.hashtag
                      AND tagged_posts.id > %(cutoff)s
                      AND tagged_posts.id < %(below)s
                      AND tagged_posts.author_id <> ALL (%(authors)s::bigint[])
                      AND tagged_posts.author_id <> ALL (%(muted)s::bigint[])
                      AND posts.reply_to_id IS NULL
                      AND {COMES}
                    ORDER BY tagged_posts.id DESC
                    LIMIT %(limit)s) AS found
             ORDER BY found.id, found.hashtag) AS picked
     GROUP BY picked.author_id
     ORDER BY picked.author_id
""")
# Stretches of several authors, newest first: one look an author, as on Home itself.
_STRETCHES = Statement(f"""
    SELECT picked.*
      FROM accounts
     CROSS JOIN LATERAL (
           SELECT {Post.columns()}
             FROM posts
            WHERE posts.author_id = accounts.id
              AND posts.id < %(below)s
              AND posts.id <= (%(newest)s::jsonb ->> accounts.id::text)::bigint
              AND posts.id >= (%(oldest)s::jsonb ->> accounts.id::text)::bigint
              AND {_MAY_STAND}
            ORDER BY posts.id DESC
            LIMIT %(limit)s) AS picked
     WHERE accounts.id = ANY (%(authors)s::bigint[])
     ORDER BY picked.id DESC
     LIMIT %(limit)s
""")
_FOLD = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE posts.author_id = %(author_id)s
       AND posts.id <= %(newest_id)s
       AND posts.id >= %(oldest_id)s
       AND posts.id <> ALL (%(without)s::bigint[])
       AND {_MAY_STAND}
     ORDER BY posts.id DESC
     LIMIT %(limit)s
""")


class UnreadLane(msgspec.Struct, frozen=True, kw_only=True):
    """What one author has for the reader: their newest posts, and the oldest where there are more than those.

    `passed_on` are those of them that pass another on, each as "ID AUTHOR ID" with whose post that is.
    """

    author_id: Id
    ids: tuple[Id, ...]
    passed_on: tuple[str, ...] | None = None
    oldest_id: Id | None
    tag: str = ""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """All that an author wrote between two posts, both of them in it."""

    author_id: Id
    newest_id: Id
    oldest_id: Id


class Fold(msgspec.Struct, frozen=True, kw_only=True):
    """Posts of one author between two, both of them in it, without those that lead a card."""

    author_id: Id
    newest_id: Id = Id(ID_MAX)
    oldest_id: Id = Id(0)
    without: tuple[Id, ...] = ()


async def unread_lanes(
    db: Db,
    viewer: Viewer,
    above: Mapping[Id, Id],
    *,
    cutoff: Id,
    below: Id = _TOP,
    each_max: int = LANE_POSTS_MAX,
) -> list[UnreadLane]:
    """List what each of these authors wrote or passed on after the post named beside them, and above `cutoff`.

    Left out: whoever is muted or has nothing, answers to others, letters, and what `COMES` leaves out.
    """
    apart = {*viewer.muted, *viewer.apart}
    wanted = {author: post for author, post in above.items() if author not in apart}
    return await db.all(
        _UNREAD,
        UnreadLane,
        authors=list(wanted),
        above=_by_author(wanted),
        cutoff=cutoff,
        below=below,
        limit=each_max,
        **_standing(viewer),
    )


async def tagged_lanes(db: Db, viewer: Viewer, *, cutoff: Id, below: Id) -> list[UnreadLane]:
    """List what people whom the viewer does not follow say publicly under the hashtags that the viewer follows."""
    return await db.all(
        _TAGGED,
        UnreadLane,
        tags=list(viewer.tags),
        authors=[viewer.id, *viewer.following],
        muted=list(viewer.muted),
        cutoff=cutoff,
        below=below,
        limit=TAGGED_MAX,
        **coming_to(viewer),
    )


async def fold_posts(db: Db, viewer: Viewer, fold: Fold, *, limit: int) -> list[Post]:
    """List the posts of a fold, newest first."""
    return await db.all(
        _FOLD,
        Post,
        author_id=fold.author_id,
        newest_id=fold.newest_id,
        oldest_id=fold.oldest_id,
        without=list(fold.without),
        limit=limit,
        **_standing(viewer),
    )


async def stretch_posts(db: Db, viewer: Viewer, stretches: Sequence[Stretch], *, below: Id, limit: int) -> list[Post]:
    """List the posts of these stretches, newest first."""
    return await db.all(
        _STRETCHES,
        Post,
        authors=[one.author_id for one in stretches],
        newest=_by_author({one.author_id: one.newest_id for one in stretches}),
        oldest=_by_author({one.author_id: one.oldest_id for one in stretches}),
        below=below,
        limit=limit,
        **_standing(viewer),
    )


def _by_author(posts: Mapping[Id, Id]) -> str:
    return msgspec.json.encode({str(author): str(post) for author, post in posts.items()}).decode()


def _standing(viewer: Viewer) -> dict[str, object]:
    known: Collection[Id] = (viewer.id, *viewer.following)
    return {
        "known": list(known),
        "without_reposts": list(viewer.without_reposts),
        "muted": list(viewer.muted),
        **coming_to(viewer),
    }
