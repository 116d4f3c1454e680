"""The folds of topics: what is over a cap, for whoever wants to read it all the same."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import ID_MAX, Id, first_id_at
from kith.base.work import Work
from kith.caps import topic_words
from kith.feed import store
from kith.feed.actions.fair import sitting_for
from kith.feed.model import EARLIER_DAYS, KeptFold, KeptLane, Sitting
from kith.feed.store import Stretch
from kith.people import present_accounts, viewer_of
from kith.people.model import Account, Viewer
from kith.posts import hydrate, sift
from kith.posts.model import Card
from kith.topics import topics_of
from kith.topics.model import FoundTopic

OVER_PAGE = 20
NAMED_MAX = 3  # people, in the words of a fold
_TOP = Id(ID_MAX)


class AskedOver(msgspec.Struct, frozen=True, kw_only=True):
    """Which fold is meant: of a topic (empty: of anything), in a sitting, or in the one that goes on."""

    topic: str
    sitting_id: Id | None = None


class OverFold(msgspec.Struct, frozen=True, kw_only=True):
    """A fold that a cap made: its topic (empty: of anything) in words, how many posts, by how many, by whom first."""

    topic: str
    words: str
    count: int
    people: int
    named: tuple[Account, ...]


class OpenOver(msgspec.Struct, frozen=True, kw_only=True):
    """A part of such a fold, opened; `topics` tells by post what it is about, and by which evidence."""

    topic: str
    words: str
    cards: tuple[Card, ...]
    topics: Mapping[Id, tuple[FoundTopic, ...]]
    older_than: Id | None
    held: int = 0


async def over_folds(work: Work, sitting: Sitting) -> list[OverFold]:
    """List the folds of a sitting that caps made."""
    viewer = await viewer_of(work)
    lanes = {fold.topic: lanes for fold in sitting.folds if (lanes := _lanes(fold, viewer))}
    first = [lane.author_id for some in lanes.values() for lane in some[:NAMED_MAX]]
    accounts = {one.id: one for one in await present_accounts(work.db, first)}
    words = await topic_words(work, lanes)
    return [
        OverFold(
            topic=topic,
            words=words[topic],
            count=sum(lane.count for lane in some),
            people=len(some),
            named=tuple(accounts[lane.author_id] for lane in some[:NAMED_MAX] if lane.author_id in accounts),
        )
        for topic, some in lanes.items()
    ]


async def open_over(work: Work, asked: AskedOver, *, below: Id = _TOP, zone: str, with_held: bool = False) -> OpenOver:
    """Open a fold that a cap made, and mark what it shows. Raises `NotFound` where Home has none of that topic."""
    viewer, topic = await viewer_of(work), asked.topic
    lanes = await _lanes_of(work, asked, viewer, zone)
    stretches = [
        Stretch(author_id=lane.author_id, newest_id=lane.newest_id, oldest_id=lane.oldest_id) for lane in lanes
    ]
    posts = await store.stretch_posts(work.db, viewer, stretches, below=below, limit=OVER_PAGE + 1)
    here = posts[:OVER_PAGE]
    sifted = await sift(work, await hydrate(work.db, viewer, here), "home", drop=not with_held)
    if sifted.cards:
        oldest_id = first_id_at(work.now - timedelta(days=EARLIER_DAYS))
        shown = [(card.post.author_id, card.post.id) for card in sifted.cards]
        await store.keep_shown(work.db, viewer.id, shown, seen_at=None, oldest_id=oldest_id)
    return OpenOver(
        topic=topic,
        words=(await topic_words(work, [topic]))[topic],
        cards=tuple(sifted.cards),
        topics=await topics_of(work.db, viewer, [card.post for card in sifted.cards]),
        older_than=here[-1].id if len(posts) > OVER_PAGE else None,
        held=sifted.held,
    )


async def done_with_over(work: Work, asked: AskedOver, *, zone: str) -> None:
    """Mark all that such a fold holds as read."""
    viewer = await viewer_of(work)
    lanes = await _lanes_of(work, asked, viewer, zone)
    await store.keep_all_done(work.db, viewer.id, [(lane.author_id, lane.newest_id) for lane in lanes])


async def _lanes_of(work: Work, asked: AskedOver, viewer: Viewer, zone: str) -> Sequence[KeptLane]:
    """Find the fold in its sitting; in one that is lost, what was not read of it stands again."""
    sitting = await sitting_for(work, asked.sitting_id, zone=zone)
    fold = next((one for one in sitting.folds if one.topic == asked.topic), None)
    lanes = _lanes(fold, viewer) if fold else ()
    if not lanes:
        raise NotFound
    return lanes


def _lanes(fold: KeptFold, viewer: Viewer) -> Sequence[KeptLane]:
    """Leave out whoever was muted, blocked or let go meanwhile."""
    gone = {*viewer.muted, *viewer.apart, *viewer.hidden}
    return [lane for lane in fold.lanes if lane.author_id not in gone]
