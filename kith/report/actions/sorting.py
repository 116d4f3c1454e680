"""Which cases ask much the same: sorted by a worker, some at a time, each case once.

The first words of a case are compared with the first case of every question that came up within a year; it goes to
the one that is most like it, or begins a question of its own. All of it can be made anew from the cases.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import Work
from kith.organisations import find_organisation
from kith.report import store
from kith.report.model import QUESTION_DAYS, AskedQuestion, QuestionSorting, SortingQuestions
from kith.report.rules.questions import says_enough
from kith.report.store.questions import Leader, Unsorted
from kith.topics import KnownTexts, LikenessKind, likeness_kind, marks_of

CASES_A_STEP = 100  # two seconds of a worker, at the most
LEADERS_MAX = 5_000  # questions that are compared: the newest
DESKS_A_STEP = 500
LATE = timedelta(minutes=10)  # a case that is being written has a smaller id than one that is there already


async def sort_all(work: Work) -> None:
    """Let every organisation's new questions be sorted: each in a job of its own."""
    after_id = Id(0)
    while found := await store.organisations_with_desks(work.db, after_id=after_id, limit=DESKS_A_STEP):
        for organisation_id in found:
            work.tell(SortingQuestions(organisation_id=organisation_id))
        after_id = found[-1]


async def sort_questions(work: Work, organisation_id: Id, *, goes_on: bool = False) -> None:
    """Sort the next of an organisation's questions; where there are more, another job goes on."""
    kind = likeness_kind()
    mark = await store.hold_sorting(work.db, QuestionSorting(organisation_id=organisation_id, kind=kind))
    if mark.kind != kind:
        await store.start_anew(work.db, organisation_id)
        mark = QuestionSorting(organisation_id=organisation_id, kind=kind)
    since = work.now - timedelta(days=QUESTION_DAYS)
    after_id = mark.up_to_id if goes_on else _a_little_before(mark.up_to_id)
    after_id = max(after_id, first_id_at(since))
    found = await store.unsorted_cases(work.db, organisation_id, after_id=after_id, limit=CASES_A_STEP)
    leaders = await store.leaders_of(work.db, organisation_id, since=since, limit=LEADERS_MAX)
    if found:
        await work.db.insert_all(await asyncio.to_thread(_sorted, organisation_id, found, leaders, kind))
        await work.db.put(msgspec.structs.replace(mark, up_to_id=found[-1].case_id))
    if len(found) == CASES_A_STEP:
        work.tell(SortingQuestions(organisation_id=organisation_id, goes_on=True))
    elif found or goes_on:
        await _look_for_answers(work, organisation_id, since, kind)


async def match_answers(work: Work, organisation_id: Id, reworded: Sequence[tuple[str, str]]) -> None:
    """Find what the page answers now that somebody wrote there; what is only worded anew answers what it did."""
    if await find_organisation(work.db, organisation_id) is None:
        return
    kind = likeness_kind()
    mark = await store.hold_sorting(work.db, QuestionSorting(organisation_id=organisation_id, kind=kind))
    await store.reword_answers(work.db, organisation_id, reworded)
    if mark.kind == kind:  # else all are sorted anew soon, and matched then
        await _look_for_answers(work, organisation_id, work.now - timedelta(days=QUESTION_DAYS), kind)


def _a_little_before(place: Id) -> Id:
    return first_id_at(instant_of(place) - LATE) if place else place


def _sorted(
    organisation_id: Id, cases: Sequence[Unsorted], leaders: Sequence[Leader], kind: LikenessKind
) -> list[AskedQuestion]:
    known, groups, asked = KnownTexts(kind), [one.group_id for one in leaders], list[AskedQuestion]()
    for leader in leaders:
        known.add(leader.marks)
    worded = [(one, one.subject_id, one.text) for one in cases if one.subject_id and one.text and says_enough(one.text)]
    all_marks = marks_of([text for _case, _subject_id, text in worded], kind) if worded else []
    for (one, subject_id, _text), marks in zip(worded, all_marks, strict=True):
        number = known.nearest(marks)
        if number is None:
            known.add(marks)
            groups.append(one.case_id)
        asked.append(
            AskedQuestion(
                organisation_id=organisation_id,
                case_id=one.case_id,
                subject_id=subject_id,
                group_id=one.case_id if number is None else groups[number],
                asked_at=one.asked_at,
                marks=marks if number is None else None,
            )
        )
    return asked


async def _look_for_answers(work: Work, organisation_id: Id, since: datetime, kind: LikenessKind) -> None:
    """Find which questions the page answers already, whoever wrote that there. What a person said so stays."""
    organisation = await find_organisation(work.db, organisation_id)
    questions = [one.question for one in organisation.questions] if organisation else []
    leaders = await store.leaders_of(work.db, organisation_id, since=since, limit=LEADERS_MAX)
    if not questions or not leaders:
        return
    known = await store.known_answers(work.db, organisation_id)
    open_ = [one for one in leaders if known.get(one.group_id) not in questions]
    found = await asyncio.to_thread(_answered, open_, questions, kind)
    await store.say_answers(work.db, organisation_id, found)


def _answered(leaders: Sequence[Leader], questions: Sequence[str], kind: LikenessKind) -> dict[Id, str]:
    known = KnownTexts(kind)
    for marks in marks_of(questions, kind):
        known.add(marks)
    numbers = {one.group_id: known.nearest(one.marks) for one in leaders}
    return {group_id: questions[number] for group_id, number in numbers.items() if number is not None}
