"""Caps and paces: each row under the reader it belongs to."""

from collections.abc import Sequence
from datetime import date

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.caps.model import CAPS_MAX, Cap, Pace

_CAPS = Statement(f"SELECT {Cap.columns()} FROM caps WHERE reader_id = %(reader_id)s ORDER BY id LIMIT %(limit)s")
_FIND = Statement(f"""
    SELECT {Cap.columns()}
      FROM caps
     WHERE reader_id = %(reader_id)s
       AND author_id = %(author_id)s
       AND topic = %(topic)s
""")
# Whoever sets a cap holds their account, so that of two at once the second counts what the first has made.
_LOCK_READER = Statement("SELECT TRUE FROM members WHERE account_id = %(reader_id)s FOR NO KEY UPDATE")
_SET = Statement(f"""
    INSERT INTO caps ({Cap.columns()})
    VALUES (%(reader_id)s, %(id)s, %(author_id)s, %(topic)s, %(posts_a_week)s, %(for_closest)s, NULL, '{{}}',
            %(created_at)s)
        ON CONFLICT (reader_id, author_id, topic)
        DO UPDATE SET posts_a_week = EXCLUDED.posts_a_week, for_closest = EXCLUDED.for_closest
    RETURNING {Cap.columns()}
""")
_DROP = Statement("DELETE FROM caps WHERE reader_id = %(reader_id)s AND id = %(id)s")
# Caps are held in one order, so that two devices at once wait for each other and do not deadlock.
_COUNT_SHOWN = Statement("""
      WITH shown AS (SELECT cap_id, array_agg(post_id) AS post_ids
                       FROM unnest(%(cap_ids)s::bigint[], %(post_ids)s::bigint[]) AS one (cap_id, post_id)
                      GROUP BY cap_id),
           held AS MATERIALIZED (SELECT id
                                   FROM caps
                                  WHERE reader_id = %(reader_id)s
                                    AND id = ANY (%(cap_ids)s::bigint[])
                                    AND (week_on IS NULL OR week_on <= %(week_on)s::date)
                                  ORDER BY id
                                    FOR UPDATE)
    UPDATE caps
       SET week_on = %(week_on)s::date,
           shown_ids = ARRAY(SELECT DISTINCT one
                               FROM unnest(CASE WHEN caps.week_on = %(week_on)s::date THEN caps.shown_ids
                                                ELSE '{}' END || shown.post_ids) AS one
                              ORDER BY one)
      FROM held
      JOIN shown ON shown.cap_id = held.id
     WHERE caps.reader_id = %(reader_id)s
       AND caps.id = held.id
""")
_PACE = Statement(f"SELECT {Pace.columns()} FROM paces WHERE reader_id = %(reader_id)s")
_SET_PACE = Statement(f"""
    INSERT INTO paces ({Pace.columns()})
    VALUES (%(reader_id)s, %(minutes_a_day)s, %(comes_at)s, %(comes_again_at)s, %(zone)s)
        ON CONFLICT (reader_id)
        DO UPDATE SET minutes_a_day = EXCLUDED.minutes_a_day, comes_at = EXCLUDED.comes_at,
                      comes_again_at = EXCLUDED.comes_again_at, zone = EXCLUDED.zone
""")
_DROP_PACE = Statement("DELETE FROM paces WHERE reader_id = %(reader_id)s")
_DROP_TOPIC = Statement("DELETE FROM caps WHERE reader_id = %(reader_id)s AND topic = %(topic)s")
# What the machine has not read, of those for whom a reader has a cap on a topic: where they follow them.
_CAPPED = """
    SELECT DISTINCT posts.author_id, posts.id
      FROM caps
      JOIN follows ON follows.follower_id = caps.reader_id
                  AND follows.state = 'accepted'
                  AND (caps.author_id = 0 OR caps.author_id = follows.followee_id)
      JOIN posts ON posts.author_id = follows.followee_id
     WHERE caps.topic <> ''
       AND caps.topic NOT LIKE 'own-%'
       AND posts.id > %(after)s
       AND posts.audience <> 'mentioned'
       AND posts.repost_of_id IS NULL
       AND NOT EXISTS (SELECT FROM topic_scores AS known
                        WHERE known.author_id = posts.author_id AND known.post_id = posts.id)
"""
_NEWEST = "ORDER BY posts.id DESC LIMIT %(limit)s"
_TO_READ = Statement(f"{_CAPPED} {_NEWEST}")
_TO_READ_FOR = Statement(f"{_CAPPED} AND caps.reader_id = %(reader_id)s {_NEWEST}")
_FORGET_READER = Statement("DELETE FROM caps WHERE reader_id = %(account_id)s")
_FORGET_AUTHOR = Statement("DELETE FROM caps WHERE author_id = %(account_id)s")


