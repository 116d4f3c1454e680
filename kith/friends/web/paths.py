"""`/settings/paths`: whether others find each other through the reader; and whom the reader may know through others."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import relations
from kith.people.model import Account, Relation, ShownAbove
from kith.ties import answer_paths, is_suggested, path_answer, people_suggested, set_suggested
from kith.ties.model import PathAnswer

PLACE = "/settings/paths"


class PathsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; from the settings (`whole`), with whether one may be suggested."""

    on: bool | None = None
    whole: bool = False
    suggested: bool = False


@dataclass(frozen=True, kw_only=True)
class PathsPage:
    """What is kept."""

    found: PathAnswer
    suggested: bool
    done: bool


@dataclass(frozen=True, kw_only=True)
class SuggestedPart:
    """Whom one may know; the question, where it is to be asked; and a line that says how things stand."""

    rows: Sequence[tuple[Account, Relation]]
    asks: bool
    line: str


async def show_paths(work: Work, request: Request) -> Response:
    """`GET /settings/paths`."""
    content = PathsPage(
        found=await path_answer(work), suggested=await is_suggested(work), done="kept" in request.query_params
    )
    return await page(work, request, "friends/settings_paths.html", content)


async def do_set_paths(work: Work, request: Request) -> Response:
    """`POST /settings/paths`: the answer, by the question or from the settings. A switch that is off is not sent."""
    form = await read_form(request, PathsForm)
    if form.whole:
        await set_suggested(work, suggested=form.suggested)
        if (await path_answer(work)).answer is not None:
            await answer_paths(work, on=bool(form.on))
        return RedirectResponse(f"{PLACE}?kept", 303)
    if form.on is not None:
        await answer_paths(work, on=form.on)
    return RedirectResponse(came_from(request, otherwise=PLACE), 303)


async def fill_suggested(work: Work, request: Request) -> Markup | None:
    """Fill the place above people to find."""
    if work.actor is None:
        return None
    answer, found = await path_answer(work), await people_suggested(work)
    work.memo[ShownAbove] = ShownAbove(people=tuple(one.id for one in found))
    known = await relations(work.db, work.actor, [one.id for one in found], work.now) if found else {}
    part = SuggestedPart(
        rows=[(one, known[one.id]) for one in found],
        asks=answer.answer is None and answer.has_ties,
        line=_line(answer, some=bool(found)),
    )
    pages: Pages = request.app.pages
    return pages.render("friends/suggested.html", page=part, shell=await pages.shell(work, request))


def _line(answer: PathAnswer, *, some: bool) -> str:
    """Say why these, or why nobody."""
    if some:
        return _("Several people you know know them, too.")
    if answer.answer is None:
        return _(
            "Nobody yet: you are suggested people by those whom you both know. That begins when you and some others "
            "here have written to each other."
        )
    if not answer.answer:
        return _("Nobody: you let nobody be found through you, and are suggested nobody by others, either.")
    return _("Nobody new this week. Kith looks again every night, and names three people a week at most.")


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_paths),
    Route(method="POST", path=PLACE, handler=do_set_paths),
)
SLOTS = (Slot(name="to_find.suggested", fill=fill_suggested),)
