"""Forgetting somebody who left for good, whatever they were at desks."""

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import note_event, show_team
from kith.desk.actions.ways import delete_counted
from kith.desk.model import ForgettingAtDesks
from kith.desk.rules.moving import counted, given
from kith.mailbox.model import MailThreadsGone

CASES_A_STEP = 200


async def forget(work: Work, account_id: Id) -> None:
    """Delete somebody's cases, leave those they worked on to the desk, and delete their own desk: some at a time."""
    if (
        await _forget_own(work, account_id)
        or await _give_back(work, account_id)
        or await _forget_desk(work, account_id)
    ):
        work.tell(ForgettingAtDesks(account_id=account_id))


async def forget_mail(work: Work, fact: MailThreadsGone) -> None:
    """Delete the cases of mail that is gone, with all that was noted about them."""
    for case in await store.cases_of_threads(
        work.db, fact.organisation_id, "mail", person_ids=fact.person_ids, thread_ids=fact.thread_ids
    ):
        await delete_counted(work, case)


async def _forget_own(work: Work, account_id: Id) -> bool:
    """Delete some of their cases; tell whether there may be more."""
    found = await store.cases_of_person(work.db, account_id, limit=CASES_A_STEP)
    for case in found:
        await delete_counted(work, case)
    return len(found) == CASES_A_STEP


async def _give_back(work: Work, account_id: Id) -> bool:
    found = await store.cases_given_to(work.db, account_id, organisation_id=None, settled=True, limit=CASES_A_STEP)
    for case in found:
        after = given(case, None) if case.is_open else msgspec.structs.replace(case, assignee_id=None)
        if case.is_open:
            await note_event(work, case, "released", by_id=None)
        await store.change_case(work.db, after)
        await store.tally_cases(work.db, counted(case, after))
        await show_team(work, after)
    await store.forget_colleague(work.db, account_id)
    await store.forget_who_marked(work.db, account_id)
    await store.forget_ways_of(work.db, account_id)
    return len(found) == CASES_A_STEP


async def _forget_desk(work: Work, account_id: Id) -> bool:
    deleted = await store.forget_cases(work.db, account_id, limit=CASES_A_STEP)
    if deleted < CASES_A_STEP:
        await store.forget_desk(work.db, account_id)
    return deleted == CASES_A_STEP
