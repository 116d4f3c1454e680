"""Which cases ask much the same, and what of it the organisation's page answers."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.report.model import QUESTION_PEOPLE_MIN, QuestionAnswer, QuestionSorting

_HOLD = Statement(f"""
    SELECT {QuestionSorting.columns()}
      FROM question_sortings
     WHERE organisation_id = %(organisation_id)s
       FOR UPDATE
""")
# The first words of each case; what is gone, or was never found by words, is none.
_UNSORTED = Statement("""
    SELECT desk_cases.id AS case_id, desk_cases.opened_at AS asked_at, first.subject_id, desk_words.text
      FROM desk_cases
      LEFT JOIN LATERAL (
           SELECT min(desk_events.subject_id) AS subject_id
             FROM desk_events
            WHERE desk_events.organisation_id = %(organisation_id)s
              AND desk_events.case_id = desk_cases.id
              AND desk_events.kind = 'said') AS first ON TRUE
      LEFT JOIN desk_words
        ON desk_words.organisation_id = %(organisation_id)s
       AND desk_words.case_id = desk_cases.id
       AND desk_words.subject_id = first.subject_id
     WHERE desk_cases.organisation_id = %(organisation_id)s
       AND desk_cases.id > %(after_id)s
       AND NOT EXISTS (
           SELECT FROM asked_questions
            WHERE asked_questions.organisation_id = %(organisation_id)s
              AND asked_questions.case_id = desk_cases.id)
     ORDER BY desk_cases.id
     LIMIT %(limit)s
""")
_LEADERS = Statement("""
    SELECT group_id, marks
      FROM asked_questions
     WHERE organisation_id = %(organisation_id)s
       AND marks IS NOT NULL
       AND asked_at >= %(since)s
     ORDER BY asked_at DESC, case_id DESC
     LIMIT %(limit)s
""")
_DESKS = Statement("""
    SELECT organisation_id
      FROM organisations
     WHERE closed_at IS NULL
       AND organisation_id > %(after_id)s
     ORDER BY organisation_id
     LIMIT %(limit)s
""")
_START_ANEW = Statement("DELETE FROM asked_questions WHERE organisation_id = %(organisation_id)s")
_FORGET_ANSWERS = Statement("DELETE FROM question_answers WHERE organisation_id = %(organisation_id)s")
_FORGET_SORTING = Statement("DELETE FROM question_sortings WHERE organisation_id = %(organisation_id)s")
_ANSWERS = Statement(f"""
    SELECT {QuestionAnswer.columns()}
      FROM question_answers
     WHERE organisation_id = %(organisation_id)s
     ORDER BY group_id
""")
_SAY_ANSWERS = Statement("""
    INSERT INTO question_answers (organisation_id, group_id, question)
    SELECT %(organisation_id)s, group_id, question
      FROM unnest(%(group_ids)s::bigint[], %(questions)s::text[]) AS known (group_id, question)
     ORDER BY group_id
        ON CONFLICT (organisation_id, group_id) DO UPDATE SET question = EXCLUDED.question
""")
_REWORD = Statement("""
    UPDATE question_answers
       SET question = known.now
      FROM unnest(%(before)s::text[], %(now)s::text[]) AS known (before, now)
     WHERE question_answers.organisation_id = %(organisation_id)s
       AND question_answers.question = known.before
""")
# First for each person, so that nothing has to be sorted to count them.
_QUESTIONS = Statement("""
    SELECT group_id, sum(times)::integer AS times, sum(times_a_year)::integer AS times_a_year,
           count(*)::integer AS people_a_year, max(case_id) AS case_id
      FROM (SELECT asked_questions.group_id, desk_cases.person_id,
                   count(*) FILTER (WHERE asked_questions.asked_at >= %(begins_at)s) AS times,
                   count(*) AS times_a_year, max(asked_questions.case_id) AS case_id
              FROM asked_questions
              JOIN desk_cases
                ON desk_cases.organisation_id = asked_questions.organisation_id
               AND desk_cases.id = asked_questions.case_id
             WHERE asked_questions.organisation_id = %(organisation_id)s
               AND asked_questions.asked_at >= %(since)s
               AND asked_questions.asked_at < %(until_at)s
             GROUP BY 1, 2) AS asked
     GROUP BY group_id
    HAVING sum(times) > 0
       AND count(*) >= %(people_min)s
     ORDER BY times DESC, times_a_year DESC, group_id
     LIMIT %(limit)s
""")
_ASKING = Statement("""
    SELECT case_id, subject_id
      FROM asked_questions
     WHERE organisation_id = %(organisation_id)s
       AND case_id = ANY (%(case_ids)s::bigint[])
     ORDER BY case_id DESC
""")
_CASES = Statement("""
    SELECT case_id, subject_id
      FROM asked_questions
     WHERE organisation_id = %(organisation_id)s
       AND group_id = %(group_id)s
       AND asked_at >= %(since)s
     ORDER BY asked_at DESC, case_id DESC
     LIMIT %(limit)s
