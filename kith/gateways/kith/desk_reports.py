"""The report of a desk: what a week or a month brought, its tables for owners, and questions that came up again."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.caller import Caller, has_scope
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.kith.case import CaseEntity, present_cases
from kith.gateways.kith.organisations import AnsweredEntity
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.report import (
    QuestionView,
    Report,
    Table,
    answer_question,
    export_report,
    load_question,
    load_report,
    read_day,
)
from kith.report.model import Bright, Helped, Numbers, Relations, Span, Times


class DeskReportPeriodEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of a week or a month. Times are seconds of opening hours: `half_s` is the middle, `most_s` the time
    that nine in ten did not exceed.
    """

    on: str
    begins_at: str
    until_at: str
    people_answered: int
    answers: int
    first_answer: Times
    settled: Times
    helped: Helped
    brightened: Bright
    relations: Relations


class CarriedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of the team carried; nobody, for what was said elsewhere than at the desk, or by who left."""

    account: AccountEntity | None
    answers: int
    cases: int
    settled: int
    notes: int


class ReportQuestionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A question that came up again, in the newest words; `answer` is the question of the page that answers it."""

    id: str
    words: str
    times: int
    times_within_a_year: int
    people_within_a_year: int
    answer: str | None


class DeskReportEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A week or a month of a desk: the last of `periods`, those before it being older. The team stands by name."""

    by: Span
    so_far: bool
    earlier: str
    later: str | None
    periods: tuple[DeskReportPeriodEntity, ...]
    team: tuple[CarriedEntity, ...]
    questions: tuple[ReportQuestionEntity, ...]


class ReportQuestionDetailEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A question with the cases that ask it, each in its own words, and what the page answers."""

    id: str
    cases: tuple[CaseEntity, ...]
    answered: AnsweredEntity | None


class ReportQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A week or a month, and a day in it; without one, the last that is over."""

    by: Span = "month"
    on: str = ""


class ReportExportBody(msgspec.Struct, frozen=True, kw_only=True):
    """Which table of which period."""

    by: Span = "month"
    on: str = ""
    table: Table = "numbers"


class ReportAnswerBody(msgspec.Struct, frozen=True, kw_only=True):
    """The question as everybody reads it on the page, and its answer."""

    question: str
    answer: str


async def show_report(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/report`: tell what a week or a month brought, and those before it."""
    query = read_query(request, ReportQuery)
    on = read_day(query.on) if query.on else None
    report = await load_report(work, _organisation(request), query.by, on)
    # What people asked is theirs: a program hears it with the numbers only where it may read their cases.
    caller: Caller = request.state.caller
    return json_answer(await _entity(work, report, reads_words=has_scope(caller, "read read:cases")))


async def do_export(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/report/export`: give a table of the report as CSV; for owners."""
    form = await read_form(request, ReportExportBody)
    on = read_day(form.on) if form.on else None
    name, table = await export_report(work, _organisation(request), form.by, on, form.table)
    headers = {"cache-control": "private, no-store", "content-disposition": f'attachment; filename="{name}"'}
    return Response(table, headers=headers, media_type="text/csv")


async def show_question(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/questions/ID`: show the cases that ask a question."""
    view = await load_question(work, _organisation(request), path_id(request))
    return json_answer(await _question(work, view))


async def do_answer(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/desks/ORGANISATION/questions/ID/answer`: answer a question on the organisation's page."""
    form = await read_form(request, ReportAnswerBody)
    organisation_id, group_id = _organisation(request), path_id(request)
    await answer_question(work, organisation_id, group_id, question=form.question, answer=form.answer)
    shown = await _question(work, await load_question(work, organisation_id, group_id))
    caller: Caller = request.state.caller
    if not has_scope(caller, "write read:cases"):  # a program that writes the page and reads nobody's words
        shown = msgspec.structs.replace(shown, cases=())
    return json_answer(shown)


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


async def _entity(work: Work, report: Report, *, reads_words: bool) -> DeskReportEntity:
    people = [one.person for one in report.carried if one.person is not None]
    shown = dict(zip((one.id for one in people), await present_accounts_of(work, people), strict=True))
    return DeskReportEntity(
        by=report.span,
        so_far=report.so_far,
        earlier=f"{report.earlier}",
        later=f"{report.later}" if report.later else None,
        periods=tuple(_period(one) for one in report.numbers),
        team=tuple(
            CarriedEntity(
                account=shown[one.person.id] if one.person else None,
                answers=one.answers,
                cases=one.cases,
                settled=one.settled,
                notes=one.notes,
            )
            for one in report.carried
        ),
        questions=tuple(
            ReportQuestionEntity(
                id=str(one.group_id),
                words=one.words if reads_words else "",
                times=one.times,
                times_within_a_year=one.times_a_year,
                people_within_a_year=one.people_a_year,
                answer=one.answer,
            )
            for one in report.questions
        ),
    )


def _period(one: Numbers) -> DeskReportPeriodEntity:
    return DeskReportPeriodEntity(
        on=f"{one.period.on}",
        begins_at=date_text(one.period.begins_at),
        until_at=date_text(one.period.until_at),
        people_answered=one.people,
        answers=one.answers,
        first_answer=one.answer,
        settled=one.settle,
        helped=one.helped,
        brightened=one.bright,
        relations=one.relations,
    )


async def _question(work: Work, view: QuestionView) -> ReportQuestionDetailEntity:
    known = view.answered
    return ReportQuestionDetailEntity(
        id=str(view.group_id),
        cases=tuple(await present_cases(work, view.rows)),
        answered=AnsweredEntity(question=known.question, answer=known.answer) if known else None,
    )


_ONE = "/api/kith/v1/desks/{organisation_id}"
ROUTES = (
    Route(
        method="GET",
        path=f"{_ONE}/report",
        handler=show_report,
        scope="read read:report",
        limit="counting",
        query=(ReportQuery,),
        gives=DeskReportEntity,
    ),
    Route(
        method="POST",
        path=f"{_ONE}/report/export",
        handler=do_export,
        scope="write",
        limit="export",
        asks=(ReportExportBody,),
        gives="text/csv",
    ),
    Route(
        method="GET",
        path=f"{_ONE}/questions/{{id}}",
        handler=show_question,
        scope="read read:cases",
        gives=ReportQuestionDetailEntity,
    ),
    Route(
        method="PUT",
        path=f"{_ONE}/questions/{{id}}/answer",
        handler=do_answer,
        scope="write write:questions",
        asks=(ReportAnswerBody,),
        gives=ReportQuestionDetailEntity,
    ),
)
