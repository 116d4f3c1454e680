"""Follows, on both of their sides. Written only under `lock_pair`, or under the lock of the one who is followed."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import COUNTED_MAX, FOLLOWS_MAX, Follow, Follower, FollowState, OfferPace, TieCounts

_FIND = Statement(f"""
    SELECT {Follow.columns()}
      FROM follows
     WHERE follower_id = %(follower_id)s
       AND followee_id = %(followee_id)s
""")
_ACCEPT = Statement("""
    UPDATE follows
       SET state = 'accepted'
     WHERE follower_id = %(follower_id)s
       AND followee_id = %(followee_id)s
       AND state = 'requested'
""")
_ACCEPT_TWIN = Statement("""
    UPDATE followers
       SET state = 'accepted'
     WHERE followee_id = %(followee_id)s
       AND follower_id = %(follower_id)s
       AND state = 'requested'
""")
_ACCEPT_ALL = Statement("""
    UPDATE followers
       SET state = 'accepted'
     WHERE followee_id = %(followee_id)s
       AND follower_id = ANY (%(follower_ids)s::bigint[])
       AND state = 'requested'
""")
_ACCEPT_ALL_TWINS = Statement("""
    UPDATE follows
       SET state = 'accepted'
     WHERE follower_id = ANY (%(follower_ids)s::bigint[])
       AND followee_id = %(followee_id)s
       AND state = 'requested'
""")
_CHANGE = Statement("""
    UPDATE follows
       SET reposts = %(reposts)s, notify = %(notify)s, languages = %(languages)s::text[]
     WHERE follower_id = %(follower_id)s
       AND followee_id = %(followee_id)s
""")
_CHANGE_TWIN = Statement("""
    UPDATE followers
       SET notify = %(notify)s
     WHERE followee_id = %(followee_id)s
       AND follower_id = %(follower_id)s
""")
_WANT_OFFERS = Statement("""
    UPDATE follows
       SET offers = %(pace)s
     WHERE follower_id = %(follower_id)s
       AND followee_id = %(followee_id)s
""")
_OFFERS_WANTED = Statement(f"""
    SELECT {Follow.columns()}
      FROM follows
     WHERE follower_id = %(follower_id)s
       AND offers IS NOT NULL
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_READ_APART = Statement("""
    UPDATE follows
       SET at_home = followee_id <> ALL (%(apart)s::bigint[])
     WHERE follower_id = %(follower_id)s
       AND at_home = (followee_id = ANY (%(apart)s::bigint[]))
""")
# Both sides say the same (that is what the lock is for), so the same condition finds the same pair on both.
_REMOVE = Statement("""
    DELETE FROM follows
     WHERE follower_id = %(follower_id)s
       AND followee_id = %(followee_id)s
       AND state = ANY (%(states)s::text[])
    RETURNING state
""")
_REMOVE_TWIN = Statement("""
    DELETE FROM followers
     WHERE followee_id = %(followee_id)s
       AND follower_id = %(follower_id)s
       AND state = ANY (%(states)s::text[])
""")
_REMOVE_RECOMMENDATION = Statement("""
    DELETE FROM recommendations WHERE person_id = %(follower_id)s AND account_id = %(followee_id)s
""")
_COUNT_FOLLOWS = Statement("SELECT count(*) FROM follows WHERE follower_id = %(follower_id)s")
_WAITING = Statement("""
    SELECT follower_id
      FROM followers
     WHERE followee_id = %(followee_id)s
       AND state = 'requested'
     ORDER BY id
     LIMIT %(limit)s
""")
_COUNTS = Statement("SELECT followers, following FROM follow_tallies WHERE account_id = %(account_id)s")
_TALLY = Statement("""
    INSERT INTO follow_tallies (account_id, followers, following)
    SELECT account_id, sum(followers), sum(following)
      FROM (SELECT unnest(%(followee_ids)s::bigint[]) AS account_id, %(by)s::integer AS followers, 0 AS following
            UNION ALL
            SELECT unnest(%(follower_ids)s::bigint[]), 0, %(by)s::integer) AS sides
     GROUP BY account_id
     ORDER BY account_id
        ON CONFLICT (account_id) DO UPDATE
       SET followers = follow_tallies.followers + EXCLUDED.followers,
           following = follow_tallies.following + EXCLUDED.following
""")
_COUNT_WAITING = Statement("""
    SELECT count(*)
      FROM (SELECT FROM followers
             WHERE followee_id = %(followee_id)s AND state = 'requested'
             LIMIT %(limit)s) AS bounded
""")
_WISHING = Statement("""
    SELECT follower_id
      FROM followers
     WHERE followee_id = %(followee_id)s
       AND notify
       AND state = 'accepted'
       AND follower_id > %(after)s
     ORDER BY follower_id
     LIMIT %(limit)s
""")


async def find_follow(db: Db, follower_id: Id, followee_id: Id) -> Follow | None:
    """Find a follow or a request, from the side of the one who reads."""
    return await db.maybe(_FIND, Follow, follower_id=follower_id, followee_id=followee_id)


