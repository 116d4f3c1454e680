"""Liking what was said in public: all that an organisation may do about words that only name it."""

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import desk_of, held_case, note_deed, on_behalf, show_team
from kith.desk.model import Case
from kith.posts import like


async def like_words(work: Work, organisation_id: Id, case_id: Id) -> Case:
    """Like the last that somebody said in a case. Raises `NotFound` where it is gone, `Refused` where it is private."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    if case.channel != "thread":
        raise Refused(_("Only what was said in public can be liked here."))
    await like(on_behalf(work, desk), case.last_id)
    if not await store.is_noted(work.db, desk.id, case.last_id, "liked"):
        await note_deed(work, desk, case, "liked", subject_id=case.last_id)
        await show_team(work, case)
    return case
