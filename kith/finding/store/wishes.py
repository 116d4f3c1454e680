"""By what people let themselves be found, and everybody who may be."""

from collections.abc import AsyncIterator

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.finding.model import Candidate, FindingWishes

CANDIDATES_AT_ONCE = 2_000

_FIND = Statement(f"SELECT {FindingWishes.columns()} FROM finding_wishes WHERE owner_id = %(owner_id)s")
_PUT = Statement(f"""
    INSERT INTO finding_wishes ({FindingWishes.columns()})
    VALUES (%(owner_id)s, %(by_address)s, %(mastodon)s, %(x)s, %(instagram)s, %(decided_at)s)
    ON CONFLICT (owner_id) DO UPDATE
       SET by_address = EXCLUDED.by_address,
           mastodon = EXCLUDED.mastodon,
           x = EXCLUDED.x,
           instagram = EXCLUDED.instagram,
           decided_at = EXCLUDED.decided_at
""")
_FORGET = Statement("DELETE FROM finding_wishes WHERE owner_id = %(owner_id)s")
# No address of the file is in here: all who may be found are read, and compared by their hashes elsewhere. An address
# that nobody confirmed may be anybody's.
_CANDIDATES = Statement("""
    SELECT accounts.id AS account_id, accounts.handle, accounts.name, accounts.discoverable,
           CASE WHEN finding_wishes.by_address AND members.email_confirmed_at IS NOT NULL
                THEN members.email END AS email,
           COALESCE(finding_wishes.mastodon, '') AS mastodon,
           COALESCE(finding_wishes.x, '') AS x,
           COALESCE(finding_wishes.instagram, '') AS instagram
      FROM members
      JOIN accounts ON accounts.id = members.account_id
      LEFT JOIN finding_wishes ON finding_wishes.owner_id = members.account_id
     WHERE members.account_id > %(after)s
       AND members.approved_at IS NOT NULL
       AND accounts.gone_at IS NULL
       AND (accounts.discoverable OR finding_wishes.by_address)
     ORDER BY members.account_id
     LIMIT %(limit)s
""")


async def find_wishes(db: Db, owner_id: Id) -> FindingWishes | None:
    """Find what somebody decided; `None` where they did not yet."""
    return await db.maybe(_FIND, FindingWishes, owner_id=owner_id)


async def put_wishes(db: Db, wishes: FindingWishes) -> None:
    """Write what somebody decided."""
    await db.run(
        _PUT,
        owner_id=wishes.owner_id,
        by_address=wishes.by_address,
        mastodon=wishes.mastodon,
        x=wishes.x,
        instagram=wishes.instagram,
        decided_at=wishes.decided_at,
    )


async def candidates(db: Db) -> AsyncIterator[Candidate]:
    """Walk through everybody who lives here and may be found, by id."""
    after = Id(0)
    while True:
        found = await db.all(_CANDIDATES, Candidate, after=after, limit=CANDIDATES_AT_ONCE)
        for one in found:
            yield one
        if len(found) < CANDIDATES_AT_ONCE:
            return
        after = found[-1].account_id


async def forget_wishes(db: Db, owner_id: Id) -> None:
    """Delete the wishes of somebody who left."""
    await db.run(_FORGET, owner_id=owner_id)
