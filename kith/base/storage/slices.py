"""Reading a list piece by piece: down from the newest, or up from where one has read to."""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

Row = TypeVar("Row", bound=msgspec.Struct)


async def read_slice(
    db: Db,
    into: type[Row],
    paging: Paging,
    *,
    down: Statement,
    up: Statement,
    place: Callable[[Row], Id],
    **params: object,
) -> Slice[Row]:
    """Read one part of a list, newest first. `down` and `up` differ in their order alone.

    Both take `below`, `above` and `limit`. One row more than asked is read, to know whether the list goes on.
    """
    rows = await db.all(
        up if paging.upwards else down,
        into,
        below=paging.below,
        above=paging.above,
        limit=paging.limit + 1,
        **params,
    )
    items = rows[: paging.limit]
    if paging.upwards:
        items.reverse()
    goes_on = paging.upwards or len(rows) > paging.limit
    return Slice(items=items, older_than=place(items[-1]) if items and goes_on else None)
