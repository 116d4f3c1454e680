"""Reports, what was reported, and the owners' notes: each row under who is reported."""

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.moderation.model import AT_ODDS_MAX, NOTES_MAX, POSTS_MAX, Report, ReportedPost, ReportNote

# Whoever opens a report, new or again, holds its reporter before the report: of two at once the second finds the first.
_HOLD_REPORTER = Statement("SELECT id FROM accounts WHERE id = %(reporter_id)s FOR NO KEY UPDATE")
_LOCK_OPEN = Statement(f"""
    SELECT {Report.columns()}
      FROM reports
     WHERE account_id = %(account_id)s
       AND reporter_id = %(reporter_id)s
       AND handled_at IS NULL
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE reports
       SET category = %(category)s, comment = %(comment)s, post_ids = %(post_ids)s, rule_ids = %(rule_ids)s,
           rules = %(rules)s, updated_at = %(updated_at)s, collections = %(collections)s::jsonb
     WHERE account_id = %(account_id)s
       AND id = %(id)s
""")
# An owner sees no report about themselves.
_ONE = f"SELECT {Report.columns()} FROM reports WHERE id = %(id)s AND account_id <> %(viewer_id)s"
_FIND = Statement(_ONE)
_LOCK = Statement(f"{_ONE} FOR UPDATE")
_BY_IDS = Statement(f"""
    SELECT {Report.columns()}
      FROM reports
     WHERE id = ANY (%(ids)s::bigint[])
       AND account_id <> %(viewer_id)s
     ORDER BY id
""")
_LIST = f"""
    SELECT {Report.columns()}
      FROM reports
     WHERE (handled_at IS NULL) = %(open_)s
       AND account_id <> %(viewer_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_LIST_DOWN = Statement(f"{_LIST} ORDER BY id DESC LIMIT %(limit)s")
_LIST_UP = Statement(f"{_LIST} ORDER BY id LIMIT %(limit)s")
_AT_ODDS = Statement("""
    SELECT account_id FROM reports WHERE reporter_id = %(person_id)s AND handled_at IS NULL
     UNION
    SELECT reporter_id FROM reports WHERE account_id = %(person_id)s AND handled_at IS NULL AND reporter_id IS NOT NULL
     ORDER BY 1
     LIMIT %(limit)s
""")
_COUNT_OPEN = Statement("""
    SELECT count(*)
      FROM (SELECT FROM reports
             WHERE handled_at IS NULL
               AND account_id <> %(viewer_id)s
             LIMIT %(limit)s) AS bounded
""")
_OTHERS = Statement(f"""
    SELECT {Report.columns()}
      FROM reports
     WHERE account_id = %(account_id)s
       AND id <> %(id)s
     ORDER BY handled_at IS NOT NULL, id DESC
     LIMIT %(limit)s
""")
_SETTLE = Statement("""
    UPDATE reports
       SET handled_at = %(handled_at)s, handled_by = %(handled_by)s, updated_at = %(now)s
     WHERE account_id = %(account_id)s
       AND id = %(id)s
""")
_POSTS = Statement(f"""
    SELECT {ReportedPost.columns()}
      FROM reported_posts
     WHERE account_id = %(account_id)s
       AND report_id = %(report_id)s
     ORDER BY post_id
     LIMIT %(limit)s
""")
_NOTES = Statement(f"""
    SELECT {ReportNote.columns()}
      FROM report_notes
     WHERE account_id = %(account_id)s
       AND report_id = %(report_id)s
     ORDER BY id
     LIMIT %(limit)s
