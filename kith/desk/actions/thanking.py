"""What the person says once their case is settled: one tap, and nobody asks again."""

from datetime import timedelta

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import brighten_answer, brighten_message
from kith.desk import store
from kith.desk.actions.desk import note_event, opening_hours, save
from kith.desk.model import USUAL_AMONG, USUAL_DAYS, Case, Feedback
from kith.desk.rules.hours import usual_seconds
from kith.desk.rules.moving import reopened

ASKED_DAYS = 14  # after that it is no longer asked whether it helped


async def settled_for_me(work: Work, organisation_id: Id) -> Case | None:
    """Find one's own case at a desk that was answered and settled lately, whether one said anything about it or not."""
    if work.actor is None:
        return None
    since = work.now - timedelta(days=ASKED_DAYS)
    return await store.settled_for(work.db, organisation_id, work.actor, since=since)


async def say_how_it_was(work: Work, organisation_id: Id, case_id: Id, feedback: Feedback) -> Case:
    """Say thanks, that it brightened one's day, or that it did not help: then the case is open again.

    Raises `NotFound` for a case that is not one's own, `Refused` for one that is not settled.
    """
    known = await store.find_case(work.db, organisation_id, case_id)
    if known is None or work.actor is None or known.person_id != work.actor:
        raise NotFound
    case = await store.lock_case(work.db, organisation_id, case_id)
    if case.feedback == feedback:
        return case
    if case.is_open or not case.answers:
        raise Refused(_("They are still at it. You can say how it was once it is settled."))
    await note_event(work, case, feedback, by_id=None)
    after = msgspec.structs.replace(case, feedback=feedback)
    if feedback == "brightened":
        await _brighten(work, case)
    if feedback == "not_helped" and await _is_last(work, case):
        settings = await store.settings_of(work.db, organisation_id)
        hours = await opening_hours(work, organisation_id)
        after = reopened(after, moved_id=work.new_id(), now=work.now, aim_minutes=settings.aim_minutes, hours=hours)
    return await save(work, case, after)


async def usually_answers_in(work: Work, organisation_id: Id) -> int | None:
    """Tell in how many seconds, while the desk is open, somebody is usually answered: the middle of the last answers.

    `None` where there were too few to say anything.
    """
    since = work.now - timedelta(days=USUAL_DAYS)
    return usual_seconds(await store.answer_times(work.db, organisation_id, since=since, limit=USUAL_AMONG))


async def _is_last(work: Work, case: Case) -> bool:
    """Whether no newer case of the same thread is open: then what did not help belongs to that one."""
    return await store.lock_open(work.db, case.organisation_id, case.person_id, case.channel, case.thread_id) is None


async def _brighten(work: Work, case: Case) -> None:
    last = await store.last_answer(work.db, case.organisation_id, case.id)
    if last is None or last.subject_id is None:
        return
    try:
        if case.channel == "talk":
            await brighten_message(work, last.subject_id, bright=True)
        else:
            await brighten_answer(work, last.subject_id, bright=True)
    except NotFound:  # taken back meanwhile: that it brightened stands in the case
        return
