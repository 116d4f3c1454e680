"""Pledges, their periods, and what their authors changed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Asked, Statement
from kith.pledges.model import Pledge, PledgeChange, PledgePeriod

PLEDGES_SHOWN_MAX = 100  # of one person, with those that are over
PERIODS_MAX = 400  # a year of single days
CHANGES_SHOWN_MAX = 50

# By the calendar alone, with a day to spare for every clock: the rules know the instant.
_HOLDS = "(ended_at IS NULL OR ended_at > %(now)s) AND until_on >= %(today)s"
_RUNNING = Statement(f"""
    SELECT {Pledge.columns()}
      FROM pledges
     WHERE author_id = %(author_id)s
       AND {_HOLDS}
     ORDER BY id
""")
_NONE_RUNNING = Statement(f"SELECT NOT EXISTS (SELECT FROM pledges WHERE author_id = %(author_id)s AND {_HOLDS})")
_OF_AUTHOR = Statement(f"""
    SELECT {Pledge.columns()}
      FROM pledges
     WHERE author_id = %(author_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_ALL_RUNNING = Statement(f"""
    SELECT {Pledge.columns()}
      FROM pledges
     WHERE {_HOLDS}
       AND id > %(after)s
     ORDER BY id
     LIMIT %(limit)s
""")
_FIND = Statement(f"SELECT {Pledge.columns()} FROM pledges WHERE id = %(id)s")
# One writer a pledge: whoever decides about it holds its row until their work ends.
_LOCK = Statement(f"""
    SELECT {Pledge.columns()}
      FROM pledges
     WHERE author_id = %(author_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_ABOUT = Statement("""
    SELECT id
      FROM pledges
     WHERE author_id = %(author_id)s
       AND topic = %(topic)s
     ORDER BY id
""")
_LOCK_ABOUT = Statement(f"""
    SELECT {Pledge.columns()}
      FROM pledges
     WHERE author_id = %(author_id)s
       AND topic = ANY (%(topics)s::text[])
     ORDER BY id
       FOR UPDATE
""")
_LOCK_AUTHOR = Statement("SELECT id FROM accounts WHERE id = %(author_id)s FOR NO KEY UPDATE")
_CHANGE = Statement("""
    UPDATE pledges
       SET label = %(label)s, posts_max = %(posts_max)s, timezone = %(timezone)s, until_on = %(until_on)s,
           if_then = %(if_then)s, counts_reposts = %(counts_reposts)s, visibility = %(visibility)s,
           circle = %(circle)s, pending = %(pending)s::jsonb, ended_at = %(ended_at)s, version = %(version)s
     WHERE author_id = %(author_id)s
       AND id = %(id)s
""")
_DELETE = Statement("DELETE FROM pledges WHERE author_id = %(author_id)s AND id = %(id)s")
_PERIODS = Statement(f"""
    SELECT {PledgePeriod.columns()}
      FROM pledge_periods
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
     ORDER BY number
     LIMIT %(limit)s
""")
_LAST_PERIOD = Statement(f"""
    SELECT {PledgePeriod.columns()}
      FROM pledge_periods
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
     ORDER BY number DESC
     LIMIT 1
""")
_CHANGE_PERIOD = Statement("""
    UPDATE pledge_periods
       SET ends_at = %(ends_at)s, posts_max = %(posts_max)s
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
       AND number = %(number)s
""")
_CHANGES = Statement(f"""
    SELECT {PledgeChange.columns()}
      FROM pledge_changes
     WHERE author_id = %(author_id)s
       AND pledge_id = %(pledge_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_FORGET = Statement("DELETE FROM pledges WHERE author_id = %(person_id)s")


async def running(db: Db, author_id: Id, now: datetime) -> list[Pledge]:
    """List the pledges of somebody that are not over, or only since today, the oldest first."""
    return await db.all(_RUNNING, Pledge, author_id=author_id, now=now, today=_yesterday(now))


def none_running(author_id: Id, now: datetime) -> Asked:
    """Ask whether somebody has no pledge that `running` would list."""
    return Asked(_NONE_RUNNING, {"author_id": author_id, "now": now, "today": _yesterday(now)})


async def pledges_of(db: Db, author_id: Id) -> list[Pledge]:
    """List all pledges of somebody, the newest first."""
    return await db.all(_OF_AUTHOR, Pledge, author_id=author_id, limit=PLEDGES_SHOWN_MAX)


async def all_running(db: Db, now: datetime, *, after: Id, limit: int) -> list[Pledge]:
    """List pledges of everybody that are not over, some at a time."""
    return await db.all(_ALL_RUNNING, Pledge, now=now, today=_yesterday(now), after=after, limit=limit)


async def find_pledge(db: Db, pledge_id: Id) -> Pledge | None:
    """Find a pledge by its id alone, whoever made it and may see it."""
    return await db.maybe(_FIND, Pledge, id=pledge_id)


async def lock_pledge(db: Db, author_id: Id, pledge_id: Id) -> Pledge:
    """Get one's own pledge, to decide about it. Raises `NotFound`."""
    return await db.one(_LOCK, Pledge, author_id=author_id, id=pledge_id)


async def lock_pledges(db: Db, author_id: Id, pledge_ids: Sequence[Id]) -> list[Pledge]:
    """Get several, one after another in the order of their ids; those that are gone meanwhile are left out."""
    found = [await db.maybe(_LOCK, Pledge, author_id=author_id, id=one) for one in sorted(pledge_ids)]
    return [one for one in found if one is not None]


async def lock_about(db: Db, author_id: Id, topics: Iterable[str]) -> list[Pledge]:
    """Get all pledges of somebody about these topics, also those that are over, held in the order of their ids.

    What an author says of a post goes to all of a topic's ledgers. Whoever holds some of them only, and then the rest,
    would wait in a circle with whoever holds all.
    """
    return await db.all(_LOCK_ABOUT, Pledge, author_id=author_id, topics=sorted(set(topics)))


async def pledges_about(db: Db, author_id: Id, topic: str) -> list[Id]:
    """List the ids of somebody's pledges about a topic, also of those that are over."""
    return await db.values(_ABOUT, author_id=author_id, topic=topic)


async def lock_author(db: Db, author_id: Id) -> None:
    """Make others wait who make a pledge for the same person."""
    await db.value(_LOCK_AUTHOR, author_id=author_id)


async def change_pledge(db: Db, pledge: Pledge) -> None:
    """Write what may change of a locked pledge."""
    columns = (column for column in Pledge.column_list() if column.name in _CHANGE.names)
    await db.run(_CHANGE, **{column.name: to_sql(column, getattr(pledge, column.name)) for column in columns})


async def delete_pledge(db: Db, author_id: Id, pledge_id: Id) -> None:
    """Delete a pledge with all that belongs to it."""
    await db.run(_DELETE, author_id=author_id, id=pledge_id)


async def periods_of(db: Db, pledge: Pledge) -> list[PledgePeriod]:
    """List the periods that were written, the oldest first."""
    return await db.all(_PERIODS, PledgePeriod, author_id=pledge.author_id, pledge_id=pledge.id, limit=PERIODS_MAX)


async def last_period(db: Db, pledge: Pledge) -> PledgePeriod | None:
    """Find the last period that was written."""
    return await db.maybe(_LAST_PERIOD, PledgePeriod, author_id=pledge.author_id, pledge_id=pledge.id)


async def change_period(db: Db, period: PledgePeriod) -> None:
    """Write what may change of the running period: its end, and its number of places."""
    await db.run(_CHANGE_PERIOD, **{name: getattr(period, name) for name in _CHANGE_PERIOD.names})


async def changes_of(db: Db, pledge: Pledge) -> list[PledgeChange]:
    """List what was changed, the last first."""
    return await db.all(
        _CHANGES, PledgeChange, author_id=pledge.author_id, pledge_id=pledge.id, limit=CHANGES_SHOWN_MAX
    )


async def forget_pledges(db: Db, person_id: Id) -> None:
    """Delete the pledges of somebody who left, with their periods, entries, changes and witnesses."""
    await db.run(_FORGET, person_id=person_id)


def _yesterday(now: datetime) -> date:
    return (now - timedelta(days=1)).date()
