"""`/offers`: how offers work, and the public line; `/organisations/ID/line`: how a team stands, answers and appeals."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.offers import rules
from kith.offers.actions.answering import answer, appeal
from kith.offers.actions.correcting import own_standing
from kith.offers.model import WORDS_MAX, OwnStanding
from kith.organisations import may, my_seat
from kith.people import get_account
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """The line in its numbers, as the rule has them."""

    days: int = rules.WINDOW_DAYS
    readers: int = rules.READERS_A_POST
    corrected: int = rules.CORRECTED_MIN
    people: int = rules.PEOPLE_MIN
    one_in: int = rules.ONE_IN
    many: int = rules.CORRECTED_MANY
    known_days: int = rules.KNOWN_DAYS
    half_year_days: int = rules.HALF_YEAR_DAYS
    again_days: int = rules.AGAIN_DAYS


@dataclass(frozen=True, kw_only=True)
class HowPage:
    """How offers work here; `back` is where one came from."""

    numbers: Numbers
    back: str


@dataclass(frozen=True, kw_only=True)
class LinePage:
    """How an organisation stands, for its team; and the words that did not fit, where some did not."""

    account: Account
    own: OwnStanding
    numbers: Numbers
    may_answer: bool
    answer: str = ""
    appeal: str = ""
    error: str = ""
    field: str = ""
    text_max: int = WORDS_MAX


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the team says."""

    text: str = ""


async def show_how(work: Work, request: Request) -> Response:
    """`GET /offers`, for everybody."""
    return await page(work, request, "offers/how.html", HowPage(numbers=Numbers(), back=came_from(request)))


async def show_line(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/line`, for those on its team."""
    return await _show(work, request)


async def show_own_line(work: Work, _request: Request) -> Response:
    """`GET /offers/own`: the same, of the organisation for which one acts."""
    if work.actor is None or work.actor == work.hand:
        raise NotFound
    return RedirectResponse(f"/organisations/{work.actor}/line", 303)


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/line/answer`."""
    form = await read_form(request, AnswerForm)
    try:
        await answer(work, path_id(request), form.text)
    except Invalid as error:
        work.undo()
        return await _show(work, request, error, answer=form.text)
    return RedirectResponse(f"/organisations/{path_id(request)}/line", 303)


async def do_appeal(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/line/appeal`."""
    form = await read_form(request, AnswerForm)
    try:
        await appeal(work, path_id(request), form.text)
    except Invalid as error:
        work.undo()
        return await _show(work, request, error, appeal=form.text)
    return RedirectResponse(f"/organisations/{path_id(request)}/line", 303)


async def _show(
    work: Work, request: Request, error: Invalid | None = None, *, answer: str = "", appeal: str = ""
) -> Response:
    organisation_id = path_id(request)
    seat = await my_seat(work, organisation_id, "read")
    content = LinePage(
        account=await get_account(work.db, organisation_id),
        own=await own_standing(work, organisation_id),
        numbers=Numbers(),
        may_answer=may(seat.role, "page"),
        answer=answer,
        appeal=appeal,
        error=error.text if error else "",
        field=(error.field or "") if error else "",
    )
    return await page(work, request, "offers/line.html", content, status=422 if error else 200)


LINE_ROUTES = (
    Route(method="GET", path="/offers", handler=show_how, access="anyone"),
    Route(method="GET", path="/offers/own", handler=show_own_line),
    Route(method="GET", path="/organisations/{id}/line", handler=show_line),
    Route(method="POST", path="/organisations/{id}/line/answer", handler=do_answer),
    Route(method="POST", path="/organisations/{id}/line/appeal", handler=do_appeal),
)