""")
_FORGET_ABOUT = Statement("DELETE FROM reports WHERE account_id = %(account_id)s")
_FORGET_REPORTER = Statement("UPDATE reports SET reporter_id = NULL WHERE reporter_id = %(account_id)s")
_FORGET_HANDLER = Statement("UPDATE reports SET handled_by = NULL WHERE handled_by = %(account_id)s")
_FORGET_WRITER = Statement("UPDATE report_notes SET writer_id = NULL WHERE writer_id = %(account_id)s")
_REMOVE_OLD = Statement("DELETE FROM reports WHERE handled_at < %(before)s")


async def hold_reporter(db: Db, reporter_id: Id) -> None:
    """Make others wait who would open a report of the same person."""
    await db.value(_HOLD_REPORTER, reporter_id=reporter_id)


async def lock_open(db: Db, account_id: Id, reporter_id: Id) -> Report | None:
    """Find the open report of one person about another, to add to it."""
    return await db.maybe(_LOCK_OPEN, Report, account_id=account_id, reporter_id=reporter_id)


async def change(db: Db, report: Report) -> None:
    """Write what was added to a report."""
    await db.run(
        _CHANGE,
        account_id=report.account_id,
        id=report.id,
        category=report.category,
        comment=report.comment,
        post_ids=list(report.post_ids),
        rule_ids=list(report.rule_ids),
        rules=list(report.rules),
        updated_at=report.updated_at,
        collections=msgspec.json.encode(report.collections).decode(),
    )


async def keep_posts(db: Db, posts: Iterable[ReportedPost]) -> None:
    """Keep what posts said. One that is kept already stays as it was reported first."""
    for post in posts:
        await db.insert_new(post)


async def get_report(db: Db, viewer_id: Id, report_id: Id) -> Report:
    """Get a report for an owner. Raises `NotFound`, also where it is about them."""
    return await db.one(_FIND, Report, id=report_id, viewer_id=viewer_id)


async def lock_report(db: Db, viewer_id: Id, report_id: Id) -> Report:
    """Get a report to settle it, or to add a note."""
    return await db.one(_LOCK, Report, id=report_id, viewer_id=viewer_id)


async def reports_by_ids(db: Db, viewer_id: Id, ids: Iterable[Id]) -> list[Report]:
    """Read those of these reports that an owner may see."""
    wanted = list(dict.fromkeys(ids))
    return await db.all(_BY_IDS, Report, ids=wanted, viewer_id=viewer_id) if wanted else []


async def reports(db: Db, viewer_id: Id, paging: Paging, *, open_: bool) -> Slice[Report]:
    """List the open reports, or those that are done, the newest first."""
    return await read_slice(
        db,
        Report,
        paging,
        down=_LIST_DOWN,
        up=_LIST_UP,
        place=attrgetter("id"),
        viewer_id=viewer_id,
        open_=open_,
    )


async def count_open(db: Db, viewer_id: Id, *, limit: int) -> int:
    """Count the open reports that an owner may see, up to a limit."""
    return int(await db.value(_COUNT_OPEN, viewer_id=viewer_id, limit=limit))


async def at_odds_with(db: Db, person_id: Id) -> list[Id]:
    """List the people with whom somebody has an open report between them, in either direction."""
    found: list[Id] = await db.values(_AT_ODDS, person_id=person_id, limit=AT_ODDS_MAX)
    return found


async def other_reports(db: Db, report: Report, *, limit: int) -> list[Report]:
    """List what else is reported of the same person: open ones first."""
    return await db.all(_OTHERS, Report, account_id=report.account_id, id=report.id, limit=limit)


async def settle(db: Db, report: Report, *, handled_at: datetime | None, handled_by: Id | None, now: datetime) -> None:
    """Write that a report is done, or open again."""
    await db.run(
        _SETTLE, account_id=report.account_id, id=report.id, handled_at=handled_at, handled_by=handled_by, now=now
    )


async def posts_of(db: Db, report: Report) -> list[ReportedPost]:
    """List what was reported, the oldest first."""
    return await db.all(_POSTS, ReportedPost, account_id=report.account_id, report_id=report.id, limit=POSTS_MAX)


async def notes_of(db: Db, report: Report) -> list[ReportNote]:
    """List the owners' notes, the oldest first."""
    return await db.all(_NOTES, ReportNote, account_id=report.account_id, report_id=report.id, limit=NOTES_MAX)


async def forget(db: Db, account_id: Id) -> None:
    """Delete what is reported of somebody who left; what they reported or noted themselves stays, without their name.

    Others may still be in need of what it says.
    """
    for statement in (_FORGET_ABOUT, _FORGET_REPORTER, _FORGET_HANDLER, _FORGET_WRITER):
        await db.run(statement, account_id=account_id)


async def remove_old(db: Db, before: datetime) -> None:
    """Delete the reports that were done before an instant."""
    await db.run(_REMOVE_OLD, before=before)
