"""By which ways somebody can be answered in a case: who only named the organisation did not speak to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kith.base.work import Work
from kith.desk.actions.desk import Desk
from kith.desk.model import Case, CaseEvent
from kith.organisations import has_spoken, may_answer


@dataclass(frozen=True)
class Reach:
    """Where it was said, and in private."""

    here: bool
    private: bool


async def reach_of(work: Work, desk: Desk, case: Case, events: Sequence[CaseEvent], *, reachable: bool) -> Reach:
    """Tell how the person of a case can be answered; nothing is asked where they were never overheard."""
    public = case.channel == "thread"
    if not reachable or not any(one.kind == "named" for one in events):
        return Reach(here=reachable, private=reachable and public)
    if await has_spoken(work, desk.id, case.person_id):
        return Reach(here=True, private=public)
    return Reach(here=await may_answer(work, desk.id, case.person_id, case.last_id), private=False)
