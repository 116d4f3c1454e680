"""Reading ahead for those who have caps on topics; and what is gone takes its caps along."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.caps import store
from kith.caps.actions.ahead import read_ahead, read_back
from kith.caps.actions.capping import forget_topic
from kith.caps.model import TopicCapped
from kith.people.model import Left
from kith.topics.model import OwnTopicDeleted


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


async def _topic_gone(work: Work, fact: OwnTopicDeleted) -> None:
    await forget_topic(work, fact.owner_id, fact.topic)


async def _topic_capped(work: Work, fact: TopicCapped) -> None:
    await read_back(work, reader_id=fact.reader_id)


LISTENERS = (
    Listener(Left, "caps.left", _left),
    Listener(OwnTopicDeleted, "caps.topic_gone", _topic_gone),
    Listener(TopicCapped, "caps.topic_capped", _topic_capped),
)
NIGHTLY = (
    Nightly("caps.read_ahead", time(0, 0), read_ahead, every=timedelta(minutes=5)),
    Nightly("caps.read_back", time(3, 40), read_back),
)
