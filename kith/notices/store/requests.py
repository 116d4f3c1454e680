"""Policies, requests, and whom somebody has welcomed; the groups of notices. All of it lies under the owner."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.notices.model import Notice, NoticeRequest, Whole
from kith.notices.store.notices import WANTED

_WELCOME = Statement("SELECT TRUE FROM notice_welcomes WHERE owner_id = %(owner_id)s AND from_id = %(from_id)s")
_ASK = Statement("""
    INSERT INTO notice_requests (owner_id, from_id, id, created_at, updated_at)
    VALUES (%(owner_id)s, %(from_id)s, %(id)s, %(created_at)s, %(created_at)s)
    ON CONFLICT (owner_id, from_id) DO UPDATE SET updated_at = EXCLUDED.updated_at
""")
# Whoever blocks or mutes somebody after they asked hears of them no more here either.
_REQUESTS = f"""
    SELECT {NoticeRequest.columns()}
      FROM notice_requests
     WHERE owner_id = %(owner_id)s
       AND id < %(below)s
       AND id > %(above)s
       AND from_id <> ALL (%(unwanted)s::bigint[])
       AND EXISTS (SELECT FROM notices
                    WHERE notices.owner_id = %(owner_id)s AND notices.from_id = notice_requests.from_id AND waits)
"""
_REQUESTS_DOWN = Statement(f"{_REQUESTS} ORDER BY id DESC LIMIT %(limit)s")
_REQUESTS_UP = Statement(f"{_REQUESTS} ORDER BY id LIMIT %(limit)s")
_BY_IDS = Statement(f"""
    SELECT {NoticeRequest.columns()}
      FROM notice_requests
     WHERE owner_id = %(owner_id)s
       AND id = ANY (%(ids)s::bigint[])
     ORDER BY id
""")
_WAITING = Statement(f"""
    SELECT DISTINCT ON (from_id) {Notice.columns()}
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND from_id = ANY (%(from_ids)s::bigint[])
       AND waits
       AND (post_id IS NOT NULL OR kind = 'knock')
     ORDER BY from_id, id DESC
""")
_WAITING_COUNT = Statement("""
    SELECT from_id::text AS group_key, count(*)::int AS count
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND from_id = ANY (%(from_ids)s::bigint[])
       AND waits
     GROUP BY from_id
""")
_SUMMARY = Statement("""
    SELECT count(*)::int AS count
      FROM (SELECT FROM notices
             WHERE owner_id = %(owner_id)s AND waits AND from_id <> ALL (%(unwanted)s::bigint[])
             LIMIT %(limit)s) AS bounded
""")
_PEOPLE = Statement("""
    SELECT count(*)::int AS count
      FROM (SELECT DISTINCT from_id FROM notices
             WHERE owner_id = %(owner_id)s AND waits AND from_id <> ALL (%(unwanted)s::bigint[])
             LIMIT %(limit)s) AS bounded
""")
_BRING_IN = Statement("""
    UPDATE notices SET waits = FALSE
     WHERE owner_id = %(owner_id)s AND from_id = ANY (%(from_ids)s::bigint[]) AND waits
""")
_LET_GO = Statement("""
    DELETE FROM notices WHERE owner_id = %(owner_id)s AND from_id = ANY (%(from_ids)s::bigint[]) AND waits
""")
_END = Statement("DELETE FROM notice_requests WHERE owner_id = %(owner_id)s AND from_id = ANY (%(from_ids)s::bigint[])")
_ADD_WELCOMES = Statement("""
    INSERT INTO notice_welcomes (owner_id, from_id)
    SELECT %(owner_id)s, unnest(%(from_ids)s::bigint[])
    ON CONFLICT DO NOTHING
""")
_COUNTS = Statement(f"""
    SELECT group_key, count(DISTINCT from_id)::int AS count
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND group_key = ANY (%(keys)s::text[])
       AND NOT waits
       AND {WANTED}
     GROUP BY group_key
""")
_OF_GROUP = Statement(f"""
    SELECT {Notice.columns()}
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND group_key = %(group_key)s
       AND NOT waits
       AND {WANTED}
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_DISMISS_GROUP = Statement("DELETE FROM notices WHERE owner_id = %(owner_id)s AND group_key = %(group_key)s")
_FORGET = tuple(
    Statement(f"DELETE FROM {table} WHERE owner_id = %(owner_id)s")
    for table in ("notice_policies", "notice_requests", "notice_welcomes")
)
_SUMMED_MAX = 1_000


