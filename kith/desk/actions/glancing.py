"""Which case something is about, for who is told of it: as far as it is for them to see at this moment."""

from collections.abc import Iterable, Sequence

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk
from kith.desk.actions.naming import whom_of
from kith.desk.model import Case, CaseGlance
from kith.organisations import may, seat_of
from kith.people import present_accounts


async def glance_at(work: Work, case_ids: Iterable[Id]) -> dict[Id, CaseGlance]:
    """Give those of these cases that are for whoever asks to see, by their ids: whose desk, and who it is with."""
    ids = sorted(set(case_ids))
    cases = await store.cases_seen(work.db, work.actor, ids) if ids and work.actor is not None else []
    there = {one.organisation_id for one in cases}
    people = {one.id: one for one in await present_accounts(work.db, there)} if there else {}
    others = await whom_of(work, cases)
    return {
        one.id: CaseGlance(
            case=one,
            organisation=people[one.organisation_id],
            person=others[one.id].account,
            writer=others[one.id].writer,
        )
        for one in cases
        if one.organisation_id in people
    }


async def sees_case(work: Work, organisation_id: Id, case_id: Id, person_id: Id, *, given: bool = False) -> bool:
    """Tell whether a case is for somebody to see; `given`: whether it is theirs to do."""
    case = await store.find_case(work.db, organisation_id, case_id)
    seat = await seat_of(work, organisation_id, person_id)
    if case is None or seat is None:
        return False
    return case.assignee_id == person_id or (not given and may(seat.role, "work_all"))


async def cases_by_ids(work: Work, desk: Desk, case_ids: Sequence[Id]) -> list[Case]:
    """Give those of these cases that are for who sits there to see, what moved last first."""
    found = await store.some_cases(work.db, desk.id, case_ids)
    return [one for one in found if desk.sees_all or one.assignee_id == desk.me]
