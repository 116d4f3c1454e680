"""What helps a colleague from one case to the next: the case that follows in a view, and labels in use."""

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of
from kith.desk.actions.reading import PAGE_SIZE, CaseRow, rows_of
from kith.desk.model import LABELS_SUGGESTED, VIEWS, Case, View

# Where cases stay when they are settled, nobody works through them from one to the next.
LEFT_BY_SETTLING = frozenset(VIEWS) - {"settled", "all"}


async def next_case(work: Work, organisation_id: Id, view: View, case_id: Id) -> Case | None:
    """Find what to do after a case of a view: the next below it, else the first; nothing that a colleague has."""
    desk = await desk_of(work, organisation_id)
    case = await store.find_case(work.db, desk.id, case_id)
    if view not in LEFT_BY_SETTLING or case is None:
        return None
    for part in (Paging(max_id=case.moved_id, limit=PAGE_SIZE), Paging(limit=PAGE_SIZE)):
        found = await store.cases_in(work.db, desk.id, view, part, me=desk.me, only_own=not desk.sees_all, now=work.now)
        for one in found.items:
            if one.id != case.id and one.assignee_id in {None, desk.me}:
                return one
    return None


async def settled_before(work: Work, desk: Desk, case_id: Id | None) -> CaseRow | None:
    """Read the case that was settled just before this page; nothing, where they may not see it or it is open again."""
    case = None if case_id is None else await store.find_case(work.db, desk.id, case_id)
    if case is None or case.is_open or not (desk.sees_all or case.assignee_id == desk.me):
        return None
    [row] = await rows_of(work, desk, [case])
    return row


async def labels_in_use(work: Work, organisation_id: Id) -> list[str]:
    """List the labels of the desk's cases, the most frequent first; none for who sees only what is given to them."""
    desk = await desk_of(work, organisation_id)
    return await labels_at(work, desk)


async def labels_at(work: Work, desk: Desk) -> list[str]:
    """List the labels in use at a desk one sits at."""
    return await store.labels_in_use(work.db, desk.id, limit=LABELS_SUGGESTED) if desk.sees_all else []
