"""What readers call offers: each row under its reader."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.offers.model import OfferCorrection, Said

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


async def forget_corrections(db: Db, account_id: Id) -> None:
    """Forget what somebody said who is gone, or what was said of an organisation that is."""
    await db.run(_FORGET, id=account_id)
