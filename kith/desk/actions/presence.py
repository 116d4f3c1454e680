"""“Mara is writing…”: so that two do not answer the same."""

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.desk import store, writing
from kith.desk.actions.desk import Desk, desk_of
from kith.organisations import members_of


async def note_writing(work: Work, organisation_id: Id, case_id: Id) -> None:
    """Let colleagues see that one is writing into a case, for a few seconds."""
    desk = await _seen(work, organisation_id, case_id)
    await writing.note_writing(work.house.live.valkey, case_id, desk.me)
    others = [one.person_id for one in await members_of(work, desk.id) if one.person_id != desk.me]
    event = LiveEvent(kind="desk_writing", subject_id=case_id, author_id=organisation_id)
    work.announce(event, (*others, organisation_id))


async def who_writes(work: Work, organisation_id: Id, case_id: Id) -> list[Id]:
    """Tell which colleagues are writing into a case at this moment."""
    desk = await _seen(work, organisation_id, case_id)
    others = [one.person_id for one in await members_of(work, desk.id) if one.person_id != desk.me]
    return await writing.who_writes(work.house.live.valkey, case_id, others)


async def _seen(work: Work, organisation_id: Id, case_id: Id) -> Desk:
    desk = await desk_of(work, organisation_id)
    case = await store.find_case(work.db, desk.id, case_id)
    if case is None:
        raise NotFound
    desk.check_sees(case)
    return desk
