"""The plug of caps."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.caps import store
from kith.caps.actions.capping import forget_topic
from kith.caps.model import Cap, Pace
from kith.caps.web import ROUTES
from kith.people.model import Left
from kith.topics.model import OwnTopicDeleted


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


async def _topic_gone(work: Work, fact: OwnTopicDeleted) -> None:
    await forget_topic(work, fact.owner_id, fact.topic)


FEATURE = Feature(
    name="caps",
    records=(Cap, Pace),
    routes=ROUTES,
    listeners=(
        Listener(Left, "caps.left", _left),
        Listener(OwnTopicDeleted, "caps.topic_gone", _topic_gone),
    ),
)
