"""What the machine thinks, under the author; and all evidence about posts, in one question."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.topics.model import OWN_SCORED_MAX, UNREAD_SCORED_MAX, TopicScores

# An edit that is under way is waited for: what the machine read is then not what stands there.
_SCORE = Statement(f"""
    INSERT INTO topic_scores ({TopicScores.columns()})
    SELECT posts.author_id, posts.id, said.model, said.scores
      FROM unnest(%(author_ids)s::bigint[], %(post_ids)s::bigint[], %(versions)s::int[], %(models)s::text[],
                  %(scores)s::jsonb[])
           AS said (author_id, post_id, version, model, scores)
      JOIN posts ON posts.author_id = said.author_id AND posts.id = said.post_id AND posts.version = said.version
       FOR SHARE OF posts
        ON CONFLICT (author_id, post_id) DO NOTHING
""")
# What is said to few is read by nobody else, not by a machine either.
_IS_TO_SCORE = """
    audience <> 'mentioned'
       AND repost_of_id IS NULL
       AND NOT EXISTS (SELECT FROM topic_scores AS known
                        WHERE known.author_id = posts.author_id AND known.post_id = posts.id)
"""
_TEXT = "CASE WHEN warning = '' THEN text ELSE warning || E'\\n' || text END"
_TO_SCORE = Statement(f"""
    SELECT author_id, id, version, {_TEXT} AS text
      FROM posts
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND id = ANY (%(post_ids)s::bigint[])
       AND {_IS_TO_SCORE.strip()}
     ORDER BY id
""")
_FORGET = Statement("DELETE FROM topic_scores WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
# One answer for all posts of a page: what their authors say, what this reader says, what the machine thinks; for
# readers with topics of their own those topics, and the words in which to look for them; and the words of what the
# machine has not read yet. A topic of somebody's own is for its owner's eyes.
_SAID = Statement(f"""
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
     UNION ALL
   (SELECT 'unread', id, {_TEXT}, NULL, NULL, NULL, NULL, NULL, NULL
      FROM posts
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND id = ANY (%(post_ids)s::bigint[])
       AND {_IS_TO_SCORE.strip()}
     ORDER BY id DESC
     LIMIT %(unread_max)s)
""")


class SaidRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of what is said of posts.

    `scores` stands where it is the machine that says it. A topic of the reader's `own` has its id in place of the
    post's, and its label as `topic`; the `words` of a post, and of one `unread` by the machine, stand there, too.
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
    """What of a post the machine reads."""

    author_id: Id
    id: Id
    version: int
    text: str


async def find_to_score(db: Db, places: Sequence[tuple[Id, Id]]) -> list[PostToScore]:
    """Find of these posts, each as (author id, id), what the machine may read and has not, the oldest first."""
    return await db.all(
        _TO_SCORE,
        PostToScore,
        author_ids=sorted({author_id for author_id, _post in places}),
        post_ids=[post_id for _author, post_id in places],
    )


async def write_scores(db: Db, read: Sequence[PostToScore], scored: Sequence[TopicScores]) -> None:
    """Write what the machine thinks of what it read; nothing where a post went, changed, or was scored meanwhile."""
    if not scored:
        return
    await db.run(
        _SCORE,
        author_ids=[one.author_id for one in read],
        post_ids=[one.id for one in read],
        versions=[one.version for one in read],
        models=[one.model for one in scored],
        scores=[msgspec.json.encode(one.scores).decode() for one in scored],
    )


async def forget_scores(db: Db, author_id: Id, post_id: Id) -> None:
    """Forget what the machine thought of a post that says something else now."""
    await db.run(_FORGET, author_id=author_id, post_id=post_id)


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
        unread_max=UNREAD_SCORED_MAX,
    )
