"""The report as tables that an owner takes along."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import check_may, record
from kith.report.actions.reading import Report, load_report
from kith.report.model import Numbers, Span
from kith.report.rules.cells import Cell, write_table

Table = Literal["numbers", "team", "questions"]
TABLES: tuple[Table, ...] = get_args(Table)

# What machines read stands in one language: a table that is read anew each month keeps its columns.
_NUMBERS = (
    "from", "until", "people_answered", "answers", "first_answers", "first_answer_half_s", "first_answer_nine_of_ten_s",
    "settled", "settled_half_s", "settled_nine_of_ten_s", "helped", "not_helped", "thanks", "brightened",
    "brightened_by_team", "brightened_by_people", "brightened_by_listeners", "relations_begun", "relations_kept",
    "relations_back", "relations_quiet",
)  # fmt: skip


async def export_report(work: Work, organisation_id: Id, span: Span, on: date | None, table: Table) -> tuple[str, str]:
    """Give a table of the report as CSV, and what its file is called. It is written into the team's record.

    Raises `Refused` for who is no owner, `NotFound` as the report does.
    """
    report = await load_report(work, organisation_id, span, on)
    check_may(report.desk.seat.role, "export")
    await record(work, organisation_id, "report.exported")
    rows = {"numbers": _numbers, "team": _team, "questions": _questions}[table](report)
    name = f"{report.desk.account.handle}-{table}-{span}-{report.shown.period.on}.csv"
    return name, write_table(rows)


def _numbers(report: Report) -> Iterator[tuple[Cell, ...]]:
    yield _NUMBERS
    for one in report.numbers:
        yield (*_days(one), *_counted(one))


def _days(one: Numbers) -> tuple[str, str]:
    return f"{one.period.begins_at:%Y-%m-%dT%H:%MZ}", f"{one.period.until_at:%Y-%m-%dT%H:%MZ}"


def _counted(one: Numbers) -> tuple[Cell, ...]:
    answer, settle, helped, bright, relations = one.answer, one.settle, one.helped, one.bright, one.relations
    return (
        one.people, one.answers, answer.count, answer.half_s, answer.most_s, settle.count, settle.half_s, settle.most_s,
        helped.helped, helped.not_helped, helped.thanks, bright.exchanges, bright.by_us, bright.by_them,
        bright.by_listeners, relations.begun, relations.kept, relations.back, relations.quiet,
    )  # fmt: skip


def _team(report: Report) -> Iterator[tuple[Cell, ...]]:
    yield ("from", "until", "name", "handle", "answers", "cases", "settled", "notes")
    for one in report.carried:
        name, handle = (one.person.name, one.person.handle) if one.person else ("", "")
        yield (*_days(report.shown), name, handle, one.answers, one.cases, one.settled, one.notes)


def _questions(report: Report) -> Iterator[tuple[Cell, ...]]:
    yield ("from", "until", "words", "times", "times_within_a_year", "people_within_a_year", "answered_by")
    for one in report.questions:
        yield (*_days(report.shown), one.words, one.times, one.times_a_year, one.people_a_year, one.answer)
