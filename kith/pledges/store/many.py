"""Many pledges at once: in as many statements as for one."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.pledges.model import Entry, Outage, Pledge, PledgePeriod, Witness
from kith.pledges.store.entries import ENTRIES_MAX
from kith.pledges.store.pledges import PERIODS_MAX

Part = TypeVar("Part", Entry, PledgePeriod)

OUTAGES_MAX = 1_000  # of the server, as far back as the oldest pledge reaches

_BY_IDS = Statement(f"SELECT {Pledge.columns()} FROM pledges WHERE id = ANY (%(ids)s::bigint[])")
_AS_WITNESS = Statement(f"""
    SELECT {Witness.columns()}
      FROM pledge_witnesses
     WHERE author_id = ANY (%(author_ids)s::bigint[])
       AND pledge_id = ANY (%(ids)s::bigint[])
       AND witness_id = %(witness_id)s
""")
# Who sees a pledge that its author shows to a circle: whoever stands in it today.
_NEAR = Statement("""
    SELECT owner_id, circle
      FROM circle_places
     WHERE owner_id = ANY (%(author_ids)s::bigint[])
       AND other_id = %(viewer_id)s
       AND circle >= 1
""")
_ENTRIES = Statement(f"""
    SELECT found.*
      FROM pledges
     CROSS JOIN LATERAL (
           SELECT {Entry.columns()}
             FROM pledge_entries
            WHERE author_id = pledges.author_id
              AND pledge_id = pledges.id
              AND at > pledges.created_at
            ORDER BY at, post_id
            LIMIT %(limit)s) AS found
     WHERE pledges.author_id = ANY (%(author_ids)s::bigint[])
       AND pledges.id = ANY (%(ids)s::bigint[])
     ORDER BY found.at, found.post_id
""")
_PERIODS = Statement(f"""
    SELECT found.*
      FROM pledges
     CROSS JOIN LATERAL (
           SELECT {PledgePeriod.columns()}
             FROM pledge_periods
            WHERE author_id = pledges.author_id
              AND pledge_id = pledges.id
            ORDER BY number
            LIMIT %(limit)s) AS found
     WHERE pledges.author_id = ANY (%(author_ids)s::bigint[])
       AND pledges.id = ANY (%(ids)s::bigint[])
     ORDER BY found.number
""")
_OUTAGES = Statement(f"""
    SELECT {Outage.columns()}
      FROM pledge_outages
     WHERE ended_at > %(since)s
     ORDER BY began_at
     LIMIT %(limit)s
""")


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """In which of somebody's circles the viewer stands."""

    owner_id: Id
    circle: int


async def pledges_by_ids(db: Db, ids: Sequence[Id]) -> list[Pledge]:
    """Read these pledges, in the order asked for, whoever may see them."""
    found = {one.id: one for one in await db.all(_BY_IDS, Pledge, ids=list(ids))} if ids else {}
    return [found[one] for one in ids if one in found]


async def as_witness(db: Db, pledges: Sequence[Pledge], witness_id: Id) -> dict[Id, Witness]:
    """Find what somebody has to do with each of these pledges; those with which they have nothing are left out."""
    found = await db.all(_AS_WITNESS, Witness, witness_id=witness_id, **_named(pledges)) if pledges else []
    return {one.pledge_id: one for one in found}


async def circles_towards(db: Db, author_ids: Sequence[Id], viewer_id: Id) -> dict[Id, int]:
    """Tell in which circle of each of these people somebody stands; who has them in none is left out."""
    found = await db.all(_NEAR, Near, author_ids=list(author_ids), viewer_id=viewer_id) if author_ids else []
    return {one.owner_id: one.circle for one in found}


async def ledgers_of(db: Db, pledges: Sequence[Pledge]) -> dict[Id, list[Entry]]:
    """List what is in the ledger of each pledge since it was made, the oldest first."""
    found = await db.all(_ENTRIES, Entry, limit=ENTRIES_MAX, **_named(pledges)) if pledges else []
    return _by_pledge(pledges, found)


async def all_periods_of(db: Db, pledges: Sequence[Pledge]) -> dict[Id, list[PledgePeriod]]:
    """List the periods of each pledge that were written, the oldest first."""
    found = await db.all(_PERIODS, PledgePeriod, limit=PERIODS_MAX, **_named(pledges)) if pledges else []
    return _by_pledge(pledges, found)


async def outages_since(db: Db, since: datetime) -> list[Outage]:
    """List when the server was away, the earliest first."""
    return await db.all(_OUTAGES, Outage, since=since, limit=OUTAGES_MAX)


def _named(pledges: Sequence[Pledge]) -> dict[str, list[Id]]:
    return {"author_ids": sorted({one.author_id for one in pledges}), "ids": [one.id for one in pledges]}


def _by_pledge(pledges: Sequence[Pledge], found: Sequence[Part]) -> dict[Id, list[Part]]:
    parts: dict[Id, list[Part]] = {one.id: [] for one in pledges}
    for one in found:
        parts[one.pledge_id].append(one)
    return parts
