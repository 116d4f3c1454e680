"""`/pledges/new`: make a pledge in less than half a minute."""

from datetime import date, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError
from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import day
from kith.base.work import Work
from kith.pledges.actions.keeping import acting
from kith.pledges.actions.making import make_pledge
from kith.pledges.model import PeriodKind, PledgeWish, Visibility
from kith.pledges.rules.elections import LOOKED_AT_ON, elections_ahead
from kith.topics import topics_for

OWN = "own"  # the choice that makes a new topic of the label
NUMBERS_OFFERED = (0, 1, 2, 3, 5, 7, 10)
WEEKS_OFFERED = (4, 8, 12, 26)


class PledgeForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it is sent: `until` is a choice, or `on` for the day in `until_on`."""

    topic: str = "partisan"
    label: str = ""
    yes: str = ""
    no: str = ""
    posts_max: int = 1
    period: PeriodKind = "week"
    days: int = 7
    until: str = "weeks-12"
    until_on: date | None = None
    starts: Literal["next", "now"] = "next"
    if_then: str = ""
    counts_reposts: bool = False
    visibility: Visibility = "me"
    circle: int | None = 15


class MakingPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form, what there is to choose, and what was wrong."""

    form: PledgeForm
    topics: tuple[tuple[str, str], ...]
    numbers: tuple[int, ...]
    untils: tuple[tuple[str, str], ...]
    zone: str
    known_on: str  # when the days of elections were looked up; empty where none is offered
    error: str = ""
    field: str = ""


async def show_new(work: Work, request: Request) -> Response:
    """`GET /pledges/new`."""
    return await _form(work, request, PledgeForm())


async def do_make(work: Work, request: Request) -> Response:
    """`POST /pledges`."""
    form = await read_form(request, PledgeForm)
    try:
        made = await make_pledge(work, _wish(work, request, form))
    except KithError as error:
        work.undo()
        field = (error.field or "") if isinstance(error, Invalid) else ""
        return await _form(work, request, form, error=error.text, field=field)
    return RedirectResponse(f"/pledges/{made.id}", 303)


def _wish(work: Work, request: Request, form: PledgeForm) -> PledgeWish:
    own = form.topic == OWN
    return PledgeWish(
        topic="" if own else form.topic,
        label=form.label if own else "",
        examples_yes=_lines(form.yes) if own else (),
        examples_no=_lines(form.no) if own else (),
        posts_max=form.posts_max,
        period=form.period,
        days=form.days,
        timezone=request.state.zone,
        starts_now=form.starts == "now",
        until_on=_until(work, request, form),
        if_then=form.if_then,
        counts_reposts=form.counts_reposts,
        visibility=form.visibility,
        circle=form.circle if form.visibility == "circle" else None,
    )


def _until(work: Work, request: Request, form: PledgeForm) -> date:
    today = _today(work, request)
    kind, _dash, rest = form.until.partition("-")
    if kind == "weeks" and rest in {str(one) for one in WEEKS_OFFERED}:
        return today + timedelta(weeks=int(rest))
    if kind == "vote":
        found = next((one.on for one in elections_ahead(today) if one.place == rest), None)
        if found is not None:
            return found
    if form.until_on is None:
        raise Invalid(_("Choose the last day it holds."), field="until_on")
    return form.until_on


async def _form(work: Work, request: Request, form: PledgeForm, *, error: str = "", field: str = "") -> Response:
    topics = [(one.key, one.label) for one in await topics_for(work.db, acting(work))]
    votes = any(elections_ahead(_today(work, request)))
    content = MakingPage(
        form=form,
        topics=(*topics, (OWN, _("Something else"))),
        numbers=NUMBERS_OFFERED,
        untils=tuple(_untils(work, request)),
        zone=request.state.zone.replace("_", " "),
        known_on=day(LOOKED_AT_ON, _Shell(request)) if votes else "",
        error=error,
        field=field,
    )
    return await page(work, request, "pledges/new.html", content, status=422 if error else 200)


def _untils(work: Work, request: Request) -> list[tuple[str, str]]:
    weeks = [
        (f"weeks-{one}", ngettext("for {num} week", "for {num} weeks", one).format(num=one)) for one in WEEKS_OFFERED
    ]
    votes = [
        (
            f"vote-{one.place}",
            _("until the election, {day} ({where})").format(day=day(one.on, _Shell(request)), where=one.where),
        )
        for one in elections_ahead(_today(work, request))
    ]
    return [*weeks, *votes, ("on", _("until a day of my own"))]


class _Shell:
    """What `day` needs to know of whoever reads."""

    def __init__(self, request: Request) -> None:
        self.language: Any = request.state.language


def _today(work: Work, request: Request) -> date:
    return work.now.astimezone(ZoneInfo(request.state.zone)).date()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


ROUTES = (
    Route(method="GET", path="/pledges/new", handler=show_new),
    Route(method="POST", path="/pledges", handler=do_make),
)
