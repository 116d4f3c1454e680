"""The privacy policy and the terms, each version under its day."""

from datetime import date

import msgspec

from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import VERSIONS_MAX, Paper, PaperKind

_HOLDING = Statement(f"""
    SELECT {Paper.columns()}
      FROM papers
     WHERE kind = %(kind)s
       AND effective_on <= %(today)s
     ORDER BY effective_on DESC
     LIMIT 1
""")
_ON = Statement(f"SELECT {Paper.columns()} FROM papers WHERE kind = %(kind)s AND effective_on = %(effective_on)s")
_DAYS = Statement("""
    SELECT effective_on
      FROM papers
     WHERE kind = %(kind)s
     ORDER BY effective_on DESC
     LIMIT %(limit)s
""")
_KINDS = Statement("SELECT DISTINCT kind FROM papers ORDER BY kind")
_KEEP = Statement("""
    INSERT INTO papers (kind, effective_on, text, html, written_at)
    VALUES (%(kind)s, %(effective_on)s, %(text)s, %(html)s, %(written_at)s)
    ON CONFLICT (kind, effective_on) DO UPDATE
       SET text = EXCLUDED.text, html = EXCLUDED.html, written_at = EXCLUDED.written_at
""")
_REMOVE = Statement("DELETE FROM papers WHERE kind = %(kind)s AND effective_on = %(effective_on)s")
_WITHDRAW = Statement("DELETE FROM papers WHERE kind = %(kind)s")


async def paper_holding(db: Db, kind: PaperKind, today: date) -> Paper | None:
    """Find the version that holds today."""
    return await db.maybe(_HOLDING, Paper, kind=kind, today=today)


async def paper_on(db: Db, kind: PaperKind, effective_on: date) -> Paper | None:
    """Find the version that holds from just this day on."""
    return await db.maybe(_ON, Paper, kind=kind, effective_on=effective_on)


async def days_of_paper(db: Db, kind: PaperKind) -> list[date]:
    """List the days from which a version held or will, the latest first."""
    return await db.values(_DAYS, kind=kind, limit=VERSIONS_MAX)


async def kinds_of_papers(db: Db) -> list[PaperKind]:
    """List which papers there are, whether they hold yet or not."""
    return await db.values(_KINDS)


async def keep_paper(db: Db, paper: Paper) -> None:
    """Write a version; one from the same day is written anew."""
    await db.run(_KEEP, **msgspec.structs.asdict(paper))


async def remove_paper(db: Db, kind: PaperKind, effective_on: date) -> bool:
    """Delete one version. False: there was none."""
    return await db.run(_REMOVE, kind=kind, effective_on=effective_on) == 1


async def withdraw_papers(db: Db, kind: PaperKind) -> None:
    """Delete a paper with all its versions."""
    await db.run(_WITHDRAW, kind=kind)
