"""Notices and marks: all of a person's lie under them."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Asked, Statement
from kith.notices.model import (
    ABOUT_CASES,
    ABOUT_LINES,
    ABOUT_TALKS,
    OFFICE,
    UNREAD_COUNTED_MAX,
    WHAT_OF,
    Notice,
    NoticeKind,
    NoticeMark,
    NoticePolicy,
)
from kith.organisations import SEAT_HOLDS

_TALKS = ", ".join(repr(kind) for kind in ABOUT_TALKS)
_DESK = ", ".join(repr(kind) for kind in ABOUT_CASES)
_LINES = ", ".join(repr(kind) for kind in ABOUT_LINES)
_OFFICE = ", ".join(repr(kind) for kind in OFFICE)
# A boolean over a row of `notices`: what the owners of the server alone are told is read by those who are one still; a
# death also by moderators, who were told where no owner was left.
FOR_THEM = f"""
           (notices.kind NOT IN ({_OFFICE})
            OR EXISTS (SELECT FROM members
                        WHERE account_id = %(owner_id)s
                          AND (role = 'owner' OR role = 'moderator' AND notices.kind = 'death')))
"""
# And that its owner still wants to hear from whom it is. What somebody keeps away lies under the same owner. Asked at
# every reading, because a block or a mute may be younger than the notice.
WANTED = f"""
           {FOR_THEM}
       AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = %(owner_id)s AND blocked_id = notices.from_id)
       AND NOT EXISTS (SELECT FROM blocked_by WHERE blocked_id = %(owner_id)s AND blocker_id = notices.from_id)
       AND NOT EXISTS (SELECT FROM domain_blocks
                         JOIN accounts ON accounts.domain = domain_blocks.domain
                        WHERE domain_blocks.person_id = %(owner_id)s AND accounts.id = notices.from_id)
       AND NOT EXISTS (SELECT FROM mutes
                        WHERE muter_id = %(owner_id)s AND muted_id = notices.from_id
                          AND mutes.notices AND (until_at IS NULL OR until_at > %(now)s))
       AND NOT EXISTS (SELECT FROM notice_silences
                        WHERE notice_silences.owner_id = %(owner_id)s AND other_id = notices.from_id
                          AND notices.from_id <> %(owner_id)s
                          AND kind NOT IN ({_OFFICE}))
       AND (kind NOT IN ({_TALKS})
            OR EXISTS (SELECT FROM seats
                        WHERE seats.owner_id = %(owner_id)s AND seats.conversation_id = notices.about_id
                          AND seats.unread
                          AND seats.state = CASE kind WHEN 'knock' THEN 'request' ELSE 'open' END
                          AND (seats.silent_until IS NULL OR seats.silent_until <= %(now)s)))
       AND (kind NOT IN ({_DESK})
            OR EXISTS (SELECT FROM team_seats
                         JOIN desk_cases USING (organisation_id)
                        WHERE team_seats.person_id = %(owner_id)s AND desk_cases.id = notices.about_id
                          AND (team_seats.role <> 'guest' OR desk_cases.assignee_id = %(owner_id)s)
                          AND {SEAT_HOLDS}))
       AND (kind NOT IN ({_LINES})
            OR notices.from_id = %(owner_id)s
            OR EXISTS (SELECT FROM team_seats
                        WHERE team_seats.organisation_id = notices.from_id
                          AND team_seats.person_id = %(owner_id)s
                          AND team_seats.role IN ('owner', 'manager')
                          AND {SEAT_HOLDS}))
"""
_CASES = " ".join(f"WHEN '{kind}' THEN '{what}'" for kind, what in WHAT_OF.items())
_HIDDEN = ", ".join(repr(what) for what in NoticePolicy(owner_id=Id(0)).hidden)
# And that it is of what they wish to find among their notices. What is only pushed or mailed is written, too.
SHOWN = f"""
           (CASE kind {_CASES} ELSE '' END)
           <> ALL (COALESCE((SELECT hidden FROM notice_policies WHERE notice_policies.owner_id = %(owner_id)s),
                            ARRAY[{_HIDDEN}]::text[]))
"""
# Apps find what is said to somebody among the notices, also where pages show it under Talk alone.
_FOUND = f"(%(with_hidden)s OR (%(for_apps)s AND kind IN ({_TALKS})) OR {SHOWN})"
_LIST = f"""
    SELECT {Notice.columns()}
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND kind = ANY (%(kinds)s::text[])
       AND (%(with_waiting)s OR NOT waits)
       AND (%(from_id)s::bigint IS NULL OR from_id = %(from_id)s::bigint)
       AND id < %(below)s
       AND id > %(above)s
       AND {WANTED}
       AND {_FOUND}
