"""`/desk/HANDLE/report`: what a week or a month brought, for the team; and as a table, for owners."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.desk import organisation_id_of
from kith.report.actions.exporting import Table, export_report
from kith.report.actions.reading import Report, load_report
from kith.report.model import Span
from kith.report.rules.periods import read_day
from kith.report.web.charts import Chart
from kith.report.web.parts import Tile, charts_of, tiles_of
from kith.report.web.wording import period_words, times_words

CSV_HEADERS = {"cache-control": "private, no-store", "x-content-type-options": "nosniff"}


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question that came up again."""

    words: str
    often: str
    href: str
    answered: str


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """A week or a month. `tables` are those that owners can take along."""

    report: Report
    path: str
    title: str
    here: str
    links: Sequence[tuple[str, str]]
    earlier: str
    later: str | None
    tiles: Sequence[Tile]
    charts: Sequence[Chart]
    questions: Sequence[QuestionRow]
    tables: Sequence[tuple[Table, str]]


class ReportQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which period: a week or a month, and a day in it."""

    by: Span = "month"
    on: str = ""


class ExportForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which table of which period."""

    by: Span = "month"
    on: str = ""
    table: Table = "numbers"


async def show_report(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/report`."""
    organisation_id, query = await organisation_id_of(work, request), read_query(request, ReportQuery)
    report = await load_report(work, organisation_id, query.by, read_day(query.on) if query.on else None)
    return await page(work, request, "report/report.html", _page(report, request.state.language))


async def do_export(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/report/export`: a table as CSV."""
    organisation_id, form = await organisation_id_of(work, request), await read_form(request, ExportForm)
    on = read_day(form.on) if form.on else None
    name, table = await export_report(work, organisation_id, form.by, on, form.table)
    return csv_answer(name, table)


def csv_answer(name: str, table: str) -> Response:
    """Answer with a file; a handle holds nothing that its name could break out of."""
    headers = CSV_HEADERS | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(table, headers=headers, media_type="text/csv; charset=utf-8")


def _page(report: Report, language: str) -> ReportPage:
    path, period = f"/desk/{report.desk.account.handle}/report", report.shown.period
    place = f"{path}?by={report.span}&on="
    return ReportPage(
        report=report,
        path=path,
        title=period_words(period, language),
        here=f"{path}?by={report.span}",
        links=[(f"{path}?by=month", _("By month")), (f"{path}?by=week", _("By week"))],
        earlier=f"{place}{report.earlier}",
        later=f"{place}{report.later}" if report.later else None,
        tiles=tiles_of(report, language),
        charts=charts_of(report, language),
        questions=[
            QuestionRow(
                words=one.words or _("The words are gone."),
                often=_("{now} in this period, {year} within a year").format(
                    now=times_words(one.times), year=times_words(one.times_a_year)
                ),
                href=f"/desk/{report.desk.account.handle}/questions/{one.group_id}",
                answered=one.answer or "",
            )
            for one in report.questions
        ],
        tables=[("numbers", _("The numbers")), ("team", _("The team")), ("questions", _("The questions"))],
    )


_PATH = "/desk/{handle}/report"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_report, limit="counting"),
    Route(method="POST", path=f"{_PATH}/export", handler=do_export, limit="export"),
)
