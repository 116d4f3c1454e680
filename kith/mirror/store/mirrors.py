"""What is kept for somebody who wishes to see how they sound. All of it goes with the row that says so."""

from collections.abc import Collection
from datetime import date, datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Asked, Statement
from kith.mirror.model import WEEKS_KEPT, Mirror, MirrorWeek

_FIND = Statement(f"SELECT {Mirror.columns()} FROM mirrors WHERE owner_id = %(owner_id)s")
# Whoever counts, changes or ends a mirror holds its row until their work ends.
_LOCK = Statement(f"SELECT {Mirror.columns()} FROM mirrors WHERE owner_id = %(owner_id)s FOR UPDATE")
_WATCHED = Statement("SELECT count(*) FROM mirrors WHERE owner_id = %(owner_id)s")
_DELETE = Statement("DELETE FROM mirrors WHERE owner_id = %(owner_id)s")
_SET_DUE = Statement("UPDATE mirrors SET due_at = %(due_at)s WHERE owner_id = %(owner_id)s")
_SET_PAUSE = Statement("UPDATE mirrors SET paused_until = %(until)s WHERE owner_id = %(owner_id)s")
_OVERDUE = Statement(f"""
    SELECT {Mirror.columns()}
      FROM mirrors
     WHERE due_at < %(before)s
       AND owner_id > %(after)s
     ORDER BY owner_id
     LIMIT %(limit)s
""")
_WEEKS = Statement(f"""
    SELECT {MirrorWeek.columns()}
      FROM mirror_weeks
     WHERE owner_id = %(owner_id)s
     ORDER BY week_on DESC
     LIMIT %(limit)s
""")
_LAST_WEEK = Statement("SELECT max(week_on) FROM mirror_weeks WHERE owner_id = %(owner_id)s")
_FORGET_WEEKS = Statement("DELETE FROM mirror_weeks WHERE owner_id = %(owner_id)s")
_FORGET_OLD_WEEKS = Statement("DELETE FROM mirror_weeks WHERE owner_id = %(owner_id)s AND week_on < %(week_on)s")
_FORGET_LESS = Statement("""
    DELETE FROM mirror_less
     WHERE owner_id = %(owner_id)s
       AND COALESCE(unopened_at, '-infinity') < %(before)s
       AND COALESCE(unfollowed_at, '-infinity') < %(before)s
""")
_FORGET_NEEDLESS = Statement("""
    DELETE FROM mirror_needless
     WHERE owner_id = %(owner_id)s
       AND post_id < %(before_id)s
""")
_NEEDLESS = Statement("""
    SELECT post_id
      FROM mirror_needless
     WHERE owner_id = %(owner_id)s
       AND post_id = ANY (%(post_ids)s::bigint[])
""")
_UNMARK = Statement("DELETE FROM mirror_needless WHERE owner_id = %(owner_id)s AND post_id = %(post_id)s")
# Only where somebody looks into a mirror that does not rest, and held meanwhile: what is turned off in this moment
# leaves nothing to write below. Once a day: on two devices it is still one.
_UNOPENED = Statement("""
    INSERT INTO mirror_less (owner_id, reader_id, unopened, unopened_at)
    SELECT owner_id, %(reader_id)s::bigint, 1, %(now)s::timestamptz
      FROM mirrors
     WHERE owner_id = %(owner_id)s
       AND (paused_until IS NULL OR paused_until <= %(now)s)
       FOR KEY SHARE
        ON CONFLICT (owner_id, reader_id) DO UPDATE
       SET unopened = CASE WHEN mirror_less.unopened_at >= %(today)s THEN mirror_less.unopened
                           WHEN mirror_less.unopened_at >= %(since)s THEN mirror_less.unopened + 1
                           ELSE 1 END,
           unopened_at = EXCLUDED.unopened_at
""")
_UNFOLLOWED = Statement("""
    INSERT INTO mirror_less (owner_id, reader_id, unopened, unfollowed_at)
    SELECT owner_id, %(reader_id)s::bigint, 0, %(now)s::timestamptz
      FROM mirrors
     WHERE owner_id = %(owner_id)s
       AND (paused_until IS NULL OR paused_until <= %(now)s)
       FOR KEY SHARE
        ON CONFLICT (owner_id, reader_id) DO UPDATE SET unfollowed_at = EXCLUDED.unfollowed_at
""")
_FORGET_READER = Statement("DELETE FROM mirror_less WHERE reader_id = %(account_id)s")
_FORGET_AUTHOR = Statement("DELETE FROM mirror_needless WHERE author_id = %(account_id)s")


