"""What a week is counted from: read, and not kept. It all lies under others, and is only looked at."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.mirror.model import UNOPENED_MIN, Acted, OwnPost, Reply, Tended

POSTS_MAX = 5_000  # in four weeks: beyond it the word is the same
REPLIES_MAX = 20_000
ACTS_MAX = 50_000

_SAID = Statement("""
    SELECT id, text, warning
      FROM posts
     WHERE author_id = %(owner_id)s
       AND id >= %(since_id)s
       AND id < %(until_id)s
       AND reply_to_id IS NULL
       AND repost_of_id IS NULL
       AND audience <> 'mentioned'
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_REPLIES = Statement("""
    SELECT author_id, id
      FROM thread_posts
     WHERE root_id = ANY (%(root_ids)s::bigint[])
       AND reply_to_id = root_id
       AND author_id = ANY (%(author_ids)s::bigint[])
       AND id < %(until_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_TENDED = Statement("""
    SELECT reply_to_id AS reply_id, min(id) AS by_id
      FROM thread_posts
     WHERE root_id = ANY (%(root_ids)s::bigint[])
       AND author_id = %(owner_id)s
       AND reply_to_id = ANY (%(reply_ids)s::bigint[])
     GROUP BY reply_to_id
    UNION ALL
    SELECT quote_of_id AS reply_id, min(id) AS by_id
      FROM posts
     WHERE quote_of_id = ANY (%(reply_ids)s::bigint[])
       AND author_id = %(owner_id)s
     GROUP BY quote_of_id
    UNION ALL
    SELECT post_id AS reply_id, id AS by_id
      FROM my_likes
     WHERE person_id = %(owner_id)s
       AND post_id = ANY (%(reply_ids)s::bigint[])
""")
_COMPOSED = "kind IN ('call', 'letter', 'reply', 'comment') AND at >= %(since)s AND at < %(until)s"
_ACTED = Statement(f"""
    SELECT other_id, mine, at
      FROM (
           (SELECT high_id AS other_id, from_low AS mine, at
              FROM tie_acts
             WHERE low_id = %(owner_id)s AND {_COMPOSED})
           UNION ALL
           (SELECT low_id AS other_id, NOT from_low AS mine, at
              FROM tie_acts
             WHERE high_id = %(owner_id)s AND {_COMPOSED})
           ) AS acts
     ORDER BY at DESC, other_id
     LIMIT %(limit)s
""")
_LETTERS = Statement("""
    SELECT other_id, TRUE AS mine, at
      FROM (
           (SELECT high_id AS other_id, at
              FROM tie_acts
             WHERE low_id = %(owner_id)s AND from_low AND kind = 'letter' AND at >= %(since)s AND at < %(until)s)
           UNION ALL
           (SELECT low_id AS other_id, at
              FROM tie_acts
             WHERE high_id = %(owner_id)s AND NOT from_low AND kind = 'letter' AND at >= %(since)s AND at < %(until)s)
           ) AS letters
     ORDER BY at DESC, other_id
     LIMIT %(limit)s
""")
_FOLLOWS = Statement("""
    SELECT followee_id, created_at
      FROM follows
     WHERE follower_id = %(owner_id)s
       AND state = 'accepted'
""")
# Organisations have no ties, and so no acts: what counts there are their answers to those who spoke to them.
_GIVEN_ANSWERS = Statement("""
    SELECT mine.reply_to_author_id AS other_id, TRUE AS mine, mine.published_at AS at
      FROM posts AS mine
      JOIN posts AS theirs
        ON theirs.author_id = mine.reply_to_author_id AND theirs.id = mine.reply_to_id
     WHERE mine.author_id = %(owner_id)s
       AND mine.id >= %(since_id)s
       AND mine.id < %(until_id)s
       AND mine.reply_to_author_id <> %(owner_id)s
       AND (theirs.reply_to_author_id = %(owner_id)s OR %(owner_id)s = ANY (theirs.mentioned_ids))
     ORDER BY mine.id DESC
     LIMIT %(limit)s
""")
_REACHED = Statement("""
    SELECT count(*)
      FROM home_reading
     WHERE author_id = %(owner_id)s
       AND reader_id = ANY (%(reader_ids)s::bigint[])
       AND seen_at >= %(since)s
""")
_SAID_LESS = Statement(f"""
    SELECT count(DISTINCT reader_id)
      FROM (
           SELECT reader_id FROM caps WHERE author_id = %(owner_id)s AND created_at >= %(since)s
           UNION ALL
           SELECT muter_id AS reader_id FROM mutes WHERE muted_id = %(owner_id)s AND created_at >= %(since)s
           UNION ALL
           SELECT reader_id
             FROM mirror_less
            WHERE owner_id = %(owner_id)s
              AND (unfollowed_at >= %(since)s OR (unopened >= {UNOPENED_MIN} AND unopened_at >= %(since)s))
           ) AS less
     WHERE reader_id = ANY (%(reader_ids)s::bigint[])
""")


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom the owner follows, since then."""

    followee_id: Id
    created_at: datetime


async def said(db: Db, owner_id: Id, *, since_id: Id, until_id: Id) -> list[OwnPost]:
    """List what somebody said at the top of a thread, to more than those it names, the newest first."""
    return await db.all(_SAID, OwnPost, owner_id=owner_id, since_id=since_id, until_id=until_id, limit=POSTS_MAX)


async def replies_to(db: Db, root_ids: Sequence[Id], author_ids: Collection[Id], *, until_id: Id) -> list[Reply]:
    """List the direct answers of these people to these posts, the newest first."""
    return await db.all(
        _REPLIES,
        Reply,
        root_ids=list(root_ids),
        author_ids=sorted(author_ids),
        until_id=until_id,
        limit=REPLIES_MAX,
    )


async def tends(db: Db, owner_id: Id, root_ids: Sequence[Id], reply_ids: Sequence[Id]) -> list[Tended]:
    """List which of these replies their getter answered, quoted or liked."""
    return await db.all(_TENDED, Tended, owner_id=owner_id, root_ids=list(root_ids), reply_ids=list(reply_ids))


async def acted(db: Db, owner_id: Id, *, since: datetime, until: datetime) -> list[Acted]:
    """List everything composed between somebody and others, the newest first."""
    return await db.all(_ACTED, Acted, owner_id=owner_id, since=since, until=until, limit=ACTS_MAX)


async def letters_of(db: Db, owner_id: Id, *, since: datetime, until: datetime) -> list[Acted]:
    """List to whom somebody wrote alone, and when, the newest first."""
    return await db.all(_LETTERS, Acted, owner_id=owner_id, since=since, until=until, limit=ACTS_MAX)


async def follows_since(db: Db, owner_id: Id) -> dict[Id, datetime]:
    """Give whom somebody follows, and since when."""
    rows = await db.all(_FOLLOWS, Followed, owner_id=owner_id)
    return {one.followee_id: one.created_at for one in rows}


async def given_answers(db: Db, owner_id: Id, *, since_id: Id, until_id: Id) -> list[Acted]:
    """List the answers of somebody to those who had spoken to them."""
    return await db.all(
        _GIVEN_ANSWERS, Acted, owner_id=owner_id, since_id=since_id, until_id=until_id, limit=REPLIES_MAX
    )


async def reached(db: Db, owner_id: Id, reader_ids: Collection[Id], *, since: datetime) -> int:
    """Count to whom of these a card of theirs was shown on Home since then: the marks of reading know it already."""
    found: int = await db.value(_REACHED, owner_id=owner_id, reader_ids=sorted(reader_ids), since=since)
    return found


async def said_less(db: Db, owner_id: Id, reader_ids: Collection[Id], *, since: datetime) -> int:
    """Count who of these chose to read less of somebody since then, each once, whatever they did and how often."""
    found: int = await db.value(_SAID_LESS, owner_id=owner_id, reader_ids=sorted(reader_ids), since=since)
    return found
