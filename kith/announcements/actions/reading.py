"""Reading what is announced now."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from kith.announcements import store
from kith.announcements.model import Announcement, Counted
from kith.announcements.rules import is_current
from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work

CACHED = "announcements"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Announcement, ...]).decode


class Announced(msgspec.Struct, frozen=True, kw_only=True):
    """An announcement as one person sees it."""

    announcement: Announcement
    reactions: tuple[Counted, ...]
    read: bool


async def load_current(work: Work) -> Sequence[Announced]:
    """List what is announced now, the last to begin first."""
    return await _seen(work, await _current(work))


async def load_unread(work: Work) -> Sequence[Announced]:
    """List what is announced now and not put away. Mostly nothing is, and then nothing is asked."""
    current = await _current(work)
    return [one for one in await _seen(work, current) if not one.read] if current else []


async def find_current(work: Work, announcement_id: Id) -> Announced:
    """Get one that is announced now. Raises `NotFound` before it begins and after it ends, too."""
    for one in await _current(work):
        if one.id == announcement_id:
            return (await _seen(work, [one]))[0]
    raise NotFound


async def _current(work: Work) -> list[Announcement]:
    cache = work.house.cache
    kept = cache.get(CACHED)
    if kept is None:
        epoch = cache.epoch()
        kept = _encode(tuple(await store.not_ended(work.db, work.now)))
        cache.put(CACHED, kept, depends=(CACHED,), since=epoch)
    return [one for one in _decode(kept) if is_current(one, work.now)]


async def _seen(work: Work, announcements: Sequence[Announcement]) -> list[Announced]:
    if work.actor is None:
        raise SignInFirst
    ids = [one.id for one in announcements]
    read = await store.put_away(work.db, work.actor, ids)
    counted: defaultdict[Id, list[Counted]] = defaultdict(list)
    for reaction in await store.reactions(work.db, work.actor, ids):
        counted[reaction.announcement_id].append(reaction)
    return [Announced(announcement=one, reactions=tuple(counted[one.id]), read=one.id in read) for one in announcements]