""")


class Unsorted(msgspec.Struct, frozen=True, kw_only=True):
    """A case of which nobody knows yet what it is like, with its first words where there are any."""

    case_id: Id
    asked_at: datetime
    subject_id: Id | None
    text: str | None


class Leader(msgspec.Struct, frozen=True, kw_only=True):
    """The first case of a group, by which others are compared."""

    group_id: Id
    marks: bytes


class GroupCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often a question came up, and the newest case that asks it."""

    group_id: Id
    times: int
    times_a_year: int
    people_a_year: int
    case_id: Id


class CaseWithWords(msgspec.Struct, frozen=True, kw_only=True):
    """A case that asks a question, and the message or post in which it does."""

    case_id: Id
    subject_id: Id


async def hold_sorting(db: Db, fresh: QuestionSorting) -> QuestionSorting:
    """Lock how far an organisation's questions are sorted; two who sort at once go one after the other."""
    await db.insert_new(fresh)
    return await db.one(_HOLD, QuestionSorting, organisation_id=fresh.organisation_id)


async def unsorted_cases(db: Db, organisation_id: Id, *, after_id: Id, limit: int) -> list[Unsorted]:
    """List the next cases after an id that are not sorted, in their order."""
    return await db.all(_UNSORTED, Unsorted, organisation_id=organisation_id, after_id=after_id, limit=limit)


async def leaders_of(db: Db, organisation_id: Id, *, since: datetime, limit: int) -> list[Leader]:
    """List the first cases of the groups that began since an instant, the newest first."""
    return await db.all(_LEADERS, Leader, organisation_id=organisation_id, since=since, limit=limit)


async def organisations_with_desks(db: Db, *, after_id: Id, limit: int) -> list[Id]:
    """List the organisations that are open, in the order of their ids."""
    return await db.values(_DESKS, after_id=after_id, limit=limit)


async def start_anew(db: Db, organisation_id: Id) -> None:
    """Forget which questions are alike, because they are compared by something else from now on."""
    await db.run(_START_ANEW, organisation_id=organisation_id)
    await db.run(_FORGET_ANSWERS, organisation_id=organisation_id)


async def forget_answers(db: Db, organisation_id: Id) -> None:
    """Forget which questions the page answers."""
    await db.run(_FORGET_ANSWERS, organisation_id=organisation_id)


async def forget_questions(db: Db, organisation_id: Id) -> None:
    """Delete all of an organisation that is gone; its cases take their own questions along."""
    await db.run(_FORGET_ANSWERS, organisation_id=organisation_id)
    await db.run(_FORGET_SORTING, organisation_id=organisation_id)


async def known_answers(db: Db, organisation_id: Id) -> dict[Id, str]:
    """Read which questions of the page answer which groups."""
    rows = await db.all(_ANSWERS, QuestionAnswer, organisation_id=organisation_id)
    return {one.group_id: one.question for one in rows}


async def put_answer(db: Db, answer: QuestionAnswer) -> None:
    """Say that a question of the page answers a group."""
    await db.put(answer)


async def say_answers(db: Db, organisation_id: Id, answers: dict[Id, str]) -> None:
    """Say of several groups which question answers them."""
    if answers:
        await db.run(
            _SAY_ANSWERS,
            organisation_id=organisation_id,
            group_ids=list(answers),
            questions=list(answers.values()),
        )


async def reword_answers(db: Db, organisation_id: Id, reworded: Sequence[tuple[str, str]]) -> None:
    """Let groups be answered by the same questions of the page as before, in their new words."""
    if reworded:
        before, now = [one for one, _now in reworded], [one for _before, one in reworded]
        await db.run(_REWORD, organisation_id=organisation_id, before=before, now=now)


async def questions_in(
    db: Db, organisation_id: Id, *, begins_at: datetime, until_at: datetime, since: datetime, limit: int
) -> list[GroupCount]:
    """List what came up in a period and was asked by several within a year, the most frequent first."""
    return await db.all(
        _QUESTIONS,
        GroupCount,
        organisation_id=organisation_id,
        begins_at=begins_at,
        until_at=until_at,
        since=since,
        people_min=QUESTION_PEOPLE_MIN,
        limit=limit,
    )


async def cases_of_question(
    db: Db, organisation_id: Id, group_id: Id, *, since: datetime, limit: int
) -> Sequence[CaseWithWords]:
    """List the cases that ask one question, the newest first."""
    return await db.all(
        _CASES, CaseWithWords, organisation_id=organisation_id, group_id=group_id, since=since, limit=limit
    )


async def asking_words(db: Db, organisation_id: Id, case_ids: Sequence[Id]) -> Sequence[CaseWithWords]:
    """Tell in which message or post each of these cases asks."""
    return await db.all(_ASKING, CaseWithWords, organisation_id=organisation_id, case_ids=list(case_ids))
