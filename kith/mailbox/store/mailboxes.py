"""Mailboxes: which are due, who holds one, how far it was read."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.mailbox.model import Mailbox

_FIND = Statement(f"SELECT {Mailbox.columns()} FROM mailboxes WHERE organisation_id = %(organisation_id)s")
_LOCK = Statement(f"{_FIND.named} FOR UPDATE")
_DUE = Statement("""
    SELECT organisation_id
      FROM mailboxes
     WHERE state = 'on'
       AND look_at <= %(now)s
     ORDER BY look_at, organisation_id
     LIMIT %(limit)s
""")
_KEEPING = Statement(f"SELECT {Mailbox.columns()} FROM mailboxes ORDER BY organisation_id")
_HOLD = Statement(f"""
    UPDATE mailboxes
       SET busy_until = %(until)s
     WHERE organisation_id = %(organisation_id)s
       AND state = 'on'
       AND (busy_until IS NULL OR busy_until <= %(now)s)
    RETURNING {Mailbox.columns()}
""")
_MOVE_ON = Statement("""
    UPDATE mailboxes
       SET uid_validity = %(uid_validity)s, next_uid = %(next_uid)s
     WHERE organisation_id = %(organisation_id)s
""")
_LET_GO = Statement("""
    UPDATE mailboxes
       SET busy_until = NULL,
           look_at = %(look_at)s,
           looked_at = CASE WHEN %(problem)s = '' THEN %(now)s ELSE looked_at END,
           problem_since = CASE WHEN %(problem)s = '' THEN NULL ELSE coalesce(problem_since, %(now)s) END,
           problem = %(problem)s
     WHERE organisation_id = %(organisation_id)s
       AND connected_at = %(connected_at)s
""")
_CHANGE = Statement("""
    UPDATE mailboxes SET state = %(state)s, look_at = %(look_at)s WHERE organisation_id = %(organisation_id)s
""")
_DELETE = Statement("DELETE FROM mailboxes WHERE organisation_id = %(organisation_id)s")


async def find_mailbox(db: Db, organisation_id: Id) -> Mailbox | None:
    """Find an organisation's mailbox."""
    return await db.maybe(_FIND, Mailbox, organisation_id=organisation_id)


async def lock_mailbox(db: Db, organisation_id: Id) -> Mailbox | None:
    """Lock an organisation's mailbox, if it has one."""
    return await db.maybe(_LOCK, Mailbox, organisation_id=organisation_id)


async def due_mailboxes(db: Db, now: datetime, *, limit: int) -> Sequence[Id]:
    """List whose mailboxes are to be looked into, the longest due first."""
    return await db.values(_DUE, now=now, limit=limit)


async def keeping_mailboxes(db: Db) -> list[Mailbox]:
    """List all mailboxes."""
    return await db.all(_KEEPING, Mailbox)


async def hold_mailbox(db: Db, organisation_id: Id, *, now: datetime, until: datetime) -> Mailbox | None:
    """Take a mailbox to read it, for so long; nothing where it is paused, or another reads it."""
    return await db.maybe(_HOLD, Mailbox, organisation_id=organisation_id, now=now, until=until)


async def move_on(db: Db, organisation_id: Id, *, uid_validity: int, next_uid: int) -> None:
    """Note how far a locked mailbox was read."""
    await db.run(_MOVE_ON, organisation_id=organisation_id, uid_validity=uid_validity, next_uid=next_uid)


async def let_go(db: Db, box: Mailbox, *, now: datetime, look_at: datetime, problem: str) -> None:
    """Put a mailbox back, with what was in the way and when to look again; one that was connected anew stays."""
    await db.run(
        _LET_GO,
        organisation_id=box.organisation_id,
        connected_at=box.connected_at,
        now=now,
        look_at=look_at,
        problem=problem,
    )


async def change_mailbox(db: Db, organisation_id: Id, *, state: str, look_at: datetime) -> None:
    """Pause a locked mailbox, or go on."""
    await db.run(_CHANGE, organisation_id=organisation_id, state=state, look_at=look_at)


async def delete_mailbox(db: Db, organisation_id: Id) -> bool:
    """Forget how a mailbox is reached, with its passwords; tell whether there was one."""
    return await db.run(_DELETE, organisation_id=organisation_id) == 1
