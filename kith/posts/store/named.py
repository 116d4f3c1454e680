"""The accounts that stand in posts, as authors or by name."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Account

_BY_IDS = Statement(f"SELECT {Account.columns()} FROM accounts WHERE id = ANY (%(ids)s::bigint[])")
# Two statements: names and accounts lie on different machines of a cluster.
_HANDLES = Statement("SELECT handle, account_id FROM handles WHERE handle = ANY (%(handles)s::text[])")


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    handle: str
    account_id: Id


async def accounts_by_ids(db: Db, ids: Sequence[Id]) -> list[Account]:
    """Read accounts, whoever they are hidden from."""
    return await db.all(_BY_IDS, Account, ids=ids) if ids else []


async def accounts_by_handles(db: Db, handles: Sequence[str]) -> dict[str, Account]:
    """Read the accounts that have these handles, `ana` or `ana@hav.social` in lower case, by handle."""
    named = await db.all(_HANDLES, _Named, handles=handles) if handles else []
    accounts = {account.id: account for account in await accounts_by_ids(db, [one.account_id for one in named])}
    return {one.handle: accounts[one.account_id] for one in named if one.account_id in accounts}
