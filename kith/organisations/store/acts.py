"""What was done in an organisation's name, and by whose hand."""

from datetime import datetime
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.organisations.model import TeamAct

_ACTS = f"""
    SELECT {TeamAct.columns()}
      FROM team_acts
     WHERE organisation_id = %(organisation_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_ACTS_DOWN = Statement(f"{_ACTS} ORDER BY id DESC LIMIT %(limit)s")
_ACTS_UP = Statement(f"{_ACTS} ORDER BY id LIMIT %(limit)s")
_FORGET = Statement("DELETE FROM team_acts WHERE organisation_id = %(organisation_id)s")
_FORGET_HAND = Statement("UPDATE team_acts SET hand_id = 0 WHERE hand_id = %(person_id)s")
_FORGET_ABOUT = Statement("UPDATE team_acts SET about_id = NULL, subject_id = NULL WHERE about_id = %(person_id)s")
_FORGET_WITH = Statement("""
    UPDATE team_acts
       SET about_id = NULL, subject_id = NULL
     WHERE organisation_id = %(organisation_id)s
       AND about_id = %(person_id)s
""")
_FORGET_OLD = Statement("DELETE FROM team_acts WHERE done_at < %(before)s")


async def acts_of(db: Db, organisation_id: Id, paging: Paging) -> Slice[TeamAct]:
    """List what was done, the newest first."""
    return await read_slice(
        db, TeamAct, paging, down=_ACTS_DOWN, up=_ACTS_UP, place=attrgetter("id"), organisation_id=organisation_id
    )


async def forget_acts_of(db: Db, organisation_id: Id) -> None:
    """Delete the record of an organisation that is gone."""
    await db.run(_FORGET, organisation_id=organisation_id)


async def forget_acts_about(db: Db, person_id: Id) -> None:
    """Keep that something was done, and nothing of somebody who left for good: by whom or towards whom it was."""
    await db.run(_FORGET_HAND, person_id=person_id)
    await db.run(_FORGET_ABOUT, person_id=person_id)


async def forget_acts_with(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Keep that a team did something, and not that it was towards this person."""
    await db.run(_FORGET_WITH, organisation_id=organisation_id, person_id=person_id)


async def forget_old_acts(db: Db, before: datetime) -> None:
    """Delete what was done long ago."""
    await db.run(_FORGET_OLD, before=before)
