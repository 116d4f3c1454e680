"""Looking at one's own mirror: nothing is counted here, and nobody else's can be asked for."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from kith.base.core.words import _
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.actions.choosing import acting
from kith.mirror.model import Mirror, MirrorWeek, Word
from kith.mirror.rules.index import counts_of, index, word_of
from kith.mirror.rules.sentences import say_reason, say_step, say_word, step_path
from kith.topics import topics_for
from kith.topics.model import Topic


class Reflection(msgspec.Struct, frozen=True, kw_only=True):
    """One week in words. `height` is for the line of weeks: where on it, from 0 to 100."""

    week: MirrorWeek
    word: Word
    words: str
    reason: str
    step: str
    step_path: str
    height: int

    @property
    def on(self) -> date:
        """The Monday."""
        return self.week.week_on


class MirrorView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's mirror as they see it: whether it is on, and what it said, the newest first."""

    mirror: Mirror | None
    resting_until: datetime | None
    weeks: Sequence[Reflection]


async def see(work: Work) -> MirrorView:
    """See one's own mirror."""
    mirror = await store.find(work.db, acting(work))
    if mirror is None:
        return MirrorView(mirror=None, resting_until=None, weeks=())
    resting = mirror.paused_until is not None and mirror.paused_until > work.now
    weeks = await store.weeks_of(work.db, mirror.owner_id)
    labels = {one.key: _within(one) for one in await topics_for(work.db, mirror.owner_id)} if weeks else {}
    return MirrorView(
        mirror=mirror,
        resting_until=mirror.paused_until if resting else None,
        weeks=[_reflection(week, labels.get(week.topic) or _("a topic you have deleted since")) for week in weeks],
    )


def _reflection(week: MirrorWeek, label: str) -> Reflection:
    counts = counts_of(week)
    word = word_of(counts)
    return Reflection(
        week=week,
        word=word,
        words=say_word(word),
        reason=say_reason(week, label),
        step=say_step(week),
        step_path=step_path(week),
        height=round(index(counts)),
    )


def _within(topic: Topic) -> str:
    """Name a topic inside a sentence; one of somebody's own as they wrote it."""
    return topic.label if topic.own else topic.label[:1].lower() + topic.label[1:]
