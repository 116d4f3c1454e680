"""What lies between two people, read from the history of their acts and from their posts. Days are those of UTC, as in
the sentence of a tie.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.friends.model import Month

MONTHS_MAX = 1200
LIKES_READ_MAX = 400  # the newest between two; an exchange that both liked is found among them
_PAIR = "low_id = LEAST(%(me)s::bigint, %(other)s::bigint) AND high_id = GREATEST(%(me)s::bigint, %(other)s::bigint)"
_MINE = "from_low = (%(me)s::bigint < %(other)s::bigint)"
_DAY = "(at AT TIME ZONE 'UTC')::date"

_MONTHS = Statement(f"""
    SELECT date_trunc('month', {_DAY})::date AS begins_on,
           count(DISTINCT {_DAY}) FILTER (WHERE {_MINE})::integer AS wrote_days,
           count(DISTINCT {_DAY}) FILTER (WHERE NOT {_MINE})::integer AS heard_days,
           min(at) AS first_at
      FROM tie_acts
     WHERE {_PAIR}
       AND kind IN ('call', 'letter', 'reply', 'comment')
     GROUP BY begins_on
     ORDER BY begins_on
     LIMIT %(limit)s
""")
_WORDS = Statement(f"""
    SELECT CASE WHEN {_MINE} THEN %(me)s::bigint ELSE %(other)s::bigint END AS author_id, subject_id AS id
      FROM tie_acts
     WHERE {_PAIR}
       AND kind IN ('letter', 'reply', 'comment')
     ORDER BY at DESC, number DESC
     LIMIT %(limit)s
""")
# A like stands in the history for good; whether it still holds is asked of the likes themselves.
_LIKED = Statement(f"""
    SELECT subject_id
      FROM tie_acts
     WHERE {_PAIR}
       AND kind = 'reaction'
     ORDER BY at DESC, number DESC
     LIMIT %(limit)s
""")
_ANSWERS = Statement("""
    SELECT author_id, id, reply_to_author_id, reply_to_id
      FROM posts
     WHERE author_id = ANY (%(pair)s::bigint[])
       AND id = ANY (%(ids)s::bigint[])
       AND reply_to_id = ANY (%(ids)s::bigint[])
       AND reply_to_author_id = ANY (%(pair)s::bigint[])
       AND reply_to_author_id <> author_id
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_STILL_LIKED = Statement("""
    SELECT post_id
      FROM likes
     WHERE author_id = ANY (%(pair)s::bigint[])
       AND post_id = ANY (%(ids)s::bigint[])
       AND person_id = ANY (%(pair)s::bigint[])
       AND person_id <> author_id
""")


class PostKey(msgspec.Struct, frozen=True, kw_only=True):
    """Where a post lies."""

    author_id: Id
    id: Id


class Answer(PostKey, frozen=True, kw_only=True):
    """An answer, and what it answers."""

    reply_to_author_id: Id
    reply_to_id: Id


async def months_between(db: Db, me: Id, other: Id) -> list[Month]:
    """Count, a month, the days on which each wrote something for the other. Months of silence are left out."""
    return await db.all(_MONTHS, Month, me=me, other=other, limit=MONTHS_MAX)


async def words_between(db: Db, me: Id, other: Id, *, limit: int) -> list[PostKey]:
    """List the last posts that one of the two wrote for the other, the newest first. Some may be gone."""
    return await db.all(_WORDS, PostKey, me=me, other=other, limit=limit)


async def liked_between(db: Db, me: Id, other: Id) -> list[Id]:
    """List the posts of either that the other liked at some time, the newest like first."""
    return await db.values(_LIKED, me=me, other=other, limit=LIKES_READ_MAX)


async def answers_among(db: Db, pair: Sequence[Id], ids: Iterable[Id], *, limit: int) -> list[Answer]:
    """List which of these posts of two people answer each other, the newest first."""
    return await db.all(_ANSWERS, Answer, pair=list(pair), ids=list(ids), limit=limit)


async def still_liked(db: Db, pair: Sequence[Id], ids: Iterable[Id]) -> set[Id]:
    """Tell which of these posts of two people the other of them likes now."""
    return set(await db.values(_STILL_LIKED, pair=list(pair), ids=list(ids)))
