"""`/privacy` and `/terms`: what the owner promises and asks; and where the owner writes it."""

from dataclasses import dataclass
from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.papers import (
    PaperView,
    load_paper,
    papers_there,
    remove_version,
    withdraw_paper,
    write_paper,
)
from kith.people.model import PAPER_MAX, PaperKind

_KINDS: tuple[PaperKind, ...] = ("privacy", "terms")


@dataclass(frozen=True, kw_only=True)
class PaperPage:
    """A paper in one of its versions, and the days of the others."""

    title: str
    view: PaperView
    days: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class OwnerPaperPage:
    """A paper as its owner writes it."""

    kind: PaperKind
    title: str
    line: str
    text: str
    effective_on: str
    today: date
    days: tuple[date, ...]
    text_max: int = PAPER_MAX
    error: str = ""
    error_field: str = ""


class PaperForm(msgspec.Struct, frozen=True, kw_only=True):
    """The words, and from when they hold: left open, from today."""

    text: str = ""
    effective_on: str = ""


def title_of(kind: PaperKind) -> str:
    """Name a paper."""
    return _("Privacy") if kind == "privacy" else _("Terms")


async def fill_papers(work: Work, _request: Request) -> list[tuple[str, str]]:
    """Fill the ways to the papers at the foot of every page, where there are any."""
    return [(f"/{kind}", title_of(kind)) for kind in await papers_there(work)]


def _showing(kind: PaperKind) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        day = request.path_params.get("date")
        view = await load_paper(work, kind, None if day is None else day_of(day))
        days = tuple(await store.days_of_paper(work.db, kind))
        return await page(work, request, "people/paper.html", PaperPage(title=title_of(kind), view=view, days=days))

    return handler


def _editing(kind: PaperKind) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        return await _owner_page(work, request, kind)

    return handler


def _writing(kind: PaperKind) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        form = await read_form(request, PaperForm)
        try:
            await write_paper(work, kind, form.text, _wanted(form, work.now.date()))
        except (Invalid, Refused) as error:
            work.undo()
            return await _owner_page(work, request, kind, form, error)
        return RedirectResponse(f"/owner/{kind}", 303)

    return handler


def _removing(kind: PaperKind) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        await remove_version(work, kind, day_of(request.path_params["date"]))
        return RedirectResponse(f"/owner/{kind}", 303)

    return handler


def _withdrawing(kind: PaperKind) -> Handler:
    async def handler(work: Work, _request: Request) -> Response:
        await withdraw_paper(work, kind)
        return RedirectResponse(f"/owner/{kind}", 303)

    return handler


def day_of(text: str) -> date:
    """Read a day from a path. What is no day names nothing: `NotFound`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error


def _wanted(form: PaperForm, today: date) -> date:
    try:
        return date.fromisoformat(form.effective_on) if form.effective_on else today
    except ValueError as error:
        raise Invalid(_("Choose a day, or leave it open."), field="effective_on") from error


async def _owner_page(
    work: Work, request: Request, kind: PaperKind, form: PaperForm | None = None, error: Invalid | Refused | None = None
) -> Response:
    days = tuple(await store.days_of_paper(work.db, kind))
    latest = await load_paper(work, kind, days[0]) if days else None
    lines = {
        "privacy": _("What you know about people here, and what becomes of it."),
        "terms": _("What you ask of people here, and what they may count on."),
    }
    content = OwnerPaperPage(
        kind=kind,
        title=title_of(kind),
        line=lines[kind],
        text=form.text if form else latest.paper.text if latest else "",
        effective_on=form.effective_on if form else "",
        today=work.now.date(),
        days=days,
        error=error.text if error else "",
        error_field=(error.field if isinstance(error, Invalid) else None) or "text",
    )
    return await page(work, request, "people/owner_paper.html", content, status=422 if error else 200)


PAPER_ROUTES = tuple(
    route
    for kind in _KINDS
    for route in (
        Route(method="GET", path=f"/{kind}", handler=_showing(kind), access="anyone"),
        Route(method="GET", path=f"/{kind}/{{date}}", handler=_showing(kind), access="anyone"),
        Route(method="GET", path=f"/owner/{kind}", handler=_editing(kind), access="owner"),
        Route(method="POST", path=f"/owner/{kind}", handler=_writing(kind), access="owner"),
        Route(method="POST", path=f"/owner/{kind}/withdraw", handler=_withdrawing(kind), access="owner"),
        Route(method="POST", path=f"/owner/{kind}/{{date}}/remove", handler=_removing(kind), access="owner"),
    )
)
