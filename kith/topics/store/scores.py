"""What the machine thinks, under the author; and all evidence about posts, in one question."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.topics.model import OWN_SCORED_MAX, TopicScores

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


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a post lies."""

    author_id: Id
    id: Id


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
