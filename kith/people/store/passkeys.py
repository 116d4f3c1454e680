"""Passkeys, under whose they are."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import PASSKEYS_MAX, Passkey

_ALL = Statement(f"""
    SELECT {Passkey.columns()}
      FROM passkeys
     WHERE account_id = %(account_id)s
     ORDER BY id
     LIMIT %(limit)s
""")
_FIND = Statement(f"SELECT {Passkey.columns()} FROM passkeys WHERE account_id = %(account_id)s AND id = %(id)s")
_LOCK = Statement(f"""
    SELECT {Passkey.columns()}
      FROM passkeys
     WHERE account_id = %(account_id)s
       AND credential_id = %(credential_id)s
       FOR UPDATE
""")
_NOTE_USE = Statement("""
    UPDATE passkeys
       SET sign_count = %(sign_count)s, used_at = %(used_at)s, stands_alone = true
     WHERE account_id = %(account_id)s
       AND id = %(id)s
""")
_RENAME = Statement("UPDATE passkeys SET name = %(name)s WHERE account_id = %(account_id)s AND id = %(id)s")
_REST = Statement("UPDATE passkeys SET stands_alone = false WHERE account_id = %(account_id)s")
_REMOVE = Statement("DELETE FROM passkeys WHERE account_id = %(account_id)s AND id = %(id)s")


async def passkeys_of(db: Db, account_id: Id) -> list[Passkey]:
    """List somebody's passkeys, the oldest first."""
    return await db.all(_ALL, Passkey, account_id=account_id, limit=PASSKEYS_MAX)


async def find_passkey(db: Db, account_id: Id, passkey_id: Id) -> Passkey | None:
    """Find one of somebody's passkeys."""
    return await db.maybe(_FIND, Passkey, account_id=account_id, id=passkey_id)


async def lock_passkey(db: Db, account_id: Id, credential_id: bytes) -> Passkey | None:
    """Find one by what the device calls it: of two who bring the same answer, the second waits."""
    return await db.maybe(_LOCK, Passkey, account_id=account_id, credential_id=credential_id)


async def note_use(db: Db, account_id: Id, passkey_id: Id, *, sign_count: int, used_at: datetime) -> None:
    """Note that one was used, and how often its device says it was."""
    await db.run(_NOTE_USE, account_id=account_id, id=passkey_id, sign_count=sign_count, used_at=used_at)


async def rename_passkey(db: Db, account_id: Id, passkey_id: Id, name: str) -> bool:
    """Give one another name. `False` where there is none."""
    return await db.run(_RENAME, account_id=account_id, id=passkey_id, name=name) == 1


async def let_rest(db: Db, account_id: Id) -> None:
    """Let none of somebody's stand in the place of the password before it was used once more, beside it."""
    await db.run(_REST, account_id=account_id)


async def remove_passkey(db: Db, account_id: Id, passkey_id: Id) -> bool:
    """Forget one. `False` where there is none."""
    return await db.run(_REMOVE, account_id=account_id, id=passkey_id) == 1
