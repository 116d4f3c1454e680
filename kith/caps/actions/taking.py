"""All by which a reader limits what they take in: out of this process's cache, where it is known."""

import msgspec

from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.caps import store
from kith.caps.model import Taking
from kith.people import note_limits, viewer_of
from kith.people.model import Viewer

_NOTHING = Taking()
_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(Taking).decode


async def taking_of(work: Work) -> Taking:
    """Give the limits of whoever acts. A viewer knows whether there are any, so nearly everybody is asked nothing."""
    if work.actor is None or not (await viewer_of(work)).limits:
        return _NOTHING
    known: tuple[Id, Taking] | None = work.memo.get(Taking)
    if known is None or known[0] != work.actor:
        known = work.memo[Taking] = (work.actor, await _load(work, work.actor))
    return known[1]


async def _load(work: Work, reader_id: Id) -> Taking:
    cache, key = work.house.cache, f"taking:{reader_id}"
    kept = None if work.has_changed(key) else cache.get(key)
    if kept is not None:
        return _decode(kept)
    epoch = cache.epoch()
    taking = Taking(caps=tuple(await store.caps_of(work.db, reader_id)), pace=await store.find_pace(work.db, reader_id))
    cache.put(key, _encode(taking), depends=(key,), since=epoch)
    return taking


async def has_changed(work: Work, reader_id: Id) -> None:
    """Let every process forget what it knew, and every read of the viewer know whether there are limits at all."""
    work.memo.pop(Taking, None)
    work.memo.pop(Viewer, None)
    any_ = bool(await store.caps_of(work.db, reader_id)) or await store.find_pace(work.db, reader_id) is not None
    await note_limits(work.db, reader_id, any_=any_)
    work.forget(f"taking:{reader_id}", f"viewer:{reader_id}")


def acting(work: Work) -> Id:
    """Give who acts. Raises `SignInFirst`."""
    if work.actor is None:
        raise SignInFirst
    return work.actor
