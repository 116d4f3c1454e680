"""What only the API asks of the tables below: counts for many accounts at once."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

# Each branch reads under its owner (docs/decisions/0003), on an index.
_COUNTS = Statement("""
    SELECT accounts.id AS account_id,
           (SELECT count(*) FROM followers
             WHERE followee_id = accounts.id AND state = 'accepted') AS followers,
           (SELECT count(*) FROM follows
             WHERE follower_id = accounts.id AND state = 'accepted') AS following,
           (SELECT count(*) FROM posts
             WHERE author_id = accounts.id AND audience IN ('everyone', 'unlisted')) AS posts,
           (SELECT published_at FROM posts
             WHERE author_id = accounts.id AND audience IN ('everyone', 'unlisted')
             ORDER BY id DESC LIMIT 1) AS last_post_at
      FROM accounts
     WHERE accounts.id = ANY (%(account_ids)s::bigint[])
""")


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's entity counts. Posts that not everybody may see are not counted: the number would tell."""

    account_id: Id
    followers: int = 0
    following: int = 0
    posts: int = 0
    last_post_at: datetime | None = None


async def counts_of(db: Db, account_ids: Iterable[Id]) -> dict[Id, Counts]:
    """Read the counts of these accounts; every id given has an answer."""
    ids = sorted(set(account_ids))
    rows = await db.all(_COUNTS, Counts, account_ids=ids) if ids else []
    return {one: Counts(account_id=one) for one in ids} | {row.account_id: row for row in rows}