async def is_welcome(db: Db, owner_id: Id, from_id: Id) -> bool:
    """Tell whether somebody's request was accepted before."""
    return bool(await db.value(_WELCOME, owner_id=owner_id, from_id=from_id))


async def ask(db: Db, request: NoticeRequest) -> None:
    """Let somebody stand among the requests; who stands there already stays where they are."""
    await db.run(_ASK, owner_id=request.owner_id, from_id=request.from_id, id=request.id, created_at=request.created_at)


async def requests_of(db: Db, owner_id: Id, paging: Paging, *, unwanted: Iterable[Id]) -> Slice[NoticeRequest]:
    """List who waits, the latest to ask first."""
    return await read_slice(
        db,
        NoticeRequest,
        paging,
        down=_REQUESTS_DOWN,
        up=_REQUESTS_UP,
        place=attrgetter("id"),
        owner_id=owner_id,
        unwanted=list(unwanted),
    )


async def requests_by_ids(db: Db, owner_id: Id, ids: Iterable[Id]) -> list[NoticeRequest]:
    """Get some requests of one's own; what is none is left out."""
    return await db.all(_BY_IDS, NoticeRequest, owner_id=owner_id, ids=list(ids))


async def waiting_of(db: Db, owner_id: Id, from_ids: Iterable[Id]) -> tuple[list[Notice], dict[Id, int]]:
    """Give of each of these people the last notice about words that waits, and how many wait."""
    people = list(from_ids)
    last = await db.all(_WAITING, Notice, owner_id=owner_id, from_ids=people)
    counts = await db.all(_WAITING_COUNT, Whole, owner_id=owner_id, from_ids=people)
    return last, {Id(int(one.group_key)): one.count for one in counts}


async def waiting_summary(db: Db, owner_id: Id, *, unwanted: Iterable[Id]) -> tuple[int, int]:
    """Count who waits, and their notices; up to a thousand."""
    known = list(unwanted)
    people = await db.value(_PEOPLE, owner_id=owner_id, unwanted=known, limit=_SUMMED_MAX)
    notices = await db.value(_SUMMARY, owner_id=owner_id, unwanted=known, limit=_SUMMED_MAX)
    return int(people), int(notices)


async def welcome(db: Db, owner_id: Id, from_ids: list[Id]) -> None:
    """Bring in what waits from these people, now and from now on."""
    await db.run(_ADD_WELCOMES, owner_id=owner_id, from_ids=from_ids)
    await db.run(_BRING_IN, owner_id=owner_id, from_ids=from_ids)
    await db.run(_END, owner_id=owner_id, from_ids=from_ids)


async def turn_away(db: Db, owner_id: Id, from_ids: list[Id]) -> None:
    """Let go what waits from these people. They may ask again."""
    await db.run(_LET_GO, owner_id=owner_id, from_ids=from_ids)
    await db.run(_END, owner_id=owner_id, from_ids=from_ids)


async def counts_of_groups(db: Db, owner_id: Id, keys: Iterable[str], *, now: datetime) -> dict[str, int]:
    """Count the people of each of these groups, without those of whom somebody does not want to hear."""
    found = await db.all(_COUNTS, Whole, owner_id=owner_id, keys=list(keys), now=now)
    return {one.group_key: one.count for one in found}


async def notices_of_group(db: Db, owner_id: Id, group_key: str, *, now: datetime, limit: int) -> list[Notice]:
    """List the notices of a group, newest first, without those of people they do not want to hear from."""
    return await db.all(_OF_GROUP, Notice, owner_id=owner_id, group_key=group_key, now=now, limit=limit)


async def dismiss_group(db: Db, owner_id: Id, group_key: str) -> bool:
    """Delete all notices of a group."""
    return await db.run(_DISMISS_GROUP, owner_id=owner_id, group_key=group_key) > 0


async def forget_requests(db: Db, owner_id: Id) -> None:
    """Delete the policy and requests of somebody who left."""
    for statement in _FORGET:
        await db.run(statement, owner_id=owner_id)
