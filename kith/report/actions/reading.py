"""The report as somebody of the team reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.desk import CaseRow, Desk, cases_by_ids, desk_of, rows_of
from kith.organisations import find_organisation, may, members_of
from kith.organisations.model import Answered
from kith.people import present_accounts
from kith.people.model import Account
from kith.report import store
from kith.report.model import (
    PERIODS_SHOWN,
    QUESTION_CASES_SHOWN,
    QUESTION_DAYS,
    QUESTIONS_SHOWN,
    Carried,
    Numbers,
    Period,
    Question,
    Span,
)
from kith.report.rules.periods import first_day, moved, periods_until
from kith.report.store.numbers import CarriedBy
from kith.report.store.questions import CaseWithWords


@dataclass(frozen=True, kw_only=True)
class Report:
    """A week or a month of a desk, `shown`, and those before it, the oldest first and `shown` itself the last.

    `later` is the first day of the one after it, where that has begun. `so_far`: it is not over yet.
    """

    desk: Desk
    span: Span
    numbers: Sequence[Numbers]
    carried: Sequence[Carried]
    questions: Sequence[Question]
    earlier: date
    later: date | None
    so_far: bool

    @property
    def shown(self) -> Numbers:
        """What is read."""
        return self.numbers[-1]

    @property
    def before(self) -> Numbers:
        """What it is compared with."""
        return self.numbers[-2]

    @property
    def may_export(self) -> bool:
        """Whether it is theirs to take along."""
        return may(self.desk.seat.role, "export")

    @property
    def may_answer(self) -> bool:
        """Whether the page of questions and answers is theirs to write."""
        return may(self.desk.seat.role, "page")


@dataclass(frozen=True, kw_only=True)
class QuestionView:
    """A question that came up again: the cases that ask it, each with the words that do, and how the page answers."""

    desk: Desk
    group_id: Id
    rows: Sequence[CaseRow]
    answered: Answered | None

    @property
    def may_answer(self) -> bool:
        """Whether the page of questions and answers is theirs to write."""
        return may(self.desk.seat.role, "page")


async def load_report(work: Work, organisation_id: Id, span: Span, on: date | None) -> Report:
    """Read a week or month; without a day the last that is over, or the first in which anything happened.

    Raises `NotFound` for who has no seat there, and for guests, who see what was given to them.
    """
    desk = await _desk(work, organisation_id)
    today = work.now.astimezone(desk.zone).date()
    if on is None:
        numbers = await _numbers(work, desk, today, span, count=PERIODS_SHOWN + 1)
        numbers = numbers[1:] if numbers[-2].is_empty else numbers[:-1]
    else:
        numbers = await _numbers(work, desk, min(on, today), span, count=PERIODS_SHOWN)
    period = numbers[-1].period
    return Report(
        desk=desk,
        span=span,
        numbers=numbers,
        carried=await _carried(work, desk, period),
        questions=await _questions(work, desk, period),
        earlier=moved(period.on, span, -1),
        later=moved(period.on, span, 1) if period.on < first_day(today, span) else None,
        so_far=period.until_at > work.now,
    )


async def load_question(work: Work, organisation_id: Id, group_id: Id) -> QuestionView:
    """Read who asks a question, within a year. Raises `NotFound` where nobody (any more) does."""
    desk = await _desk(work, organisation_id)
    since = work.now - timedelta(days=QUESTION_DAYS)
    found = await store.cases_of_question(work.db, desk.id, group_id, since=since, limit=QUESTION_CASES_SHOWN)
    if not found:
        raise NotFound
    answers, page = await store.known_answers(work.db, desk.id), await _answers(work, desk)
    return QuestionView(
        desk=desk,
        group_id=group_id,
        rows=await _asking(work, desk, found),
        answered=page.get(answers.get(group_id, "")),
    )


async def _desk(work: Work, organisation_id: Id) -> Desk:
    desk = await desk_of(work, organisation_id)
    if not desk.sees_all:
        raise NotFound
    return desk


async def _numbers(work: Work, desk: Desk, on: date, span: Span, *, count: int) -> list[Numbers]:
    periods = periods_until(on, span, desk.hours.zone, count=count)
    return await store.numbers_in(work.db, desk.id, periods, work.now)


async def _carried(work: Work, desk: Desk, period: Period) -> list[Carried]:
    """Tell who carried what: by their names, and last what nobody of today's team did at the desk."""
    seats = [one.person_id for one in await members_of(work, desk.id)]
    team = {one.id: one for one in await present_accounts(work.db, seats)}
    found = await store.carried_in(work.db, desk.id, period)
    own = [_of(team[one.by_id], [one]) for one in found if one.by_id in team]
    others = [one for one in found if one.by_id not in team]
    named = sorted(own, key=lambda one: (one.person.name or one.person.handle).casefold() if one.person else "")
    return [*named, _of(None, others)] if others else named


def _of(person: Account | None, parts: Sequence[CarriedBy]) -> Carried:
    return Carried(
        person=person,
        answers=sum(one.answers for one in parts),
        cases=sum(one.cases for one in parts),
        settled=sum(one.settled for one in parts),
        notes=sum(one.notes for one in parts),
    )


async def _questions(work: Work, desk: Desk, period: Period) -> list[Question]:
    found = await store.questions_in(
        work.db,
        desk.id,
        begins_at=period.begins_at,
        until_at=period.until_at,
        since=period.until_at - timedelta(days=QUESTION_DAYS),
        limit=QUESTIONS_SHOWN,
    )
    if not found:
        return []
    words = await _words(work, desk, [one.case_id for one in found])
    answers, page = await store.known_answers(work.db, desk.id), await _answers(work, desk)
    return [
        Question(
            group_id=one.group_id,
            words=words.get(one.case_id, ""),
            times=one.times,
            times_a_year=one.times_a_year,
            people_a_year=one.people_a_year,
            answer=answers[one.group_id] if answers.get(one.group_id) in page else None,
        )
        for one in found
    ]


async def _words(work: Work, desk: Desk, case_ids: Sequence[Id]) -> dict[Id, str]:
    asking = await store.asking_words(work.db, desk.id, case_ids)
    return {one.case.id: one.words for one in await _asking(work, desk, asking)}


async def _asking(work: Work, desk: Desk, asking: Sequence[CaseWithWords]) -> list[CaseRow]:
    """Give cases with the words that ask, as far as these may still be read where they were said."""
    subjects = {one.case_id: one.subject_id for one in asking}
    cases = await cases_by_ids(work, desk, list(subjects))
    return await rows_of(work, desk, [msgspec.structs.replace(one, last_id=subjects[one.id]) for one in cases])


async def _answers(work: Work, desk: Desk) -> dict[str, Answered]:
    organisation = await find_organisation(work.db, desk.id)
    return {one.question: one for one in organisation.questions} if organisation else {}
