"""The ledger, what is reserved in it, and what is held against it: warnings given, times the server was away."""

from datetime import datetime, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.pledges.model import DAYS_MAX, Entry, Pledge, PledgePeriod, Reservation, Warned

ENTRIES_MAX = 5_000  # of one pledge: fifty posts a day for a hundred days are a newspaper

_OF_PLEDGE = Statement(f"""
    SELECT {Entry.columns()}
      FROM pledge_entries
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND at > %(since)s
     ORDER BY at, post_id
     LIMIT %(limit)s
""")
_OF_POST = Statement(f"""
    SELECT {Entry.columns()}
      FROM pledge_entries
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
     ORDER BY pledge_id
""")
_STANDS = Statement("""
    SELECT EXISTS (
           SELECT FROM posts
            WHERE author_id = %(author_id)s
              AND id BETWEEN %(since)s AND %(until)s
              AND root_id = %(root_id)s
              AND repost_of_id IS NULL)
""")
_FIND = Statement(f"""
    SELECT {Entry.columns()}
      FROM pledge_entries
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND post_id = %(post_id)s
""")
_MARK = Statement("""
    UPDATE pledge_entries
       SET slot = %(slot)s, over = %(over)s, source = %(source)s, deleted_at = %(deleted_at)s,
           returned_at = %(returned_at)s
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND post_id = %(post_id)s
""")
# A reservation holds while its post waits for that very instant: sent, cancelled or moved, it holds nothing any more.
_RESERVED = Statement(f"""
    SELECT {Reservation.columns("pledge_reservations")}
      FROM pledge_reservations
      JOIN drafts
        ON drafts.person_id = pledge_reservations.author_id
       AND drafts.id = pledge_reservations.draft_id
       AND drafts.publish_at = pledge_reservations.at
     WHERE pledge_reservations.author_id = %(author_id)s
       AND pledge_reservations.pledge_id = %(pledge_id)s
     ORDER BY pledge_reservations.at, pledge_reservations.draft_id
""")
_RESERVE = Statement(f"""
    INSERT INTO pledge_reservations ({Reservation.columns()})
    VALUES (%(author_id)s, %(pledge_id)s, %(draft_id)s, %(at)s)
    ON CONFLICT (author_id, pledge_id, draft_id) DO UPDATE
       SET at = EXCLUDED.at
""")
_FORGET_RESERVED = Statement("DELETE FROM pledge_reservations WHERE at < %(before)s")
# The newest beginnings of talks among those whom somebody reads; who may see which is asked afterwards.
_SAID_BY_FOLLOWED = Statement("""
    SELECT posts.id
      FROM follows
     CROSS JOIN LATERAL (
           SELECT id
             FROM posts
            WHERE posts.author_id = follows.followee_id
              AND posts.id > %(since)s
              AND posts.audience IN ('everyone', 'unlisted')
              AND posts.reply_to_id IS NULL
              AND posts.repost_of_id IS NULL
            ORDER BY posts.id DESC
            LIMIT 5) AS posts
     WHERE follows.follower_id = %(reader_id)s
       AND follows.state = 'accepted'
     ORDER BY posts.id DESC
     LIMIT %(limit)s
""")
_SAID_NO = Statement("""
    SELECT count(*) FILTER (WHERE NOT about) AS said_no, count(*) AS asked
      FROM declared_topics
     WHERE author_id = %(author_id)s
       AND topic = %(topic)s
       AND source = 'classifier+author'
       AND about IS NOT NULL
       AND declared_at >= %(since)s
""")
_IS_FOLLOWED = Statement("""
    SELECT EXISTS (SELECT FROM followers WHERE followee_id = %(author_id)s AND state = 'accepted')
""")
_WARN = Statement(f"""
    INSERT INTO pledge_warnings ({Warned.columns()})
    VALUES (%(author_id)s, %(digest)s, %(warned_at)s)
    ON CONFLICT (author_id, digest) DO UPDATE
       SET warned_at = EXCLUDED.warned_at
""")
_TAKE_WARNING = Statement("""
    DELETE FROM pledge_warnings
     WHERE author_id = %(author_id)s
       AND digest = %(digest)s
 RETURNING warned_at
""")
_FORGET_WARNINGS = Statement("DELETE FROM pledge_warnings WHERE warned_at < %(before)s")
_FORGET_OWN_WARNINGS = Statement("DELETE FROM pledge_warnings WHERE author_id = %(person_id)s")
_BEAT = Statement("""
    WITH before AS (SELECT beat_at FROM pledge_beats WHERE name = 'server' FOR UPDATE),
         written AS (
    INSERT INTO pledge_beats (name, beat_at)
    VALUES ('server', %(now)s)
    ON CONFLICT (name) DO UPDATE
       SET beat_at = EXCLUDED.beat_at)
    SELECT beat_at FROM before
""")


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    said_no: int
    asked: int


