"""What an organisation tells about itself."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.organisations.model import Organisation

_FIND = Statement(f"SELECT {Organisation.columns()} FROM organisations WHERE organisation_id = %(organisation_id)s")
# Whoever changes an organisation or its team holds it: of two owners who leave at once, the second sees the first.
_LOCK = Statement(f"""
    SELECT {Organisation.columns()}
      FROM organisations
     WHERE organisation_id = %(organisation_id)s
       FOR UPDATE
""")
_SOME = Statement(f"""
    SELECT {Organisation.columns()}
      FROM organisations
     WHERE organisation_id = ANY (%(organisation_ids)s::bigint[])
     ORDER BY organisation_id
""")
_COUNT_FOUNDED = Statement("""
    SELECT count(*)
      FROM organisations
     WHERE founder_id = %(person_id)s
       AND closed_at IS NULL
""")
_SET_CLOSED = Statement("""
    UPDATE organisations
       SET closed_at = %(closed_at)s
     WHERE organisation_id = %(organisation_id)s
""")
_OLD_WEBSITES = Statement("""
    SELECT organisation_id
      FROM organisations
     WHERE website <> ''
       AND closed_at IS NULL
       AND website_checked_at < %(before)s
     ORDER BY website_checked_at, organisation_id
     LIMIT %(limit)s
""")
_FORGET_FOUNDER = Statement("UPDATE organisations SET founder_id = NULL WHERE founder_id = %(person_id)s")
_DELETE = Statement("DELETE FROM organisations WHERE organisation_id = %(organisation_id)s")


async def find_organisation(db: Db, organisation_id: Id) -> Organisation | None:
    """Find an organisation, closed ones included."""
    return await db.maybe(_FIND, Organisation, organisation_id=organisation_id)


async def lock_organisation(db: Db, organisation_id: Id) -> Organisation:
    """Get an organisation to change it or its team. Raises `NotFound`."""
    return await db.one(_LOCK, Organisation, organisation_id=organisation_id)


async def organisations_by_ids(db: Db, organisation_ids: Sequence[Id]) -> list[Organisation]:
    """Read several at once, ordered by id; those that are none are left out."""
    return await db.all(_SOME, Organisation, organisation_ids=list(organisation_ids)) if organisation_ids else []


async def count_founded_by(db: Db, person_id: Id) -> int:
    """Count the organisations that somebody founded and that are not closed."""
    return int(await db.value(_COUNT_FOUNDED, person_id=person_id))


async def change_organisation(db: Db, changed: Organisation) -> None:
    """Write all of an organisation anew; its row is locked."""
    await db.put(changed)


async def set_closed(db: Db, organisation_id: Id, closed_at: datetime | None) -> None:
    """Close it, or take that back (`None`)."""
    await db.run(_SET_CLOSED, organisation_id=organisation_id, closed_at=closed_at)


async def forget_founder(db: Db, person_id: Id) -> None:
    """Forget that somebody who left founded anything."""
    await db.run(_FORGET_FOUNDER, person_id=person_id)


async def delete_organisation(db: Db, organisation_id: Id) -> None:
    """Delete what it told about itself."""
    await db.run(_DELETE, organisation_id=organisation_id)


async def websites_checked_before(db: Db, before: datetime, *, limit: int) -> list[Id]:
    """List whose website was looked at last before an instant, the longest ago first."""
    return await db.values(_OLD_WEBSITES, before=before, limit=limit)