"""
_LIST_DOWN = Statement(f"{_LIST} ORDER BY id DESC LIMIT %(limit)s")
_LIST_UP = Statement(f"{_LIST} ORDER BY id LIMIT %(limit)s")
_FIND = Statement(f"""
    SELECT {Notice.columns()}
      FROM notices
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       AND {WANTED}
       AND {_FOUND}
""")
_NEWEST = Statement("SELECT max(id) FROM notices WHERE owner_id = %(owner_id)s")
_UNREAD = Statement(f"""
    SELECT count(*)
      FROM (SELECT FROM notices
             WHERE owner_id = %(owner_id)s
               AND id > COALESCE((SELECT read_id FROM notice_marks WHERE owner_id = %(owner_id)s), 0)
               AND NOT waits
               AND {WANTED}
               AND {SHOWN}
             LIMIT %(limit)s) AS bounded
""")
_READ_UP_TO = Statement("SELECT read_id FROM notice_marks WHERE owner_id = %(owner_id)s")
_LOCK = Statement("SELECT read_id FROM notice_marks WHERE owner_id = %(owner_id)s FOR UPDATE")
_MARK = Statement("""
    INSERT INTO notice_marks (owner_id, read_id)
    VALUES (%(owner_id)s, %(read_id)s)
    ON CONFLICT (owner_id)
    DO UPDATE SET read_id = EXCLUDED.read_id WHERE notice_marks.read_id < EXCLUDED.read_id
""")
_REMOVE = Statement("""
    DELETE FROM notices
     WHERE owner_id = %(owner_id)s
       AND kind = %(kind)s
       AND from_id = %(from_id)s
       AND post_id IS NOT DISTINCT FROM %(post_id)s
       AND about_id IS NOT DISTINCT FROM %(about_id)s
""")
_REMOVE_READ = Statement("""
    DELETE FROM notices
     WHERE owner_id = %(owner_id)s
       AND kind = %(kind)s
       AND from_id = %(from_id)s
       AND about_id = %(about_id)s
       AND id <= (SELECT read_id FROM notice_marks WHERE notice_marks.owner_id = %(owner_id)s)
""")
_TOLD_OF = Statement("""
    SELECT owner_id
      FROM notices
     WHERE post_id = %(post_id)s
       AND kind = %(kind)s
       AND from_id = %(from_id)s
     ORDER BY owner_id
""")
_REMOVE_FROM = Statement("DELETE FROM notices WHERE owner_id = %(owner_id)s AND from_id = %(from_id)s")
_REMOVE_OF_POST = Statement("DELETE FROM notices WHERE post_id = %(post_id)s RETURNING owner_id")
_REMOVE_NEWCOMER = Statement("""
    DELETE FROM notices
     WHERE from_id = %(from_id)s
       AND kind IN ('joined', 'newcomer', 'report')
 RETURNING owner_id
""")
_DISMISS = Statement("DELETE FROM notices WHERE owner_id = %(owner_id)s AND id = %(id)s")
_CLEAR = Statement("DELETE FROM notices WHERE owner_id = %(owner_id)s")
_FORGET_MARK = Statement("DELETE FROM notice_marks WHERE owner_id = %(owner_id)s")
_REMOVE_OLD = Statement("""
    DELETE FROM notices
     WHERE id IN (SELECT id FROM notices WHERE id < %(before)s ORDER BY id LIMIT %(limit)s)
