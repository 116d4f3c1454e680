"""Letting programs in to the desk, with keys of their own; and ending that."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.recording import record
from kith.organisations.actions.team import my_seat
from kith.organisations.model import PROGRAM_NAME_MAX, PROGRAM_SCOPES, PROGRAMS_MAX, TeamProgram
from kith.people import Key, hash_secret, new_key_secret

PROGRAM_KEY = "kithdesk_"  # how one begins: nobody takes it for a person's
LASTS_DAYS_MAX = 3650


async def let_program_in(
    work: Work, organisation_id: Id, *, name: str, scopes: Collection[str], lasts_days: int | None
) -> tuple[TeamProgram, str]:
    """Let a program in, and give its key: the only time that it can be read. `lasts_days` `None`: until it is ended.

    Raises `Invalid` for what has no name or may do nothing, `Refused` for one too many.
    """
    await my_seat(work, organisation_id, "programs")
    organisation = await store.lock_organisation(work.db, organisation_id)
    seat = await my_seat(work, organisation_id, "programs")  # once more: it may have ended meanwhile
    title = clean_line(name, length_max=PROGRAM_NAME_MAX, field="name")
    if not title:
        raise Invalid(_("Give it a name, so that you know later what it was for."), field="name")
    wanted = tuple(one for one in PROGRAM_SCOPES if one in scopes)
    if not wanted or len(wanted) != len(set(scopes)):
        raise Invalid(_("Choose what it may do."), field="scopes")
    if lasts_days is not None and not 1 <= lasts_days <= LASTS_DAYS_MAX:
        raise Invalid(_("Choose how long it may come."), field="lasts_days")
    if len(await store.programs_of(work.db, organisation_id)) >= PROGRAMS_MAX:
        raise Refused(_("{count} programs have access already. End one first.").format(count=PROGRAMS_MAX))
    held_by, key_id = organisation.organisation_id, work.new_id()
    key = Key(account_id=held_by, key_id=key_id, secret=new_key_secret(work.house.secret, held_by, key_id))
    program = TeamProgram(
        organisation_id=organisation_id,
        id=key.key_id,
        name=title,
        secret_hash=hash_secret(key.secret),
        scopes=wanted,
        made_by=seat.person_id,
        made_at=work.now,
        expires_at=None if lasts_days is None else work.now + timedelta(days=lasts_days),
    )
    await work.db.insert(program)
    await record(work, organisation_id, "program.let_in", subject_id=program.id)
    return program, PROGRAM_KEY + key.written("_")


async def programs_let_in(work: Work, organisation_id: Id) -> list[TeamProgram]:
    """List the programs of an organisation, the newest first, for who may let them in."""
    await my_seat(work, organisation_id, "programs")
    return await store.programs_of(work.db, organisation_id)


async def end_program(work: Work, organisation_id: Id, program_id: Id) -> None:
    """Let a program in no more, from this moment on. Raises `NotFound` where it was not."""
    await my_seat(work, organisation_id, "programs")
    if not await store.end_program(work.db, organisation_id, program_id, work.now):
        raise NotFound
    await record(work, organisation_id, "program.ended", subject_id=program_id)


async def names_of_programs(work: Work, organisation_id: Id, hands: Iterable[Id]) -> dict[Id, str]:
    """Name those of these hands that are programs, also those that were ended."""
    wanted = set(hands)
    found = await store.programs_among(work.db, organisation_id, wanted) if wanted else []
    return {one.id: one.name for one in found}