async def find(db: Db, owner_id: Id) -> Mirror | None:
    """Find somebody's mirror; there is none where it is off."""
    return await db.maybe(_FIND, Mirror, owner_id=owner_id)


async def lock(db: Db, owner_id: Id) -> Mirror | None:
    """Find it, to decide about it."""
    return await db.maybe(_LOCK, Mirror, owner_id=owner_id)


def watched(owner_id: Id) -> Asked:
    """Ask whether somebody looks into one: 1 or 0."""
    return Asked(_WATCHED, {"owner_id": owner_id})


async def delete(db: Db, owner_id: Id) -> None:
    """Delete it with all that was ever kept for it."""
    await db.run(_DELETE, owner_id=owner_id)


async def set_due(db: Db, owner_id: Id, due_at: datetime) -> None:
    """Write when it is next looked into; the row is locked."""
    await db.run(_SET_DUE, owner_id=owner_id, due_at=due_at)


async def set_pause(db: Db, owner_id: Id, until: datetime) -> bool:
    """Let it rest until then. False: it is off."""
    return await db.run(_SET_PAUSE, owner_id=owner_id, until=until) == 1


async def overdue(db: Db, *, before: datetime, after: Id, limit: int) -> list[Mirror]:
    """List mirrors that should have been looked into before then, some at a time."""
    return await db.all(_OVERDUE, Mirror, before=before, after=after, limit=limit)


async def weeks_of(db: Db, owner_id: Id) -> list[MirrorWeek]:
    """List the weeks that are kept, the newest first."""
    return await db.all(_WEEKS, MirrorWeek, owner_id=owner_id, limit=WEEKS_KEPT)


async def last_week(db: Db, owner_id: Id) -> date | None:
    """Give the Monday of the last week that was counted."""
    found: date | None = await db.value(_LAST_WEEK, owner_id=owner_id)
    return found


async def forget_weeks(db: Db, owner_id: Id, *, now: datetime, after_all: Id) -> None:
    """Delete everything that was counted and noted; that it is on stays."""
    await db.run(_FORGET_WEEKS, owner_id=owner_id)
    await db.run(_FORGET_LESS, owner_id=owner_id, before=now)
    await db.run(_FORGET_NEEDLESS, owner_id=owner_id, before_id=after_all)


async def tidy(db: Db, owner_id: Id, *, week_on: date, before: datetime, before_id: Id) -> None:
    """Delete weeks before a Monday, and what was noted of readers and replies before an instant."""
    await db.run(_FORGET_OLD_WEEKS, owner_id=owner_id, week_on=week_on)
    await db.run(_FORGET_LESS, owner_id=owner_id, before=before)
    await db.run(_FORGET_NEEDLESS, owner_id=owner_id, before_id=before_id)


async def needless_among(db: Db, owner_id: Id, post_ids: Collection[Id]) -> set[Id]:
    """Tell which of these need no answer."""
    return set(await db.values(_NEEDLESS, owner_id=owner_id, post_ids=list(post_ids)))


async def unmark(db: Db, owner_id: Id, post_id: Id) -> None:
    """Let a reply want an answer again."""
    await db.run(_UNMARK, owner_id=owner_id, post_id=post_id)


async def note_unopened(
    db: Db, owner_id: Id, reader_id: Id, *, now: datetime, today: datetime, since: datetime
) -> None:
    """Note that a reader put the owner's fold away unopened: once from `today` on; what was before `since` is over."""
    await db.run(_UNOPENED, owner_id=owner_id, reader_id=reader_id, now=now, today=today, since=since)


async def note_unfollowed(db: Db, owner_id: Id, reader_id: Id, *, now: datetime) -> None:
    """Note that a reader follows the owner no more."""
    await db.run(_UNFOLLOWED, owner_id=owner_id, reader_id=reader_id, now=now)


async def forget_other(db: Db, account_id: Id) -> None:
    """Delete what is noted of somebody who left, for whomever it was."""
    await db.run(_FORGET_READER, account_id=account_id)
    await db.run(_FORGET_AUTHOR, account_id=account_id)
