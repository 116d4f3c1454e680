"""Accounts and their names."""

from collections.abc import Sequence

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Account, Handle, Skeleton

_FIND = Statement(f"SELECT {Account.columns()} FROM accounts WHERE id = %(account_id)s")
_FIND_BY_HANDLE = Statement(f"""
    SELECT {Account.columns("accounts")}
      FROM handles
      JOIN accounts ON accounts.id = handles.account_id
     WHERE handles.handle = %(handle)s
""")
_FIND_MANY = Statement(f"""
    SELECT {Account.columns()}
      FROM accounts
     WHERE id = ANY(%(account_ids)s::bigint[])
     ORDER BY id
""")
_FIND_MANY_BY_HANDLE = Statement(f"""
    SELECT {Account.columns("accounts")}
      FROM handles
      JOIN accounts ON accounts.id = handles.account_id
     WHERE handles.handle = ANY(%(handles)s::text[])
       AND accounts.gone_at IS NULL
     ORDER BY accounts.id
""")
_ALL_LOCAL = Statement(f"""
    SELECT {Account.columns()}
      FROM accounts
     WHERE domain IS NULL
       AND gone_at IS NULL
     ORDER BY lower(name), id
     LIMIT 1000
""")
_COUNT_LOCAL = Statement("SELECT count(*) FROM accounts WHERE domain IS NULL AND gone_at IS NULL")
_LOCK = Statement(f"SELECT {Account.columns()} FROM accounts WHERE id = %(account_id)s FOR UPDATE")
_FORGET_HANDLE = Statement("DELETE FROM handles WHERE account_id = %(account_id)s")
_FORGET_SKELETON = Statement("DELETE FROM handle_skeletons WHERE account_id = %(account_id)s")
_DELETE = Statement("DELETE FROM accounts WHERE id = %(account_id)s")


async def add_account(db: Db, account: Account, *, skeleton: str | None) -> bool:
    """Write an account with its handle, and for a local one its skeleton. `False` when the name is taken.

    The handle is claimed first: of two people who want it at once, the second waits for the first to finish.
    """
    address = f"{account.handle.lower()}@{account.domain}" if account.domain else account.handle.lower()
    if not await db.insert_new(Handle(handle=address, account_id=account.id)):
        return False
    if skeleton is not None and not await db.insert_new(Skeleton(skeleton=skeleton, account_id=account.id)):
        return False
    await db.insert(account)
    return True


async def find_account(db: Db, account_id: Id) -> Account | None:
    """Find an account, those that are leaving included."""
    return await db.maybe(_FIND, Account, account_id=account_id)


async def get_account(db: Db, account_id: Id) -> Account:
    """Get an account. Raises `NotFound`, also for one that is gone."""
    account = await find_account(db, account_id)
    if account is None or account.gone_at is not None:
        raise NotFound
    return account


async def get_account_even_gone(db: Db, account_id: Id) -> Account:
    """Get an account, also one that is leaving. Raises `NotFound`."""
    return await db.one(_FIND, Account, account_id=account_id)


async def lock_account(db: Db, account_id: Id) -> Account:
    """Get an account to change it; others who want to change it wait."""
    return await db.one(_LOCK, Account, account_id=account_id)


async def find_account_by_handle(db: Db, address: str) -> Account | None:
    """Find an account by `handle` or `handle@domain`, in any case."""
    return await db.maybe(_FIND_BY_HANDLE, Account, handle=address.lower())


async def accounts_by_ids(db: Db, account_ids: Sequence[Id]) -> list[Account]:
    """Read several accounts at once, ordered by id; gone ones included, so that old words keep a name."""
    if not account_ids:
        return []
    return await db.all(_FIND_MANY, Account, account_ids=list(account_ids))


async def accounts_by_handles(db: Db, addresses: Sequence[str]) -> list[Account]:
    """Read several accounts by `handle` or `handle@domain`; unknown and gone ones are left out."""
    if not addresses:
        return []
    return await db.all(_FIND_MANY_BY_HANDLE, Account, handles=[address.lower() for address in addresses])


async def all_local_accounts(db: Db) -> list[Account]:
    """List everybody of a small server, by name."""
    return await db.all(_ALL_LOCAL, Account)


async def count_local_accounts(db: Db) -> int:
    """Count the people of this server."""
    return int(await db.value(_COUNT_LOCAL))


async def forget_handle(db: Db, account_id: Id) -> None:
    """Give a handle free again: of somebody who never came in."""
    await db.run(_FORGET_HANDLE, account_id=account_id)
    await db.run(_FORGET_SKELETON, account_id=account_id)


async def delete_account(db: Db, account_id: Id) -> None:
    """Delete the account and what hangs on it as a member. The handle stays taken."""
    await db.run(_DELETE, account_id=account_id)
