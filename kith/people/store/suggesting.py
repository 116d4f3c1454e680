"""Whom somebody may know: by whom the people they follow follow."""

from collections.abc import Iterable, Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Account, PassedOver

MINE_MAX = 500  # the latest whom somebody follows; a bound for what one page may cost
NAMED_MAX = 2  # of one's people, who are named beside a suggestion

# Whom one follows may be asked whom they follow, even where they are locked: unless they show it to nobody.
_MINE = Statement("""
    SELECT follows.followee_id
      FROM follows
      JOIN accounts ON accounts.id = follows.followee_id
     WHERE follows.follower_id = %(person_id)s
       AND follows.state = 'accepted'
       AND NOT accounts.hides_ties
       AND accounts.gone_at IS NULL
     ORDER BY follows.id DESC
     LIMIT %(limit)s
""")
_NOT_AGAIN = Statement("""
    SELECT followee_id FROM follows WHERE follower_id = %(person_id)s
    UNION
    SELECT account_id FROM passed_over WHERE person_id = %(person_id)s
""")
# No number but that of one's own people decides the order; among equals, who came last, by their id.
_FOLLOWED_BY = Statement("""
    SELECT accounts.id AS account_id,
           count(*)::integer AS people,
           (array_agg(follows.follower_id ORDER BY follows.id DESC))[1:%(named)s::integer] AS named
      FROM follows
      JOIN accounts ON accounts.id = follows.followee_id
     WHERE follows.follower_id = ANY (%(mine)s::bigint[])
       AND follows.state = 'accepted'
       AND follows.followee_id <> ALL (%(not_these)s::bigint[])
       AND accounts.domain IS NULL
       AND accounts.discoverable
       AND accounts.gone_at IS NULL
       AND EXISTS (SELECT FROM members WHERE members.account_id = accounts.id AND members.approved_at IS NOT NULL)
     GROUP BY accounts.id
    HAVING count(*) >= %(people_min)s::integer
     ORDER BY count(*) DESC, accounts.created_at DESC, accounts.id DESC
     LIMIT %(limit)s
""")
_BY_IDS = Statement(f"SELECT {Account.columns()} FROM accounts WHERE id = ANY (%(ids)s::bigint[])")


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, by how many of one's people they are followed, and a few of those."""

    account_id: Id
    people: int
    named: tuple[Id, ...]


async def not_suggested(db: Db, person_id: Id) -> list[Id]:
    """List whom somebody follows, asked to, or passed over."""
    return await db.values(_NOT_AGAIN, person_id=person_id)


async def followed_by_mine(
    db: Db, person_id: Id, not_these: Iterable[Id], *, people_min: int, limit: int
) -> list[Followed]:
    """List whom several of somebody's people follow: whom most of them follow first."""
    mine: Sequence[Id] = await db.values(_MINE, person_id=person_id, limit=MINE_MAX)
    if len(mine) < people_min:
        return []
    return await db.all(
        _FOLLOWED_BY,
        Followed,
        mine=mine,
        not_these=list(not_these),
        people_min=people_min,
        named=NAMED_MAX,
        limit=limit,
    )


async def accounts_of(db: Db, ids: Iterable[Id]) -> dict[Id, Account]:
    """Read accounts by id."""
    wanted = sorted(set(ids))
    return {one.id: one for one in await db.all(_BY_IDS, Account, ids=wanted)} if wanted else {}


async def pass_over(db: Db, made: PassedOver) -> None:
    """Keep that somebody is suggested no more."""
    await db.insert_new(made)
