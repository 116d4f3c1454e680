"""The second step of signing in, and recovery codes."""

from collections.abc import Iterable
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import RecoveryCode, TwoStep

_FIND = Statement(f"SELECT {TwoStep.columns()} FROM two_steps WHERE account_id = %(account_id)s")
_LOCK = Statement(f"SELECT {TwoStep.columns()} FROM two_steps WHERE account_id = %(account_id)s FOR UPDATE")
_TURN_ON = Statement("""
    UPDATE two_steps
       SET on_at = %(on_at)s, last_step = %(step)s
     WHERE account_id = %(account_id)s
""")
_PUT_APP = Statement("""
    UPDATE two_steps
       SET sealed_secret = %(sealed_secret)s, begun_at = %(begun_at)s, last_step = 0
     WHERE account_id = %(account_id)s
""")
_TURN_ON_BY_PASSKEY = Statement("""
    UPDATE two_steps
       SET on_at = %(on_at)s, sealed_secret = NULL
     WHERE account_id = %(account_id)s
""")
_SET_STEP = Statement("UPDATE two_steps SET last_step = %(step)s WHERE account_id = %(account_id)s")
_END = Statement("DELETE FROM two_steps WHERE account_id = %(account_id)s")
_END_CODES = Statement("DELETE FROM recovery_codes WHERE account_id = %(account_id)s")
_USE_CODE = Statement("DELETE FROM recovery_codes WHERE account_id = %(account_id)s AND code_hash = %(code_hash)s")
_COUNT_CODES = Statement("SELECT count(*) FROM recovery_codes WHERE account_id = %(account_id)s")


async def find_two_step(db: Db, account_id: Id) -> TwoStep | None:
    """Find somebody's second step, also while it is being set up."""
    return await db.maybe(_FIND, TwoStep, account_id=account_id)


async def lock_two_step(db: Db, account_id: Id) -> TwoStep | None:
    """Find it to take a code: of two who bring the same one, the second waits, and comes too late."""
    return await db.maybe(_LOCK, TwoStep, account_id=account_id)


async def turn_two_step_on(db: Db, account_id: Id, *, step: int, on_at: datetime) -> None:
    """Ask for it from now on."""
    await db.run(_TURN_ON, account_id=account_id, step=step, on_at=on_at)


async def put_app(db: Db, account_id: Id, *, sealed_secret: bytes | None, begun_at: datetime) -> None:
    """Put another app's key there, which has to prove itself; or none, where passkeys alone shall count."""
    await db.run(_PUT_APP, account_id=account_id, sealed_secret=sealed_secret, begun_at=begun_at)


async def turn_on_by_passkey(db: Db, account_id: Id, *, on_at: datetime) -> None:
    """Ask for it from now on. An app that was begun without a proof of it has to be begun once more."""
    if await db.run(_TURN_ON_BY_PASSKEY, account_id=account_id, on_at=on_at) == 0:
        await db.insert(TwoStep(account_id=account_id, sealed_secret=None, begun_at=on_at, on_at=on_at))


async def take_step(db: Db, account_id: Id, step: int) -> None:
    """Note that the code of a time step was taken."""
    await db.run(_SET_STEP, account_id=account_id, step=step)


async def end_two_step(db: Db, account_id: Id) -> bool:
    """Forget the key, the passkeys and the codes; tell whether there was one."""
    return await db.run(_END, account_id=account_id) == 1


async def keep_codes(db: Db, account_id: Id, hashes: Iterable[bytes]) -> None:
    """Keep new recovery codes; those before count no more."""
    await db.run(_END_CODES, account_id=account_id)
    for code_hash in hashes:
        await db.insert(RecoveryCode(account_id=account_id, code_hash=code_hash))


async def use_code(db: Db, account_id: Id, code_hash: bytes) -> bool:
    """Take a recovery code. `False` where there is no such one, or none any more."""
    return await db.run(_USE_CODE, account_id=account_id, code_hash=code_hash) == 1


async def count_codes(db: Db, account_id: Id) -> int:
    """Count the recovery codes that are left."""
    return int(await db.value(_COUNT_CODES, account_id=account_id))
