"""Cases: found by their thread, read by view, changed under their lock."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.desk.model import Case, Channel, View
from kith.organisations import SEAT_HOLDS

OVERDUE_SHOWN_MAX = 100

_FIND = Statement(f"""
    SELECT {Case.columns()} FROM desk_cases WHERE organisation_id = %(organisation_id)s AND id = %(case_id)s
""")
_LOCK = Statement(f"{_FIND.named} FOR UPDATE")
_OPEN = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND channel = %(channel)s
       AND thread_id = %(thread_id)s
       AND state <> 'settled'
       FOR UPDATE
""")
_LAST_SETTLED = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND channel = %(channel)s
       AND thread_id = %(thread_id)s
       AND state = 'settled'
     ORDER BY id DESC
     LIMIT 1
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE desk_cases
       SET last_id = %(last_id)s, moved_id = %(moved_id)s, state = %(state)s, assignee_id = %(assignee_id)s,
           labels = %(labels)s, answers = %(answers)s, waits_since = %(waits_since)s, due_at = %(due_at)s,
           snoozed_until = %(snoozed_until)s, answered_at = %(answered_at)s, answer_s = %(answer_s)s,
           settled_at = %(settled_at)s, reopened_at = %(reopened_at)s, feedback = %(feedback)s,
           bundle_id = %(bundle_id)s, settle_s = %(settle_s)s
     WHERE organisation_id = %(organisation_id)s
       AND id = %(id)s
""")
_CHANGED = (
    "organisation_id", "id", "last_id", "moved_id", "state", "assignee_id", "labels", "answers", "waits_since",
    "due_at", "snoozed_until", "answered_at", "answer_s", "settled_at", "reopened_at", "feedback", "bundle_id",
    "settle_s",
)  # fmt: skip
_WITH_PERSON = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_SOME = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND id = ANY (%(ids)s::bigint[])
     ORDER BY moved_id DESC, id DESC
""")
# Of whichever desks somebody sits at; a guest sees what was given to them.
_SEEN = Statement(f"""
    SELECT {Case.columns("desk_cases")}
      FROM team_seats
      JOIN desk_cases USING (organisation_id)
     WHERE team_seats.person_id = %(person_id)s
       AND desk_cases.id = ANY (%(ids)s::bigint[])
       AND (team_seats.role <> 'guest' OR desk_cases.assignee_id = %(person_id)s)
       AND {SEAT_HOLDS}
""")
# What goes on in private is not over: nobody is asked how it was while they are still at it.
_SETTLED_FOR = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE person_id = %(person_id)s
       AND organisation_id = %(organisation_id)s
       AND state = 'settled'
       AND answers > 0
       AND settled_at > %(since)s
       AND NOT EXISTS (
           SELECT FROM desk_events AS event
             JOIN desk_cases AS private
               ON private.organisation_id = event.organisation_id
              AND private.id::text = event.text
            WHERE event.organisation_id = desk_cases.organisation_id
              AND event.case_id = desk_cases.id
              AND event.kind = 'went_private'
              AND private.state <> 'settled')
     ORDER BY settled_at DESC, id DESC
     LIMIT 1
""")
_OVERDUE = """
    SELECT {columns}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND due_at <= %(now)s
       {own}
     ORDER BY due_at, id
     LIMIT %(limit)s
"""
_OVERDUE_ALL = Statement(_OVERDUE.format(columns=Case.columns(), own=""))
_OVERDUE_OWN = Statement(_OVERDUE.format(columns=Case.columns(), own="AND assignee_id = %(me)s"))
_COUNT_OVERDUE = Statement("""
    SELECT count(*)
      FROM (SELECT FROM desk_cases
             WHERE organisation_id = %(organisation_id)s AND due_at <= %(now)s
             LIMIT %(limit)s) AS overdue
""")
_COUNT_OWN_OVERDUE = Statement("""
    SELECT count(*)
      FROM (SELECT FROM desk_cases
             WHERE organisation_id = %(organisation_id)s AND assignee_id = %(me)s AND due_at <= %(now)s
               AND state <> 'settled'
             LIMIT %(limit)s) AS overdue
""")
_ANSWER_TIMES = Statement("""
    SELECT answer_s
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND answered_at > %(since)s
     ORDER BY answered_at DESC
     LIMIT %(limit)s
