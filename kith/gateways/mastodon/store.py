"""What only the API asks of the tables below: counts for many accounts at once."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kith.base.core.ids import Id, first_id_at
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.collections import FeaturePolicy

# Nothing is counted here; what is asked besides is read under its owner (docs/decisions/0003), on an index.
_EACH_COUNTS = """
    SELECT accounts.id AS account_id,
           COALESCE(follow_tallies.followers, 0) AS followers,
           COALESCE(follow_tallies.following, 0) AS following,
           COALESCE(author_tallies.posts, 0) AS posts,
           (SELECT published_at FROM posts
             WHERE author_id = accounts.id AND audience IN ('everyone', 'unlisted')
             ORDER BY id DESC LIMIT 1) AS last_post_at,
           (SELECT policy FROM collection_policies WHERE owner_id = accounts.id) AS feature_policy
      FROM accounts
      LEFT JOIN follow_tallies ON follow_tallies.account_id = accounts.id
      LEFT JOIN author_tallies ON author_tallies.author_id = accounts.id
     WHERE accounts.id
"""
_COUNTS = Statement(f"{_EACH_COUNTS} = ANY (%(account_ids)s::bigint[])")
# Of one, as after each post: with a list PostgreSQL would plan anew each time.
_COUNTS_OF_ONE = Statement(f"{_EACH_COUNTS} = %(account_id)s")

_LOCAL_POSTS = Statement("""
    SELECT count(*)
      FROM posts
     WHERE audience = 'everyone'
       AND repost_of_id IS NULL
""")
# Who was on a page, or wrote something. Apps leave no trace of reading.
_ACTIVE = Statement("""
    SELECT count(*)
      FROM accounts
     WHERE domain IS NULL
       AND gone_at IS NULL
       AND (EXISTS (SELECT FROM page_sessions WHERE account_id = accounts.id AND seen_at > %(since)s)
            OR EXISTS (SELECT FROM posts WHERE author_id = accounts.id AND id > %(since_id)s))
""")
_OWNER = Statement("""
    SELECT account_id
      FROM members
     WHERE role = 'owner'
     ORDER BY account_id
     LIMIT 1
""")
# Under the one who is read: their followers among those whom the reader follows.
_FAMILIAR = Statement("""
    SELECT follower_id
      FROM followers
     WHERE followee_id = %(account_id)s
       AND state = 'accepted'
       AND follower_id = ANY (%(following)s::bigint[])
     ORDER BY id DESC
     LIMIT %(limit)s
""")

# Weeks begin on Monday at midnight, UTC. What not everybody may see is not counted.
_WEEKS = Statement("""
    SELECT 'posts' AS kind, date_trunc('week', posts.published_at, 'UTC') AS week, count(*)::integer AS count
      FROM posts
      JOIN accounts ON accounts.id = posts.author_id
     WHERE posts.id >= %(since_id)s
       AND posts.published_at >= %(since)s
       AND posts.audience IN ('everyone', 'unlisted')
       AND accounts.domain IS NULL
     GROUP BY 2
    UNION ALL
    SELECT 'members', date_trunc('week', members.approved_at, 'UTC'), count(*)::integer
      FROM members
     WHERE members.approved_at >= %(since)s
     GROUP BY 2
    UNION ALL
    SELECT 'sign-ins', date_trunc('week', signed.created_at, 'UTC'), count(DISTINCT signed.account_id)::integer
      FROM (SELECT account_id, created_at FROM page_sessions
             UNION ALL
            SELECT account_id, created_at FROM api_tokens) AS signed
     WHERE signed.created_at >= %(since)s
     GROUP BY 2
""")
_DOMAINS = Statement("""
    SELECT DISTINCT domain
      FROM accounts
     WHERE domain IS NOT NULL
       AND gone_at IS NULL
     ORDER BY domain
     LIMIT %(limit)s
""")

# The directory: those who wish to be found, who wrote last first, or who came last.
_LISTED = Statement("""
    SELECT accounts.id
      FROM accounts
     WHERE accounts.domain IS NULL
       AND accounts.discoverable
       AND accounts.gone_at IS NULL
       AND accounts.remembered_at IS NULL
       AND EXISTS (SELECT FROM members WHERE members.account_id = accounts.id AND members.approved_at IS NOT NULL)
     ORDER BY CASE WHEN %(by_posts)s::boolean
                   THEN (SELECT posts.id FROM posts
                          WHERE posts.author_id = accounts.id AND posts.audience IN ('everyone', 'unlisted')
                          ORDER BY posts.id DESC LIMIT 1)
              END DESC NULLS LAST,
              accounts.id DESC
     LIMIT %(limit)s
""")


class WeekCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many of a kind there were in the week that begins then."""

    kind: str
    week: datetime
    count: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's entity counts, and asks besides.

    Posts that not everybody may see are not counted: the number would tell.
    """

    account_id: Id
    followers: int = 0
    following: int = 0
    posts: int = 0
    last_post_at: datetime | None = None
    feature_policy: FeaturePolicy | None = None  # who may put them into a collection, where they chose


async def counts_of(db: Db, account_ids: Iterable[Id]) -> dict[Id, Counts]:
    """Read the counts of these accounts; every id given has an answer."""
    ids = sorted(set(account_ids))
    if len(ids) == 1:
        rows = await db.all(_COUNTS_OF_ONE, Counts, account_id=ids[0])
    else:
        rows = await db.all(_COUNTS, Counts, account_ids=ids) if ids else []
    return {one: Counts(account_id=one) for one in ids} | {row.account_id: row for row in rows}


async def count_local_posts(db: Db) -> int:
    """Count what was said here to everyone."""
    return int(await db.value(_LOCAL_POSTS))


async def count_active(db: Db, since: datetime) -> int:
    """Count who of this server was on a page since then, or wrote something."""
    return int(await db.value(_ACTIVE, since=since, since_id=first_id_at(since)))


async def first_owner(db: Db) -> Id | None:
    """Find who answers for this server."""
    found = await db.values(_OWNER)
    return Id(found[0]) if found else None


async def familiar_followers(db: Db, account_id: Id, following: Iterable[Id], *, limit: int) -> list[Id]:
    """List who of those one follows follows somebody too, the latest first."""
    return await db.values(_FAMILIAR, account_id=account_id, following=list(following), limit=limit)


async def week_counts(db: Db, since: datetime) -> list[WeekCount]:
    """Count posts, new members and sign-ins by week, from this Monday on."""
    return await db.all(_WEEKS, WeekCount, since=since, since_id=first_id_at(since))


async def known_domains(db: Db, *, limit: int) -> list[str]:
    """List the servers of whose people this one knows, by name."""
    return await db.values(_DOMAINS, limit=limit)


async def listed_people(db: Db, *, by_posts: bool, limit: int) -> list[Id]:
    """List who stands in the directory: who wrote last for everybody first, or who came last."""
    return await db.values(_LISTED, by_posts=by_posts, limit=limit)
