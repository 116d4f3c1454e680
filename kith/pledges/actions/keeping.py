"""Reading how a pledge stands, and writing down the periods that have begun."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import habits_of
from kith.pledges import store
from kith.pledges.model import Pledge
from kith.pledges.rules.changing import caught_up
from kith.pledges.rules.slots import Ledger
from kith.topics import find_topic, score

_SOME, _NONE = b"1", b"0"


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


async def running_now(work: Work, author_id: Id) -> list[Pledge]:
    """List the pledges of somebody whose post is about to go out.

    That they have none is believed where work may believe, and asked about before anything is written.
    """
    key, cache = depends_on(author_id), work.house.cache
    if work.db.may_believe and cache.get(key) == _NONE:
        work.db.believe("pledges", store.none_running(author_id, work.now))
        return []
    epoch = cache.epoch()
    found = await store.running(work.db, author_id, work.now)
    if not work.has_changed(key):
        cache.put(key, _SOME if found else _NONE, depends=[key], since=epoch)
    return found


async def promised_anything(work: Work, author_id: Id) -> bool:
    """Tell whether somebody has pledges that are not over: for pages, which ask it of everybody, and so keep it."""
    key, cache = depends_on(author_id), work.house.cache
    kept = None if work.has_changed(key) else cache.get(key)
    if kept is not None:
        return kept == _SOME
    epoch = cache.epoch()
    found = bool(await store.running(work.db, author_id, work.now))
    cache.put(key, _SOME if found else _NONE, depends=[key], since=epoch)
    return found


def depends_on(author_id: Id) -> str:
    """Name what caches depend on that know whether somebody promised anything."""
    return f"pledges:{author_id}"


async def ledger_of(work: Work, pledge: Pledge) -> Ledger:
    """Read what is needed to decide about a pledge now. Writes nothing."""
    last = await store.last_period(work.db, pledge)
    pledge, fresh = caught_up(pledge, last, work.now)
    return await _ledger(work, pledge, Ledger(pledge=pledge, period=fresh[-1] if fresh else last))


async def kept_ledger(work: Work, pledge: Pledge) -> Ledger:
    """Read the same of a locked pledge, and write down the periods that have begun since somebody looked."""
    last = await store.last_period(work.db, pledge)
    now_so, fresh = caught_up(pledge, last, work.now)
    await work.db.insert_all(fresh)
    if now_so != pledge:
        await store.change_pledge(work.db, now_so)
    return await _ledger(work, now_so, Ledger(pledge=now_so, period=fresh[-1] if fresh else last))


async def likelihoods(work: Work, author_id: Id, pledges: Sequence[Pledge], text: str) -> dict[Id, float]:
    """Tell how likely a text is about what each of these pledges is about, by their ids."""
    found = []
    for key in sorted({one.topic for one in pledges}):
        try:
            found.append(await find_topic(work.db, author_id, key))
        except NotFound:
            continue  # a topic of their own that they deleted: from then on they say it themselves
    scores = await score(work.house, text, found) if text.strip() else {}
    return {one.id: scores.get(one.topic, 0.0) for one in pledges}


async def clock_of(work: Work, pledge: Pledge) -> Any:
    """Give what `time_until` needs to speak of a pledge's instants to its author."""
    language = (await habits_of(work)).language or "en"
    return SimpleNamespace(language=language, timezone=pledge.timezone, now=work.now)


async def _ledger(work: Work, pledge: Pledge, known: Ledger) -> Ledger:
    return Ledger(
        pledge=pledge,
        period=known.period,
        entries=await store.entries_of(work.db, pledge, since=store.reaches_back(work.now, known.period)),
        reservations=await store.reservations_of(work.db, pledge),
    )
