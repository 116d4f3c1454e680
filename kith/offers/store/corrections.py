"""What readers call offers: each row under its reader."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from kith.base.core.ids import Id, first_id_at
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.offers.model import LineCrossing, OfferCorrection, Said, SaidBefore

_FIND = Statement(f"""
    SELECT {OfferCorrection.columns()}
      FROM offer_corrections
     WHERE reader_id = %(reader_id)s
       AND post_id = %(post_id)s
""")
_REMOVE = Statement("""
    DELETE FROM offer_corrections
     WHERE reader_id = %(reader_id)s
       AND post_id = %(post_id)s
""")
_COUNT = Statement("""
    SELECT count(*)
      FROM offer_corrections
     WHERE reader_id = %(reader_id)s
       AND corrected_at >= %(since)s
""")
_SAID = Statement("""
    SELECT reader_id, post_id, corrected_at AS at
      FROM offer_corrections
     WHERE organisation_id = %(organisation_id)s
       AND corrected_at >= %(since)s
       AND counts
     ORDER BY corrected_at, reader_id, post_id
""")
# What counted when each of these crossings came: as `said_of` has it, of posts that were conversation.
_SAID_BEFORE = Statement("""
    SELECT crossing.id AS crossing_id, said.reader_id, said.post_id, said.corrected_at AS at
      FROM unnest(%(organisation_ids)s::bigint[], %(ids)s::bigint[], %(since_ids)s::bigint[])
           AS wanted (organisation_id, id, since_id)
      JOIN line_crossings AS crossing USING (organisation_id, id)
     CROSS JOIN LATERAL (
           SELECT max(ended_at) AS over_at
             FROM line_crossings
            WHERE organisation_id = crossing.organisation_id
              AND id < crossing.id) AS earlier
      JOIN offer_corrections AS said
        ON said.organisation_id = crossing.organisation_id
       AND said.corrected_at >= GREATEST(crossing.crossed_at - %(window)s::interval, earlier.over_at)
       AND said.corrected_at <= crossing.crossed_at
       AND said.counts
      JOIN post_kinds AS told
        ON told.organisation_id = crossing.organisation_id
       AND told.post_id = said.post_id
       AND told.post_id >= wanted.since_id
       AND told.began_as = 'conversation'
""")
_FORGET = Statement("DELETE FROM offer_corrections WHERE reader_id = %(id)s OR organisation_id = %(id)s")


async def find_correction(db: Db, reader_id: Id, post_id: Id) -> OfferCorrection | None:
    """Find what a reader said of a post."""
    return await db.maybe(_FIND, OfferCorrection, reader_id=reader_id, post_id=post_id)


async def add_correction(db: Db, correction: OfferCorrection) -> bool:
    """Write that a reader calls a post an offer. False: they do already."""
    return await db.insert_new(correction)


async def remove_correction(db: Db, reader_id: Id, post_id: Id) -> None:
    """Forget that."""
    await db.run(_REMOVE, reader_id=reader_id, post_id=post_id)


async def count_corrections_since(db: Db, reader_id: Id, since: datetime) -> int:
    """Count what a reader called offers since then."""
    return int(await db.value(_COUNT, reader_id=reader_id, since=since))


async def said_of(db: Db, organisation_id: Id, since: datetime) -> list[Said]:
    """List what counts of what readers said of an organisation's posts since then, the oldest first."""
    return await db.all(_SAID, Said, organisation_id=organisation_id, since=since)


async def said_before(
    db: Db, crossings: Sequence[LineCrossing], *, window: timedelta
) -> defaultdict[Id, list[SaidBefore]]:
    """List what counted of what readers said when each of these crossings came, by its id."""
    found: defaultdict[Id, list[SaidBefore]] = defaultdict(list)
    params = {
        "organisation_ids": [one.organisation_id for one in crossings],
        "ids": [one.id for one in crossings],
        "since_ids": [first_id_at(one.crossed_at - window) for one in crossings],
    }
    for one in await db.all(_SAID_BEFORE, SaidBefore, window=window, **params) if crossings else []:
        found[one.crossing_id].append(one)
    return found


async def forget_corrections(db: Db, account_id: Id) -> None:
    """Forget what somebody said who is gone, or what was said of an organisation that is."""
    await db.run(_FORGET, id=account_id)