""")


async def lock_owner(db: Db, owner_id: Id) -> None:
    """Put in line all that tells this person something, or takes it back. Of several owners, the lowest id first.

    What is then read of likes, follows and blocks is what it is when the notice is written: of two jobs that come in
    the wrong order, the later one finds out.
    """
    if await db.value(_LOCK, owner_id=owner_id) is None:
        await db.insert_new(NoticeMark(owner_id=owner_id, read_id=Id(0)))  # or waits for whoever is inserting it
        await db.value(_LOCK, owner_id=owner_id)


async def add_notice(db: Db, notice: Notice) -> bool:
    """Write a notice. False: the same was told already."""
    return await db.insert_new(notice)


async def remove_notice(
    db: Db, *, owner_id: Id, kind: NoticeKind, from_id: Id, post_id: Id | None = None, about_id: Id | None = None
) -> bool:
    """Take a notice back. False: there was none."""
    known = {"owner_id": owner_id, "kind": kind, "from_id": from_id}
    return await db.run(_REMOVE, post_id=post_id, about_id=about_id, **known) > 0


async def remove_read_notice(db: Db, *, owner_id: Id, kind: NoticeKind, from_id: Id, about_id: Id) -> None:
    """Take a notice back that its owner has read, so that the same can be told anew."""
    await db.run(_REMOVE_READ, owner_id=owner_id, kind=kind, from_id=from_id, about_id=about_id)


async def told_of(db: Db, post_id: Id, kind: NoticeKind, *, from_id: Id) -> list[Id]:
    """List who was told that somebody did this with a post."""
    return await db.values(_TOLD_OF, post_id=post_id, kind=kind, from_id=from_id)


async def remove_notices_from(db: Db, *, owner_id: Id, from_id: Id) -> bool:
    """Take back all that one person told another. False: there was none."""
    return await db.run(_REMOVE_FROM, owner_id=owner_id, from_id=from_id) > 0


async def remove_notices_of_post(db: Db, post_id: Id) -> set[Id]:
    """Take back all that was told of a post; give those to whom."""
    return set(await db.values(_REMOVE_OF_POST, post_id=post_id))


async def remove_newcomer(db: Db, from_id: Id) -> set[Id]:
    """Take back that somebody came, and what they told the owners; give those to whom."""
    return set(await db.values(_REMOVE_NEWCOMER, from_id=from_id))


async def notices_of(
    db: Db,
    owner_id: Id,
    paging: Paging,
    *,
    kinds: Iterable[NoticeKind],
    now: datetime,
    from_id: Id | None = None,
    with_waiting: bool = False,
    with_hidden: bool = False,
    for_apps: bool = False,
) -> Slice[Notice]:
    """List somebody's notices, newest first, without those of people they do not want to hear from.

    `with_hidden`: also what they do not wish to find among their notices, and is told in another way;
    `for_apps`: what is said to them among it.
    """
    return await read_slice(
        db,
        Notice,
        paging,
        down=_LIST_DOWN,
        up=_LIST_UP,
        place=attrgetter("id"),
        owner_id=owner_id,
        kinds=list(kinds),
        now=now,
        from_id=from_id,
        with_waiting=with_waiting,
        with_hidden=with_hidden,
        for_apps=for_apps,
    )


async def find_notice(db: Db, owner_id: Id, notice_id: Id, *, now: datetime, for_apps: bool = False) -> Notice | None:
    """Find one of somebody's notices."""
    known = {"owner_id": owner_id, "id": notice_id, "now": now}
    return await db.maybe(_FIND, Notice, with_hidden=False, for_apps=for_apps, **known)


async def newest_id(db: Db, owner_id: Id) -> Id:
    """Tell up to where somebody's notices have come."""
    return Id(await db.value(_NEWEST, owner_id=owner_id) or 0)


def unread(owner_id: Id, *, now: datetime) -> Asked:
    """Ask how much somebody has not read, up to `UNREAD_COUNTED_MAX`."""
    return Asked(_UNREAD, {"owner_id": owner_id, "now": now, "limit": UNREAD_COUNTED_MAX})


async def count_unread(db: Db, owner_id: Id, *, now: datetime) -> int:
    """Count what somebody has not read."""
    asked = unread(owner_id, now=now)
    return int(await db.value(asked.statement, **asked.params))


async def read_up_to(db: Db, owner_id: Id) -> Id:
    """Tell up to where somebody has read."""
    return Id(await db.value(_READ_UP_TO, owner_id=owner_id) or 0)


async def set_mark(db: Db, owner_id: Id, read_id: Id) -> bool:
    """Note up to where somebody has read; never backwards. False: they had read that far."""
    return await db.run(_MARK, owner_id=owner_id, read_id=read_id) == 1


async def dismiss_notice(db: Db, owner_id: Id, notice_id: Id) -> bool:
    """Delete one notice."""
    return await db.run(_DISMISS, owner_id=owner_id, id=notice_id) == 1


async def clear_notices(db: Db, owner_id: Id) -> None:
    """Delete all of somebody's notices."""
    await db.run(_CLEAR, owner_id=owner_id)


async def forget_owner(db: Db, owner_id: Id) -> None:
    """Delete everything under somebody who left."""
    await db.run(_CLEAR, owner_id=owner_id)
    await db.run(_FORGET_MARK, owner_id=owner_id)


async def remove_old_notices(db: Db, before: Id, *, limit: int) -> int:
    """Delete some of the notices from before an id, oldest first; tell how many."""
    return await db.run(_REMOVE_OLD, before=before, limit=limit)
