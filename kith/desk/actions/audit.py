"""What the team did about cases: for those who lead it."""

from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of
from kith.desk.actions.naming import Whom, whom_of
from kith.desk.actions.reading import programs_among, team_of
from kith.desk.model import CaseEvent


@dataclass(frozen=True, kw_only=True)
class DeskRecord:
    """A part of what was done, what the hands are called, and who each case is with: nobody, where they are gone."""

    desk: Desk
    part: Slice[CaseEvent]
    names: dict[Id, str]
    others: dict[Id, Whom]


async def audit(work: Work, organisation_id: Id, paging: Paging) -> DeskRecord:
    """Read what the team did about cases, the newest first. Raises `Refused` for who does not lead it."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    part = await store.audit(work.db, desk.id, paging)
    cases = await store.some_cases(work.db, desk.id, {one.case_id for one in part.items})
    team = await team_of(work, desk)
    programs = await programs_among(work, desk, team, {one.by_id for one in part.items})
    names = programs | {one.account.id: first_name(one.account) for one in team}
    return DeskRecord(desk=desk, part=part, names=names, others=await whom_of(work, cases))