async def caps_of(db: Db, reader_id: Id) -> list[Cap]:
    """List somebody's caps, the oldest first."""
    return await db.all(_CAPS, Cap, reader_id=reader_id, limit=CAPS_MAX)


async def find_cap(db: Db, reader_id: Id, author_id: Id, topic: str) -> Cap | None:
    """Find the cap on somebody, or everyone, about a topic, or anything."""
    found = await db.all(_FIND, Cap, reader_id=reader_id, author_id=author_id, topic=topic)
    return found[0] if found else None


async def lock_reader(db: Db, reader_id: Id) -> None:
    """Let nobody else set a cap for them until the work ends."""
    await db.value(_LOCK_READER, reader_id=reader_id)


async def put_cap(db: Db, made: Cap) -> Cap:
    """Write a cap; one on the same takes the new number, and what it has counted stays."""
    return await db.one(
        _SET,
        Cap,
        reader_id=made.reader_id,
        id=made.id,
        author_id=made.author_id,
        topic=made.topic,
        posts_a_week=made.posts_a_week,
        for_closest=made.for_closest,
        created_at=made.created_at,
    )


async def drop(db: Db, reader_id: Id, cap_id: Id) -> bool:
    """Delete a cap. False: there was none."""
    return await db.run(_DROP, reader_id=reader_id, id=cap_id) == 1


async def drop_topic(db: Db, reader_id: Id, topic: str) -> int:
    """Delete the caps on a topic that is gone."""
    return await db.run(_DROP_TOPIC, reader_id=reader_id, topic=topic)


async def count_shown(db: Db, reader_id: Id, shown: Sequence[tuple[Id, Id]], *, week_on: date) -> None:
    """Count these (cap id, post id) in this week; what is counted already counts once."""
    await db.run(
        _COUNT_SHOWN,
        reader_id=reader_id,
        cap_ids=[cap_id for cap_id, _post in shown],
        post_ids=[post_id for _cap, post_id in shown],
        week_on=week_on,
    )


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    author_id: Id
    id: Id


async def to_read(db: Db, *, reader_id: Id | None = None, after: Id, limit: int) -> list[tuple[Id, Id]]:
    """List what caps on topics, of one reader or of all, want to know more about, the newest first: (author id, id)."""
    if reader_id is None:
        found = await db.all(_TO_READ, _Place, after=after, limit=limit)
    else:
        found = await db.all(_TO_READ_FOR, _Place, reader_id=reader_id, after=after, limit=limit)
    return [(one.author_id, one.id) for one in found]


async def find_pace(db: Db, reader_id: Id) -> Pace | None:
    """Find somebody's pace, where they chose one."""
    found = await db.all(_PACE, Pace, reader_id=reader_id)
    return found[0] if found else None


async def put_pace(db: Db, pace: Pace) -> None:
    """Write a pace."""
    await db.run(
        _SET_PACE,
        reader_id=pace.reader_id,
        minutes_a_day=pace.minutes_a_day,
        comes_at=pace.comes_at,
        comes_again_at=pace.comes_again_at,
        zone=pace.zone,
    )


async def drop_pace(db: Db, reader_id: Id) -> None:
    """Let Home come all the time, and ask nothing."""
    await db.run(_DROP_PACE, reader_id=reader_id)


async def forget(db: Db, account_id: Id) -> None:
    """Delete what somebody who left had capped, and what others had capped of them."""
    await db.run(_FORGET_READER, account_id=account_id)
    await db.run(_FORGET_AUTHOR, account_id=account_id)
    await db.run(_DROP_PACE, reader_id=account_id)
