"""`/owner/reports`: what was reported, and what the owners make of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.page import Slot, page
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.moderation.actions.handling import (
    count_open,
    finish,
    load_notes,
    load_others,
    load_report,
    load_reports,
    load_words,
    note,
    reopen,
)
from kith.moderation.model import NOTE_MAX, KeptWords, NoteView, ReportView

PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class ReportsPage:
    """Some reports, open ones or those that are done."""

    reports: Sequence[ReportView]
    here: str
    open_: bool
    more: str | None
    first: bool


@dataclass(frozen=True, kw_only=True)
class OneReportPage:
    """One report with all that is known about it, and the note as it was sent."""

    view: ReportView
    words: Sequence[KeptWords]
    notes: Sequence[NoteView]
    others: Sequence[ReportView]
    text: str = ""
    error: str = ""
    text_max: int = NOTE_MAX


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """What an owner says to the others."""

    text: str = ""


async def show_reports(work: Work, request: Request) -> Response:
    """`GET /owner/reports` and `GET /owner/reports/done`."""
    open_ = not request.url.path.endswith("/done")
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    found = await load_reports(work, paging, open_=open_)
    content = ReportsPage(
        reports=found.items,
        here=request.url.path,
        open_=open_,
        more=None if found.older_than is None else f"{request.url.path}?max_id={found.older_than}",
        first=paging.max_id is None,
    )
    return await page(work, request, "moderation/reports.html", content)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /owner/reports/ID`."""
    return await page(work, request, "moderation/one_report.html", await _one(work, path_id(request)))


async def do_note(work: Work, request: Request) -> Response:
    """`POST /owner/reports/ID/note`. One that does not fit comes back with its words."""
    report_id, form = path_id(request), await read_form(request, NoteForm)
    try:
        await note(work, report_id, form.text)
    except (Invalid, Refused) as error:
        work.undo()
        again = await _one(work, report_id, text=form.text, error=error.text)
        return await page(work, request, "moderation/one_report.html", again, status=422)
    return RedirectResponse(f"/owner/reports/{report_id}#notes", 303)


def _doing(deed: Callable[[Work, Id], Awaitable[None]]) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        report_id = path_id(request)
        await deed(work, report_id)
        return RedirectResponse(f"/owner/reports/{report_id}", 303)

    return handler


async def _one(work: Work, report_id: Id, *, text: str = "", error: str = "") -> OneReportPage:
    view = await load_report(work, report_id)
    return OneReportPage(
        view=view,
        words=await load_words(work, view.report),
        notes=await load_notes(work, view.report),
        others=await load_others(work, view.report),
        text=text,
        error=error,
    )


async def fill_place(work: Work, _request: Request) -> tuple[str, str, str, str]:
    """Fill the way to the reports on the owner's first page."""
    count = await count_open(work)
    words = ngettext("{count} report is open", "{count} reports are open", count) if count else _("Nothing is open")
    return ("/owner/reports", "flag", _("Reports"), words.format(count=count))


HANDLING_ROUTES = (
    Route(method="GET", path="/owner/reports", handler=show_reports, access="owner"),
    Route(method="GET", path="/owner/reports/done", handler=show_reports, access="owner"),
    Route(method="GET", path="/owner/reports/{id}", handler=show_one, access="owner"),
    Route(method="POST", path="/owner/reports/{id}/note", handler=do_note, access="owner"),
    Route(method="POST", path="/owner/reports/{id}/finish", handler=_doing(finish), access="owner"),
    Route(method="POST", path="/owner/reports/{id}/reopen", handler=_doing(reopen), access="owner"),
)
SLOTS = (Slot(name="owner.reports", fill=fill_place),)
