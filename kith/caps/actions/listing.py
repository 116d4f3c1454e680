"""Everything by which somebody limits what they take in, in one list."""

from collections.abc import Collection

import msgspec

from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.caps import store
from kith.caps.actions.taking import acting
from kith.caps.model import EVERYONE, Cap, Pace
from kith.caps.rules import left_of, week_of
from kith.filters import FullFilter, filters_of
from kith.people import mutes_of, present_accounts
from kith.people.model import Account, Mute
from kith.topics import ready_topic, topics_for
from kith.topics.model import Topic

MUTES_SHOWN_MAX = 100


class CapRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cap, on whom and about what, and how many cards it leaves for this week."""

    cap: Cap
    author: Account | None
    topic: Topic | None
    left: int


class MuteRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody from whom one has a break, or whom one mutes until further notice."""

    mute: Mute
    account: Account


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, and the topics to choose from."""

    caps: tuple[CapRow, ...]
    mutes: tuple[MuteRow, ...]
    filters: tuple[FullFilter, ...]
    pace: Pace | None
    topics: tuple[Topic, ...]


async def taken_in(work: Work, *, zone: str) -> TakenIn:
    """List it, for whoever acts. Caps on people who are gone, or hidden now, are left out until they come back."""
    reader_id = acting(work)
    caps, mutes = await store.caps_of(work.db, reader_id), await _mutes(work, reader_id)
    topics = await topics_for(work.db, reader_id)
    by_key = {topic.key: topic for topic in topics}
    people = [*(cap.author_id for cap in caps if cap.author_id != EVERYONE), *(mute.muted_id for mute in mutes)]
    accounts = {one.id: one for one in await present_accounts(work.db, people)}
    week_on = week_of(work.now, zone)
    return TakenIn(
        caps=tuple(
            CapRow(
                cap=cap,
                author=accounts.get(cap.author_id),
                topic=by_key.get(cap.topic),
                left=left_of(cap, week_on),
            )
            for cap in caps
            if (cap.author_id == EVERYONE or cap.author_id in accounts) and (not cap.topic or cap.topic in by_key)
        ),
        mutes=tuple(MuteRow(mute=mute, account=accounts[mute.muted_id]) for mute in mutes if mute.muted_id in accounts),
        filters=tuple(await filters_of(work.db, reader_id)),
        pace=await store.find_pace(work.db, reader_id),
        topics=tuple(topics),
    )


async def topic_words(work: Work, keys: Collection[str]) -> dict[str, str]:
    """Name topics for whoever acts, by their keys; the empty one is anything."""
    words = {"": _("More than you take in")}
    words |= {key: topic.label for key in keys if (topic := ready_topic(key))}
    if missing := [key for key in keys if key not in words]:
        own = {topic.key: topic.label for topic in await topics_for(work.db, acting(work))}
        words |= {key: own.get(key, _("Something else")) for key in missing}
    return words


async def _mutes(work: Work, reader_id: Id) -> list[Mute]:
    return await mutes_of(work.db, reader_id, work.now, limit=MUTES_SHOWN_MAX)
