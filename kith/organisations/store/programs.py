"""Programs that are let in to desks, each under its organisation."""

from collections.abc import Iterable
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.organisations.model import TeamProgram

_FIND = Statement(f"""
    SELECT {TeamProgram.columns()}
      FROM team_programs
     WHERE organisation_id = %(organisation_id)s
       AND id = %(program_id)s
""")
_LET_IN = Statement(f"""
    SELECT {TeamProgram.columns()}
      FROM team_programs
     WHERE organisation_id = %(organisation_id)s
       AND ended_at IS NULL
     ORDER BY id DESC
     LIMIT 100
""")
_SOME = Statement(f"""
    SELECT {TeamProgram.columns()}
      FROM team_programs
     WHERE organisation_id = %(organisation_id)s
       AND id = ANY (%(program_ids)s::bigint[])
     ORDER BY id
""")
_USED = Statement("""
    UPDATE team_programs
       SET used_at = %(now)s
     WHERE organisation_id = %(organisation_id)s
       AND id = %(program_id)s
""")
_END = Statement("""
    UPDATE team_programs
       SET ended_at = %(now)s, secret_hash = ''::bytea
     WHERE organisation_id = %(organisation_id)s
       AND id = %(program_id)s
       AND ended_at IS NULL
""")
_END_ALL = Statement("""
    UPDATE team_programs
       SET ended_at = %(now)s, secret_hash = ''::bytea
     WHERE organisation_id = %(organisation_id)s
       AND ended_at IS NULL
""")
_FORGET_MAKER = Statement("UPDATE team_programs SET made_by = NULL WHERE made_by = %(person_id)s")
_FORGET = Statement("DELETE FROM team_programs WHERE organisation_id = %(organisation_id)s")
_FORGET_OLD = Statement("DELETE FROM team_programs WHERE ended_at < %(before)s")


async def find_program(db: Db, organisation_id: Id, program_id: Id) -> TeamProgram | None:
    """Find a program, ended ones included; the secret is the caller's to compare."""
    return await db.maybe(_FIND, TeamProgram, organisation_id=organisation_id, program_id=program_id)


async def programs_of(db: Db, organisation_id: Id) -> list[TeamProgram]:
    """List the programs that were not ended, the newest first; those whose time is over included."""
    return await db.all(_LET_IN, TeamProgram, organisation_id=organisation_id)


async def programs_among(db: Db, organisation_id: Id, ids: Iterable[Id]) -> list[TeamProgram]:
    """Give those of these hands that are programs, ended ones included."""
    return await db.all(_SOME, TeamProgram, organisation_id=organisation_id, program_ids=sorted(ids))


async def note_program_used(db: Db, organisation_id: Id, program_id: Id, now: datetime) -> None:
    """Note that a program came."""
    await db.run(_USED, organisation_id=organisation_id, program_id=program_id, now=now)


async def end_program(db: Db, organisation_id: Id, program_id: Id, now: datetime) -> bool:
    """Let a program in no more. `False` where it was not."""
    return bool(await db.run(_END, organisation_id=organisation_id, program_id=program_id, now=now))


async def end_programs(db: Db, organisation_id: Id, now: datetime) -> None:
    """Let no program in any more."""
    await db.run(_END_ALL, organisation_id=organisation_id, now=now)


async def forget_maker(db: Db, person_id: Id) -> None:
    """Forget that somebody who left let any program in."""
    await db.run(_FORGET_MAKER, person_id=person_id)


async def forget_programs(db: Db, organisation_id: Id) -> None:
    """Delete the programs of an organisation that is gone."""
    await db.run(_FORGET, organisation_id=organisation_id)


async def forget_old_programs(db: Db, before: datetime) -> None:
    """Delete programs that were ended long ago: nothing is told of what they did any more."""
    await db.run(_FORGET_OLD, before=before)
