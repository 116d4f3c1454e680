"""What authors and readers say of posts, each under whoever says it."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.topics.model import DeclaredTopic, TopicCorrection

_DECLARED = Statement(f"""
    SELECT {DeclaredTopic.columns()}
      FROM declared_topics
     WHERE author_id = %(author_id)s
       AND post_id = ANY (%(post_ids)s::bigint[])
     ORDER BY post_id, topic
""")
_LOCK_DECLARED = Statement(f"""
    SELECT {DeclaredTopic.columns()}
      FROM declared_topics
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       AND topic = %(topic)s
       FOR UPDATE
""")
_CHANGE_DECLARED = Statement("""
    UPDATE declared_topics
       SET about = %(about)s, source = %(source)s, declared_at = %(declared_at)s
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       AND topic = %(topic)s
""")
_CORRECT = Statement(f"""
    INSERT INTO topic_corrections ({TopicCorrection.columns()})
    VALUES (%(reader_id)s, %(post_id)s, %(topic)s, %(author_id)s, %(about)s, %(corrected_at)s)
        ON CONFLICT (reader_id, post_id, topic)
        DO UPDATE SET about = EXCLUDED.about, corrected_at = EXCLUDED.corrected_at
""")
_LOCK_CORRECTION = Statement("""
    SELECT about
      FROM topic_corrections
     WHERE reader_id = %(reader_id)s
       AND post_id = %(post_id)s
       AND topic = %(topic)s
       FOR UPDATE
""")
_TAKE_BACK = Statement("""
    DELETE FROM topic_corrections
     WHERE reader_id = %(reader_id)s
       AND post_id = %(post_id)s
       AND topic = %(topic)s
    RETURNING about
""")


async def declarations_of(db: Db, author_id: Id, post_ids: Iterable[Id]) -> list[DeclaredTopic]:
    """List what an author said of these posts of theirs, unsorted ones too. For the author, and for counting."""
    return await db.all(_DECLARED, DeclaredTopic, author_id=author_id, post_ids=list(post_ids))


async def find_declaration(db: Db, author_id: Id, post_id: Id, topic: str) -> DeclaredTopic | None:
    """Find what an author said of a post of theirs about one topic."""
    return next((one for one in await declarations_of(db, author_id, [post_id]) if one.topic == topic), None)


async def lock_declaration(db: Db, new: DeclaredTopic) -> DeclaredTopic | None:
    """Write an answer where there is none, and give `None`; otherwise give the one there is, held until the end."""
    if await db.insert_new(new):
        return None
    return await db.one(_LOCK_DECLARED, DeclaredTopic, author_id=new.author_id, post_id=new.post_id, topic=new.topic)


async def change_declaration(db: Db, changed: DeclaredTopic) -> None:
    """Write another answer."""
    await db.run(
        _CHANGE_DECLARED,
        author_id=changed.author_id,
        post_id=changed.post_id,
        topic=changed.topic,
        about=changed.about,
        source=changed.source,
        declared_at=changed.declared_at,
    )


async def write_correction(db: Db, correction: TopicCorrection) -> None:
    """Write what a reader says, over what they said before."""
    await db.run(_CORRECT, **{name: getattr(correction, name) for name in _CORRECT.names})


async def lock_correction(db: Db, reader_id: Id, post_id: Id, topic: str) -> bool | None:
    """Tell what a reader said, and hold it until the work ends."""
    about: bool | None = await db.value(_LOCK_CORRECTION, reader_id=reader_id, post_id=post_id, topic=topic)
    return about


async def delete_correction(db: Db, reader_id: Id, post_id: Id, topic: str) -> bool | None:
    """Take back what a reader said, and tell what it was."""
    about: bool | None = await db.value(_TAKE_BACK, reader_id=reader_id, post_id=post_id, topic=topic)
    return about
