"""Topics of one's own, each under its owner; and forgetting whoever left."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.topics.model import OWN_TOPICS_MAX, OwnTopic, TopicWish

_OWN = Statement(
    f"SELECT {OwnTopic.columns()} FROM own_topics WHERE owner_id = %(owner_id)s ORDER BY id LIMIT %(limit)s"
)
_FIND_OWN = Statement(f"SELECT {OwnTopic.columns()} FROM own_topics WHERE owner_id = %(owner_id)s AND id = %(id)s")
# Whoever makes a topic holds the account, so that of two at once the second counts what the first has made.
_LOCK_OWNER = Statement("SELECT TRUE FROM accounts WHERE id = %(owner_id)s FOR NO KEY UPDATE")
_COUNT_OWN = Statement("SELECT count(*) FROM own_topics WHERE owner_id = %(owner_id)s")
_CHANGE_OWN = Statement("""
    UPDATE own_topics
       SET label = %(label)s, yes = %(yes)s::text[], no = %(no)s::text[]
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_LOCK_OWN = Statement(f"""
    SELECT {OwnTopic.columns()}
      FROM own_topics
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_LEARN = Statement("UPDATE own_topics SET learned = %(learned)s WHERE owner_id = %(owner_id)s AND id = %(id)s")
_DELETE_OWN = Statement("DELETE FROM own_topics WHERE owner_id = %(owner_id)s AND id = %(id)s")
_FORGET_DECLARED = Statement("DELETE FROM declared_topics WHERE author_id = %(owner_id)s AND topic = %(topic)s")
_FORGET_CORRECTED = Statement("DELETE FROM topic_corrections WHERE reader_id = %(owner_id)s AND topic = %(topic)s")
_FORGET_OWN = Statement("DELETE FROM own_topics WHERE owner_id = %(owner_id)s")
_FORGET_READER = Statement("DELETE FROM topic_corrections WHERE reader_id = %(owner_id)s")
_FORGET_AUTHOR = Statement("DELETE FROM topic_corrections WHERE author_id = %(owner_id)s")
_FORGET_POST = Statement("DELETE FROM topic_corrections WHERE author_id = %(author_id)s AND post_id = %(post_id)s")


async def own_topics_of(db: Db, owner_id: Id) -> list[OwnTopic]:
    """List somebody's own topics, the oldest first."""
    return await db.all(_OWN, OwnTopic, owner_id=owner_id, limit=OWN_TOPICS_MAX)


async def get_own(db: Db, owner_id: Id, topic_id: Id) -> OwnTopic:
    """Get a topic of one's own. Raises `NotFound`."""
    return await db.one(_FIND_OWN, OwnTopic, owner_id=owner_id, id=topic_id)


async def count_own(db: Db, owner_id: Id) -> int:
    """Count somebody's own topics, and let nobody else make one for them until the work ends."""
    await db.value(_LOCK_OWNER, owner_id=owner_id)
    return int(await db.value(_COUNT_OWN, owner_id=owner_id))


async def change_own(db: Db, owner_id: Id, topic_id: Id, wish: TopicWish) -> None:
    """Write a topic anew. Raises `NotFound`."""
    done = await db.run(
        _CHANGE_OWN, owner_id=owner_id, id=topic_id, label=wish.label, yes=list(wish.yes), no=list(wish.no)
    )
    if not done:
        raise NotFound


async def lock_own(db: Db, owner_id: Id, topic_id: Id) -> OwnTopic:
    """Get a topic of one's own to teach it; whoever else would waits. Raises `NotFound`."""
    return await db.one(_LOCK_OWN, OwnTopic, owner_id=owner_id, id=topic_id)


async def write_learned(db: Db, owner_id: Id, topic_id: Id, learned: bytes) -> None:
    """Write what a topic has learned."""
    await db.run(_LEARN, owner_id=owner_id, id=topic_id, learned=learned)


async def delete_own(db: Db, owner_id: Id, topic_id: Id, key: str) -> None:
    """Delete a topic, with all that its owner said about it. Raises `NotFound`."""
    if not await db.run(_DELETE_OWN, owner_id=owner_id, id=topic_id):
        raise NotFound
    await db.run(_FORGET_DECLARED, owner_id=owner_id, topic=key)
    await db.run(_FORGET_CORRECTED, owner_id=owner_id, topic=key)


async def forget(db: Db, owner_id: Id) -> None:
    """Delete what belongs to somebody who left, and what others said of their posts. The rest goes with the posts."""
    await db.run(_FORGET_OWN, owner_id=owner_id)
    await db.run(_FORGET_READER, owner_id=owner_id)
    await db.run(_FORGET_AUTHOR, owner_id=owner_id)


async def forget_post(db: Db, author_id: Id, post_id: Id) -> None:
    """Delete what readers said of a post that is gone."""
    await db.run(_FORGET_POST, author_id=author_id, post_id=post_id)