async def add_follow(db: Db, follow: Follow) -> None:
    """Write a new follow or request, on both sides."""
    await db.insert(follow)
    await db.insert(_twin(follow))
    if follow.state == "accepted":
        await tally_follows(db, [(follow.follower_id, follow.followee_id)], by=1)


async def accept_follow(db: Db, follower_id: Id, followee_id: Id) -> bool:
    """Let a waiting request hold, on both sides. False: none was waiting."""
    changed = await db.run(_ACCEPT, follower_id=follower_id, followee_id=followee_id)
    await db.run(_ACCEPT_TWIN, follower_id=follower_id, followee_id=followee_id)
    if changed:
        await tally_follows(db, [(follower_id, followee_id)], by=1)
    return changed == 1


async def accept_all(db: Db, follower_ids: list[Id], followee_id: Id) -> None:
    """Let many waiting requests hold, on both sides. Under the lock of the one who is followed; not counted yet."""
    await db.run(_ACCEPT_ALL, follower_ids=follower_ids, followee_id=followee_id)
    await db.run(_ACCEPT_ALL_TWINS, follower_ids=follower_ids, followee_id=followee_id)


async def change_follow(db: Db, follow: Follow) -> None:
    """Write what the reader wants of somebody they follow: what they pass on, to hear of each post, languages."""
    pair = {"follower_id": follow.follower_id, "followee_id": follow.followee_id}
    await db.run(_CHANGE, reposts=follow.reposts, notify=follow.notify, languages=follow.languages, **pair)
    await db.run(_CHANGE_TWIN, notify=follow.notify, **pair)


async def want_offers(db: Db, follower_id: Id, followee_id: Id, pace: OfferPace | None) -> None:
    """Write how often a reader wants the offers of an organisation they follow. Its own side is told nothing."""
    await db.run(_WANT_OFFERS, follower_id=follower_id, followee_id=followee_id, pace=pace)


async def offers_wanted(db: Db, follower_id: Id) -> list[Follow]:
    """List those whose offers a reader asked for, who was followed last first."""
    return await db.all(_OFFERS_WANTED, Follow, follower_id=follower_id, limit=FOLLOWS_MAX)


async def remove_follow(db: Db, follower_id: Id, followee_id: Id, *states: FollowState) -> bool:
    """Delete a follow or a request, or only one in these states, on both sides. False: it was not there.

    Whoever follows no longer recommends no longer.
    """
    pair = {"follower_id": follower_id, "followee_id": followee_id, "states": states or ("requested", "accepted")}
    removed: str | None = await db.value(_REMOVE, **pair)
    await db.run(_REMOVE_TWIN, **pair)
    if removed == "accepted":
        await tally_follows(db, [(follower_id, followee_id)], by=-1)
    if removed is not None:
        await db.run(_REMOVE_RECOMMENDATION, follower_id=follower_id, followee_id=followee_id)
    return removed is not None


async def count_follows(db: Db, follower_id: Id) -> int:
    """Count whom somebody follows or asked."""
    return int(await db.value(_COUNT_FOLLOWS, follower_id=follower_id))


async def tie_counts(db: Db, account_id: Id) -> TieCounts:
    """Tell how many follow a profile and whom it follows."""
    return await db.maybe(_COUNTS, TieCounts, account_id=account_id) or TieCounts(followers=0, following=0)


async def count_requests(db: Db, followee_id: Id) -> int:
    """Count the requests that wait for somebody, up to `COUNTED_MAX`."""
    return int(await db.value(_COUNT_WAITING, followee_id=followee_id, limit=COUNTED_MAX + 1))


async def waiting(db: Db, followee_id: Id, *, limit: int) -> list[Id]:
    """List who waits to be accepted, the longest waiting first."""
    return await db.values(_WAITING, followee_id=followee_id, limit=limit)


async def wishing_to_hear(db: Db, followee_id: Id, *, after: Id, limit: int) -> list[Id]:
    """List some of the followers who wish to hear of each post, by id."""
    return await db.values(_WISHING, followee_id=followee_id, after=after, limit=limit)


async def tally_follows(db: Db, pairs: Sequence[tuple[Id, Id]], *, by: int) -> None:
    """Count follows, each as (follower, followee), that hold from now on (1) or no longer (-1).

    Once for all that a work changes, where it can be: the rows are locked in ascending order within one statement.
    """
    if pairs:
        follower_ids, followee_ids = zip(*pairs, strict=True)
        await db.run(_TALLY, follower_ids=follower_ids, followee_ids=followee_ids, by=by)


def _twin(follow: Follow) -> Follower:
    return Follower(
        followee_id=follow.followee_id,
        follower_id=follow.follower_id,
        id=follow.id,
        state=follow.state,
        notify=follow.notify,
        created_at=follow.created_at,
    )


async def read_apart(db: Db, follower_id: Id, apart: list[Id]) -> None:
    """Keep these, and nobody else, out of a follower's Home."""
    await db.run(_READ_APART, follower_id=follower_id, apart=apart)