""")

# Each is written out as its index has it, so that the index is found.
_OPEN_STATES = "state <> 'settled'"
_WHERE: Mapping[View, str] = {
    "mine": f"assignee_id = %(me)s AND {_OPEN_STATES}",
    "unassigned": "assignee_id IS NULL AND state NOT IN ('settled', 'named') AND bundle_id IS NULL",
    "ours": "state IN ('new', 'ours') AND bundle_id IS NULL",
    "theirs": "state = 'theirs'",
    "snoozed": "state = 'snoozed'",
    "named": "state = 'named' AND bundle_id IS NULL",
    "settled": "state = 'settled'",
    "all": "TRUE",
}
# What somebody sees who only sees what was given to them.
_OWN: Mapping[View, str] = {
    "mine": _WHERE["mine"],
    "ours": f"assignee_id = %(me)s AND {_OPEN_STATES} AND state IN ('new', 'ours')",
    "theirs": f"assignee_id = %(me)s AND {_OPEN_STATES} AND state = 'theirs'",
    "snoozed": f"assignee_id = %(me)s AND {_OPEN_STATES} AND state = 'snoozed'",
    "named": f"assignee_id = %(me)s AND {_OPEN_STATES} AND state = 'named'",
    "settled": "assignee_id = %(me)s AND state = 'settled'",
    "all": "assignee_id = %(me)s",
}


def _list(where: str) -> tuple[Statement, Statement]:
    text = f"""
        SELECT {Case.columns()}
          FROM desk_cases
         WHERE organisation_id = %(organisation_id)s
           AND {where}
           AND moved_id < %(below)s
           AND moved_id > %(above)s
    """
    return Statement(f"{text} ORDER BY moved_id DESC LIMIT %(limit)s"), Statement(
        f"{text} ORDER BY moved_id LIMIT %(limit)s"
    )


_VIEWS = {view: _list(where) for view, where in _WHERE.items()}
_OWN_VIEWS = {view: _list(where) for view, where in _OWN.items()}
_BUNDLED = _list("bundle_id = %(bundle_id)s")


async def find_case(db: Db, organisation_id: Id, case_id: Id) -> Case | None:
    """Find a case."""
    return await db.maybe(_FIND, Case, organisation_id=organisation_id, case_id=case_id)


async def lock_case(db: Db, organisation_id: Id, case_id: Id) -> Case:
    """Lock a case. Raises `NotFound`."""
    return await db.one(_LOCK, Case, organisation_id=organisation_id, case_id=case_id)


async def lock_open(db: Db, organisation_id: Id, person_id: Id, channel: Channel, thread_id: Id) -> Case | None:
    """Lock the one open case of a person in a thread, if there is one."""
    place = {"organisation_id": organisation_id, "person_id": person_id, "channel": channel, "thread_id": thread_id}
    return await db.maybe(_OPEN, Case, **place)


async def lock_last_settled(db: Db, organisation_id: Id, person_id: Id, channel: Channel, thread_id: Id) -> Case | None:
    """Lock the case of a person in a thread that was settled last."""
    place = {"organisation_id": organisation_id, "person_id": person_id, "channel": channel, "thread_id": thread_id}
    return await db.maybe(_LAST_SETTLED, Case, **place)


async def change_case(db: Db, case: Case) -> None:
    """Write a locked case as it is now."""
    await db.run(_CHANGE, **{name: getattr(case, name) for name in _CHANGED})


async def cases_in(
    db: Db, organisation_id: Id, view: View, paging: Paging, *, me: Id, only_own: bool, now: datetime
) -> Slice[Case]:
    """Read a part of a view. Those that are overdue come by how long they are, the others by what moved last."""
    if view == "overdue":
        return await _overdue(db, organisation_id, paging, me=me, only_own=only_own, now=now)
    if only_own and view not in _OWN_VIEWS:
        return Slice(items=())
    down, up = (_OWN_VIEWS if only_own else _VIEWS)[view]
    params = {"me": me} if "me" in down.names else {}
    return await read_slice(
        db, Case, paging, down=down, up=up, place=attrgetter("moved_id"), organisation_id=organisation_id, **params
    )


async def _overdue(
    db: Db, organisation_id: Id, paging: Paging, *, me: Id, only_own: bool, now: datetime
) -> Slice[Case]:
    if paging.max_id is not None:
        return Slice(items=())  # the longest are shown; the next come up as these are answered
    params: dict[str, object] = {"organisation_id": organisation_id, "now": now, "limit": OVERDUE_SHOWN_MAX}
    if only_own:
        return Slice(items=await db.all(_OVERDUE_OWN, Case, me=me, **params))
    return Slice(items=await db.all(_OVERDUE_ALL, Case, **params))


async def bundled_cases(db: Db, organisation_id: Id, bundle_id: Id, paging: Paging) -> Slice[Case]:
    """Read a part of a flood."""
    down, up = _BUNDLED
    place = attrgetter("moved_id")
    return await read_slice(
        db, Case, paging, down=down, up=up, place=place, organisation_id=organisation_id, bundle_id=bundle_id
    )


async def cases_with(db: Db, organisation_id: Id, person_id: Id, *, limit: int) -> list[Case]:
    """List what there was with a person, the newest first."""
    return await db.all(_WITH_PERSON, Case, organisation_id=organisation_id, person_id=person_id, limit=limit)


async def some_cases(db: Db, organisation_id: Id, ids: Iterable[Id]) -> list[Case]:
    """Read those of these cases that are there."""
    return await db.all(_SOME, Case, organisation_id=organisation_id, ids=list(ids))


async def cases_seen(db: Db, person_id: Id, ids: Iterable[Id]) -> list[Case]:
    """Read those of these cases that somebody may see, at whichever desk."""
    return await db.all(_SEEN, Case, person_id=person_id, ids=list(ids))


async def settled_for(db: Db, organisation_id: Id, person_id: Id, *, since: datetime) -> Case | None:
    """Find the case of a person that was answered and settled last."""
    return await db.maybe(_SETTLED_FOR, Case, organisation_id=organisation_id, person_id=person_id, since=since)


async def count_overdue(db: Db, organisation_id: Id, now: datetime, *, me: Id, only_own: bool, limit: int) -> int:
    """Count those that should have been answered, up to a limit."""
    if only_own:
        own: int = await db.value(_COUNT_OWN_OVERDUE, organisation_id=organisation_id, now=now, me=me, limit=limit)
        return own
    count: int = await db.value(_COUNT_OVERDUE, organisation_id=organisation_id, now=now, limit=limit)
    return count


async def answer_times(db: Db, organisation_id: Id, *, since: datetime, limit: int) -> Sequence[int]:
    """Read how long the last first answers took."""
    return await db.values(_ANSWER_TIMES, organisation_id=organisation_id, since=since, limit=limit)
