"""Topics of one's own, what is said of posts, and scores: each row under the person it belongs to."""

from collections.abc import Iterable, Sequence

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.topics.model import (
    OWN_SCORED_MAX,
    OWN_TOPICS_MAX,
    DeclaredTopic,
    OwnTopic,
    TopicCorrection,
    TopicScores,
    TopicWish,
)

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
_SCORE = Statement(f"""
    INSERT INTO topic_scores ({TopicScores.columns()})
    SELECT author_id, id, %(model)s, %(scores)s::jsonb
      FROM posts
     WHERE author_id = %(author_id)s
       AND id = %(post_id)s
       FOR KEY SHARE
        ON CONFLICT (author_id, post_id)
        DO UPDATE SET model = EXCLUDED.model, scores = EXCLUDED.scores
""")
_TO_SCORE = Statement("""
    SELECT text, warning, hashtags, language, audience, repost_of_id
      FROM posts
     WHERE author_id = %(author_id)s
       AND id = %(post_id)s
""")
_UNSCORED = Statement("""
    SELECT posts.author_id, posts.id
      FROM posts
     WHERE posts.id > %(after)s
       AND posts.audience <> 'mentioned'
       AND posts.repost_of_id IS NULL
       AND NOT EXISTS (SELECT FROM topic_scores AS known
                        WHERE known.author_id = posts.author_id AND known.post_id = posts.id)
     ORDER BY posts.id DESC
     LIMIT %(limit)s
""")
# One answer for all posts of a page: what their authors say, what this reader says, what the machine thinks; and for
# readers with topics of their own those topics, and the words in which to look for them. A topic of somebody's own is
# for its owner's eyes.
_SAID = Statement("""
    SELECT 'author' AS evidence, post_id, topic, about, NULL::text AS model, NULL::jsonb AS scores,
           NULL::text[] AS yes, NULL::text[] AS no, NULL::bytea AS learned
      FROM declared_topics
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND post_id = ANY (%(post_ids)s::bigint[])
       AND about IS NOT NULL
       AND (author_id = %(viewer_id)s::bigint OR topic NOT LIKE 'own-%')
     UNION ALL
    SELECT 'reader', post_id, topic, about, NULL, NULL, NULL, NULL, NULL
      FROM topic_corrections
     WHERE reader_id = %(viewer_id)s::bigint
       AND post_id = ANY (%(post_ids)s::bigint[])
     UNION ALL
    SELECT 'machine', post_id, NULL, NULL, model, scores, NULL, NULL, NULL
      FROM topic_scores
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND post_id = ANY (%(post_ids)s::bigint[])
     UNION ALL
    SELECT 'own', id, label, NULL, NULL, NULL, yes, no, learned
      FROM own_topics
     WHERE owner_id = %(viewer_id)s::bigint
     UNION ALL
   (SELECT 'words', id, text, NULL, NULL, NULL, NULL, NULL, NULL
      FROM posts
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND id = ANY (%(post_ids)s::bigint[])
       AND audience <> 'mentioned'
       AND EXISTS (SELECT FROM own_topics WHERE owner_id = %(viewer_id)s::bigint)
     ORDER BY id DESC
     LIMIT %(words_max)s)
""")
_FORGET_OWN = Statement("DELETE FROM own_topics WHERE owner_id = %(owner_id)s")
_FORGET_READER = Statement("DELETE FROM topic_corrections WHERE reader_id = %(owner_id)s")
_FORGET_AUTHOR = Statement("DELETE FROM topic_corrections WHERE author_id = %(owner_id)s")
_FORGET_POST = Statement("DELETE FROM topic_corrections WHERE author_id = %(author_id)s AND post_id = %(post_id)s")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a post lies."""

    author_id: Id
    id: Id


class SaidRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of what is said of posts.

    `scores` stands where it is the machine that says it. A topic of the reader's `own` has its id in place of the
    post's, and its label as `topic`; the `words` of a post stand there, too.
    """

    evidence: str
    post_id: Id
    topic: str | None
    about: bool | None
    model: str | None
    scores: dict[str, float] | None
    yes: tuple[str, ...] | None
    no: tuple[str, ...] | None
    learned: bytes | None


class PostToScore(msgspec.Struct, frozen=True, kw_only=True):
    """What of a post the machine reads, and whom it is for."""

    text: str
    warning: str
    hashtags: tuple[str, ...]
    language: str | None
    audience: str
    repost_of_id: Id | None


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


async def find_to_score(db: Db, author_id: Id, post_id: Id) -> PostToScore | None:
    """Find what of a post the machine may read; whoever asks looks whom it is for."""
    return await db.maybe(_TO_SCORE, PostToScore, author_id=author_id, post_id=post_id)


async def unscored(db: Db, *, after: Id, limit: int) -> list[Place]:
    """List posts that the machine may read and has not, the newest first."""
    return await db.all(_UNSCORED, Place, after=after, limit=limit)


async def write_scores(db: Db, scored: TopicScores) -> None:
    """Write what the machine thinks; nothing where the post went meanwhile."""
    await db.run(
        _SCORE,
        author_id=scored.author_id,
        post_id=scored.post_id,
        model=scored.model,
        scores=msgspec.json.encode(scored.scores).decode(),
    )


async def said_of(db: Db, viewer_id: Id, pairs: Sequence[tuple[Id, Id]]) -> list[SaidRow]:
    """Read all evidence about these posts, each as (author id, id), that counts for this viewer."""
    authors = sorted({author for author, _post in pairs})
    return await db.all(
        _SAID,
        SaidRow,
        viewer_id=viewer_id,
        author_ids=authors,
        post_ids=[post for _author, post in pairs],
        words_max=OWN_SCORED_MAX,
    )


async def forget(db: Db, owner_id: Id) -> None:
    """Delete what belongs to somebody who left, and what others said of their posts. The rest goes with the posts."""
    await db.run(_FORGET_OWN, owner_id=owner_id)
    await db.run(_FORGET_READER, owner_id=owner_id)
    await db.run(_FORGET_AUTHOR, owner_id=owner_id)


async def forget_post(db: Db, author_id: Id, post_id: Id) -> None:
    """Delete what readers said of a post that is gone."""
    await db.run(_FORGET_POST, author_id=author_id, post_id=post_id)