async def entries_of(db: Db, pledge: Pledge, *, since: datetime) -> list[Entry]:
    """List what is in the ledger of a pledge from an instant on, the oldest first."""
    return await db.all(
        _OF_PLEDGE, Entry, author_id=pledge.author_id, pledge_id=pledge.id, since=since, limit=ENTRIES_MAX
    )


def reaches_back(at: datetime, period: PledgePeriod | None = None) -> datetime:
    """Give the instant after which entries matter for a decision at another: as far as rolling days reach.

    And all of the period in which that lies: whoever moves often lengthens theirs without end.
    """
    far = at - timedelta(days=DAYS_MAX + 1)
    return far if period is None else min(far, period.starts_at - timedelta(microseconds=1))


async def entries_of_post(db: Db, author_id: Id, post_id: Id) -> list[Entry]:
    """List what is in the ledgers of all pledges about a post."""
    return await db.all(_OF_POST, Entry, author_id=author_id, post_id=post_id)


async def stands(db: Db, entry: Entry, *, since: Id, until: Id) -> bool:
    """Tell whether anything is out still that its author said within these ids in the same thread as an entry."""
    found = await db.value(_STANDS, author_id=entry.author_id, root_id=entry.root_id, since=since, until=until)
    return bool(found)


async def find_entry(db: Db, pledge: Pledge, post_id: Id) -> Entry | None:
    """Find what is in the ledger about a post."""
    return await db.maybe(_FIND, Entry, author_id=pledge.author_id, pledge_id=pledge.id, post_id=post_id)


async def mark_entry(db: Db, entry: Entry) -> None:
    """Write the marks of an entry."""
    await db.run(_MARK, **{name: getattr(entry, name) for name in _MARK.names})


async def reservations_of(db: Db, pledge: Pledge) -> list[Reservation]:
    """List what is reserved, and still waits to go out."""
    return await db.all(_RESERVED, Reservation, author_id=pledge.author_id, pledge_id=pledge.id)


async def reserve(db: Db, reservation: Reservation) -> None:
    """Hold a place for a scheduled post, or hold another instead."""
    await db.run(_RESERVE, **{name: getattr(reservation, name) for name in _RESERVE.names})


async def forget_reserved(db: Db, *, before: datetime) -> None:
    """Forget reservations whose time is long past."""
    await db.run(_FORGET_RESERVED, before=before)


async def is_followed(db: Db, author_id: Id) -> bool:
    """Tell whether anybody is given what somebody posts."""
    return bool(await db.value(_IS_FOLLOWED, author_id=author_id))


async def warn(db: Db, warned: Warned) -> None:
    """Note that an app was told of a post that would go over."""
    await db.run(_WARN, author_id=warned.author_id, digest=warned.digest, warned_at=warned.warned_at)


async def take_warning(db: Db, author_id: Id, digest: bytes) -> datetime | None:
    """Take back what was noted about these words: it counts once."""
    found: datetime | None = await db.value(_TAKE_WARNING, author_id=author_id, digest=digest)
    return found


async def forget_warnings(db: Db, *, before: datetime) -> None:
    """Forget warnings that count no more."""
    await db.run(_FORGET_WARNINGS, before=before)


async def forget_own_warnings(db: Db, person_id: Id) -> None:
    """Delete the warnings given to somebody who left."""
    await db.run(_FORGET_OWN_WARNINGS, person_id=person_id)


async def beat(db: Db, now: datetime) -> datetime | None:
    """Note that the server is at work; give when that was noted before."""
    found: datetime | None = await db.value(_BEAT, now=now)
    return found


async def said_by_followed(db: Db, reader_id: Id, *, since: Id, limit: int) -> list[Id]:
    """List the ids of what those whom somebody follows said to everybody, the newest first."""
    return await db.values(_SAID_BY_FOLLOWED, reader_id=reader_id, since=since, limit=limit)


async def said_no_of(db: Db, pledge: Pledge) -> tuple[int, int]:
    """Count how often its author said no, of how often it looked like the topic and they answered."""
    found = await db.one(_SAID_NO, _Asked, author_id=pledge.author_id, topic=pledge.topic, since=pledge.created_at)
    return found.said_no, found.asked
