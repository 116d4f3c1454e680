"""Two people at once: the lock under which everything between them is written, and what stands between them."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import Account, Relation

_LOCK = Statement(f"SELECT {Account.columns()} FROM accounts WHERE id = %(id)s FOR NO KEY UPDATE")
_APART = Statement("""
    SELECT EXISTS (SELECT FROM blocks WHERE blocker_id = %(person_id)s AND blocked_id = %(other_id)s)
        OR EXISTS (SELECT FROM blocked_by WHERE blocked_id = %(person_id)s AND blocker_id = %(other_id)s)
        OR EXISTS (SELECT FROM domain_blocks
                     JOIN accounts ON accounts.domain = domain_blocks.domain
                    WHERE (domain_blocks.person_id = %(person_id)s AND accounts.id = %(other_id)s)
                       OR (domain_blocks.person_id = %(other_id)s AND accounts.id = %(person_id)s))
""")
# One branch a kind, each under the one who asks. A LEFT JOIN for each would ask more than one machine of a cluster.
_BETWEEN = Statement("""
    SELECT 'follow' AS kind, followee_id AS other_id, state, reposts AS yes, notify AS also,
           NULL::timestamptz AS until_at, NULL AS text, languages
      FROM follows
     WHERE follower_id = %(person_id)s AND followee_id = ANY (%(other_ids)s::bigint[])
    UNION ALL
    SELECT 'follower', follower_id, state, FALSE, FALSE, NULL, NULL, NULL
      FROM followers
     WHERE followee_id = %(person_id)s AND follower_id = ANY (%(other_ids)s::bigint[])
    UNION ALL
    SELECT 'block', blocked_id, NULL, FALSE, FALSE, NULL, NULL, NULL
      FROM blocks
     WHERE blocker_id = %(person_id)s AND blocked_id = ANY (%(other_ids)s::bigint[])
    UNION ALL
    SELECT 'mute', muted_id, NULL, notices, FALSE, until_at, NULL, NULL
      FROM mutes
     WHERE muter_id = %(person_id)s AND muted_id = ANY (%(other_ids)s::bigint[])
       AND (until_at IS NULL OR until_at > %(now)s)
    UNION ALL
    SELECT 'domain', accounts.id, NULL, FALSE, FALSE, NULL, NULL, NULL
      FROM domain_blocks
      JOIN accounts ON accounts.domain = domain_blocks.domain
     WHERE domain_blocks.person_id = %(person_id)s AND accounts.id = ANY (%(other_ids)s::bigint[])
    UNION ALL
    SELECT 'recommendation', account_id, NULL, FALSE, FALSE, NULL, NULL, NULL
      FROM recommendations
     WHERE person_id = %(person_id)s AND account_id = ANY (%(other_ids)s::bigint[])
    UNION ALL
    SELECT 'remark', about_id, NULL, FALSE, FALSE, NULL, text, NULL
      FROM remarks
     WHERE person_id = %(person_id)s AND about_id = ANY (%(other_ids)s::bigint[])
""")


class _Between(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    other_id: Id
    state: str | None
    yes: bool
    also: bool
    until_at: datetime | None
    text: str | None
    languages: tuple[str, ...] | None


async def lock_pair(db: Db, person_id: Id, other_id: Id) -> tuple[Account, Account]:
    """Get both accounts in the order given, locked, the lower id first.

    Everything between two people is written under this lock: acts of both sides wait for each other, and because
    everyone locks in the same order, none waits for one that waits for it. Raises `NotFound` where one is missing.
    """
    first, second = sorted((person_id, other_id))
    locked = {first: await db.one(_LOCK, Account, id=first)}
    locked[second] = await db.one(_LOCK, Account, id=second)
    return locked[person_id], locked[other_id]


async def are_apart(db: Db, person_id: Id, other_id: Id) -> bool:
    """Tell whether one of them blocked the other, or keeps the other's server away."""
    return bool(await db.value(_APART, person_id=person_id, other_id=other_id))


async def relations(db: Db, person_id: Id, other_ids: Iterable[Id], now: datetime) -> dict[Id, Relation]:
    """Read what stands between a person and each of these others, in one statement. None of them is left out."""
    others = list(dict.fromkeys(other_ids))
    found: dict[Id, dict[str, object]] = {other: {} for other in others}
    if others and person_id:
        rows = await db.all(_BETWEEN, _Between, person_id=person_id, other_ids=others, now=now)
        for row in rows:
            found[row.other_id] |= _told(row)
    return {other: Relation(**told) for other, told in found.items()}  # type: ignore[arg-type]


async def relation(db: Db, person_id: Id, other_id: Id, now: datetime) -> Relation:
    """Read what stands between a person and one other."""
    return (await relations(db, person_id, [other_id], now))[other_id]


def _told(row: _Between) -> dict[str, object]:
    accepted = row.state == "accepted"
    if row.kind == "follow":
        wishes = {"reposts": row.yes, "notify": row.also, "languages": row.languages}
        return {"following": accepted, "requested": not accepted, **wishes}
    if row.kind == "follower":
        return {"followed_by": accepted, "requested_by": not accepted}
    if row.kind == "mute":
        return {"muting": True, "muting_notices": row.yes, "muted_until": row.until_at}
    if row.kind == "remark":
        return {"remark": row.text or ""}
    return {_FLAGS[row.kind]: True}


_FLAGS = {"block": "blocking", "domain": "domain_blocking", "recommendation": "recommended"}
