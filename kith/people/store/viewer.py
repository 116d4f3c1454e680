"""Whoever looks: all that decides what they see, in one statement."""

from datetime import datetime
from functools import partial

import msgspec

from kith.base.bus.cache import DependencyCache
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.base.work import Work
from kith.people.model import PASSER_BY, Viewer

# Every branch reads under the person who looks (docs/decisions/0003). A request to follow opens nothing, so only
# accepted follows count. Ordered, so that the same relations always give the same value.
_LOAD = Statement("""
    SELECT %(person_id)s::bigint AS id,
           ARRAY(SELECT followee_id
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                  ORDER BY followee_id) AS following,
           ARRAY(SELECT blocked_id FROM blocks WHERE blocker_id = %(person_id)s
                  UNION
                 SELECT blocker_id FROM blocked_by WHERE blocked_id = %(person_id)s
                  UNION
                 SELECT accounts.id
                   FROM domain_blocks
                   JOIN accounts ON accounts.domain = domain_blocks.domain
                  WHERE domain_blocks.person_id = %(person_id)s
                  UNION
                 SELECT domain_blocks.person_id
                   FROM domain_blocks
                  WHERE domain_blocks.domain = (SELECT domain FROM accounts WHERE id = %(person_id)s)
                  ORDER BY 1) AS hidden,
           ARRAY(SELECT muted_id
                   FROM mutes
                  WHERE muter_id = %(person_id)s
                    AND (until_at IS NULL OR until_at > %(now)s)
                  ORDER BY muted_id) AS muted,
           ARRAY(SELECT followee_id
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                    AND NOT reposts
                  ORDER BY followee_id) AS without_reposts,
           ARRAY(SELECT followee_id
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                    AND NOT at_home
                  ORDER BY followee_id) AS apart,
           ARRAY(SELECT followee_id
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                    AND languages IS NOT NULL
                  ORDER BY followee_id) AS choosy,
           ARRAY(SELECT followee_id || ' ' || unnest(languages)
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                    AND languages IS NOT NULL
                  ORDER BY 1) AS spoken,
           ARRAY(SELECT followee_id || ' ' || unnest(CASE offers WHEN 'each' THEN ARRAY['each', 'week', 'month']
                                                                 WHEN 'week' THEN ARRAY['week', 'month']
                                                                 ELSE ARRAY['month'] END)
                   FROM follows
                  WHERE follower_id = %(person_id)s
                    AND state = 'accepted'
                    AND offers IS NOT NULL
                  ORDER BY 1) AS offers,
           ARRAY(SELECT hashtag FROM tag_follows WHERE person_id = %(person_id)s ORDER BY hashtag) AS tags,
           COALESCE((SELECT has_filters FROM members WHERE account_id = %(person_id)s), FALSE) AS filters,
           COALESCE((SELECT has_limits FROM members WHERE account_id = %(person_id)s), FALSE) AS limits,
           (SELECT min(until_at) FROM mutes WHERE muter_id = %(person_id)s AND until_at > %(now)s) AS changes_at
""")

VIEWER_LOADED = _LOAD.named  # to be put into a larger statement: a row of what a viewer is made of

ID_BYTES = 40  # of an id in a tuple; words take about as much


class _Stands(msgspec.Struct, frozen=True, kw_only=True):
    """Until when what was loaded holds by itself: a mute may run out."""

    changes_at: datetime | None


class _Kept(msgspec.Struct, frozen=True):
    """A viewer who is kept in this process, and until when that holds."""

    viewer: Viewer
    changes_at: datetime | None


async def load_viewer(db: Db, person_id: Id, now: datetime) -> Viewer:
    """Load one person as a viewer: whom they follow, who is hidden from them, and whom they mute at this time."""
    return await db.one(_LOAD, Viewer, person_id=person_id, now=now)


async def viewer_of(work: Work) -> Viewer:
    """Give the viewer of this work: a passer-by where nobody is signed in. Read once, then remembered.

    Work that writes decides by what stands in the database. Work that only reads may be given what this process keeps
    of its viewer, as kept answers are made of: dropped everywhere when anything changes that it was made of.
    """
    if work.actor is None:
        return PASSER_BY
    known: Viewer | None = work.memo.get(Viewer)
    if known is None or known.id != work.actor:
        load = load_viewer if work.db.writes else partial(_kept_viewer, work.house.cache)
        known = await load(work.db, work.actor, work.now)
        work.memo[Viewer] = known
    return known


async def _kept_viewer(cache: DependencyCache, db: Db, person_id: Id, now: datetime) -> Viewer:
    key = f"viewer:{person_id}"
    kept = cache.get_as(_Kept, key)
    if kept is not None and (kept.changes_at is None or now < kept.changes_at):
        return kept.viewer
    epoch = cache.epoch()
    found = await db.maybe_split(_LOAD, Viewer, _Stands, person_id=person_id, now=now)
    assert found is not None, "it is a row whoever asks"
    viewer, stands = found
    size_bytes = ID_BYTES * sum(len(part) for part in msgspec.structs.astuple(viewer) if isinstance(part, tuple))
    cache.put(key, _Kept(viewer, stands.changes_at), size_bytes=size_bytes, depends=(key,), since=epoch)
    return viewer
