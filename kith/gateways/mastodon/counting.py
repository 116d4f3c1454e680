"""The counts of accounts and of the whole server, kept for a while.

Everything that shows a person asks for them. What is kept is
dropped when the person writes, or a tie of theirs changes (`author:`, `follows:`).
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.gateways.mastodon import store
from kith.gateways.mastodon.store import Counts

T = TypeVar("T")

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Counts).decode


async def counts_of(work: Work, account_ids: Iterable[Id]) -> dict[Id, Counts]:
    """Give the counts of these accounts, as this work sees them; every id given has an answer."""
    cache, ids = work.house.cache, set(account_ids)
    epoch, found = cache.epoch(), {}
    for one in ids:
        kept = None if work.has_changed(*_depends(one)) else cache.get(_key(one))
        if kept is not None:
            found[one] = _decode(kept)
    for one, counts in (await store.counts_of(work.db, ids - found.keys())).items():
        found[one] = counts
        if not work.has_changed(*_depends(one)):
            cache.put(_key(one), _encode(counts), depends=_depends(one), since=epoch)
    return found


async def of_the_minute(work: Work, name: str, read: Callable[[], Awaitable[T]], kind: type[T]) -> T:
    """Give what is read of everybody at once, as it was within this minute: anybody may ask, as often as they like."""
    cache, key = work.house.cache, f"everybody:{name}:{work.now:%Y-%m-%dT%H:%M}"
    epoch, kept = cache.epoch(), cache.get(key)
    if kept is not None:
        return msgspec.msgpack.decode(kept, type=kind)
    found = await read()
    cache.put(key, _encode(found), depends=(), since=epoch)
    return found


def _key(account_id: Id) -> str:
    return f"counts:{account_id}"


def _depends(account_id: Id) -> tuple[str, ...]:
    return f"author:{account_id}", f"follows:{account_id}"
