"""Topics of one's own, and the list to choose from."""

from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.storage.database import Db
from kith.base.work import Work
from kith.topics import store
from kith.topics.model import OWN_TOPICS_MAX, OwnTopic, OwnTopicDeleted, Topic, TopicWish
from kith.topics.ready import ready_topic, ready_topics
from kith.topics.rules import check_wish, own_id, own_key


async def topics_for(db: Db, owner_id: Id) -> list[Topic]:
    """List the topics that somebody can choose: the ready ones, then their own, the oldest first."""
    return [*ready_topics(), *(_topic(own) for own in await store.own_topics_of(db, owner_id))]


async def find_topic(db: Db, owner_id: Id, key: str) -> Topic:
    """Get a topic that somebody can choose, by its key. Raises `NotFound`."""
    if (ready := ready_topic(key)) is not None:
        return ready
    if (topic_id := own_id(key)) is None:
        raise NotFound
    return _topic(await store.get_own(db, owner_id, topic_id))


async def make_topic(work: Work, wish: TopicWish) -> Topic:
    """Make a topic of one's own. Raises `Invalid`; `Refused` for one too many."""
    owner_id, wish = acting(work), check_wish(wish)
    if await store.count_own(work.db, owner_id) >= OWN_TOPICS_MAX:
        raise Refused(_("You have {count} topics of your own. Delete one first.").format(count=OWN_TOPICS_MAX))
    made = OwnTopic(
        owner_id=owner_id, id=work.new_id(), label=wish.label, yes=wish.yes, no=wish.no, created_at=work.now
    )
    await work.db.insert(made)
    return _topic(made)


async def change_topic(work: Work, topic_id: Id, wish: TopicWish) -> Topic:
    """Write a topic of one's own anew. Raises `Invalid`, `NotFound`."""
    owner_id, wish = acting(work), check_wish(wish)
    await store.change_own(work.db, owner_id, topic_id, wish)
    return _topic(await store.get_own(work.db, owner_id, topic_id))


async def delete_topic(work: Work, topic_id: Id) -> None:
    """Delete a topic of one's own, with all that one said about it. Raises `NotFound`."""
    owner_id, key = acting(work), own_key(topic_id)
    await store.delete_own(work.db, owner_id, topic_id, key)
    work.tell(OwnTopicDeleted(owner_id=owner_id, topic=key))


def acting(work: Work) -> Id:
    """Give who acts. Raises `SignInFirst`."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


def _topic(own: OwnTopic) -> Topic:
    return Topic(key=own_key(own.id), label=own.label, own=own)
