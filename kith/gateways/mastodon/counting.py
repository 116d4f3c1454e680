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
from kith.posts import AddedNow
from kith.posts.model import Post

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
        if not work.has_changed(*_tied_by(one)):
            cache.put(_tied_key(one), _encode(counts), depends=_tied_by(one), since=epoch)
    return found


async def counts_after(work: Work, post: Post) -> Counts:
    """Give the counts of an author whose post was written in this very work.

    How much they said was learnt as it was written; who follows them was not changed by it.
    """
    added = work.memo.get(AddedNow, {}).get(post.id)
    kept = None if work.has_changed(*_tied_by(post.author_id)) else work.house.cache.get(_tied_key(post.author_id))
    if added is None or added.posts is None or kept is None:
        return (await counts_of(work, [post.author_id]))[post.author_id]
    counts = msgspec.structs.replace(_decode(kept), posts=added.posts, last_post_at=post.published_at)
    known, depends = _encode(counts), _depends(post.author_id)
    work.keep(_key(post.author_id), known, depends=depends, size_bytes=len(known))  # for who is told of the post
    return counts


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


def _tied_key(account_id: Id) -> str:
    return f"tied:{account_id}"


def _tied_by(account_id: Id) -> tuple[str, ...]:
    """Name what changes of the counts but by what the account writes."""
    return f"follows:{account_id}", f"collected:{account_id}"
