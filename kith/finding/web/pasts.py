"""`/people/known/past`: where one was and when, and who was there, too."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import read_day, read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.finding import store
from kith.finding.actions import change_past, delete_past, pasts_of, state_past, those_there
from kith.finding.actions.pasts import Companion
from kith.finding.model import PastKind, PastWish, SeenBy, StatedPast
from kith.finding.rules import years_in_common
from kith.people import find_present, relations
from kith.people.model import Account, Relation


class PastForm(msgspec.Struct, frozen=True, kw_only=True):
    """A past as it is filled in."""

    kind: PastKind = "school"
    name: str = ""
    from_year: int | None = None
    until_year: int | None = None
    seen_by: SeenBy = "ties"
    day_on: str = ""
    lives_there: bool = False


@dataclass(frozen=True, kw_only=True)
class PastsPage:
    """All one states, and the form for more."""

    pasts: tuple[StatedPast, ...]
    form: PastForm
    kinds: dict[PastKind, str]
    error: str = ""
    field: str = ""
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class PastPage:
    """One past, its form, and who was there, too."""

    past: StatedPast
    form: PastForm
    kinds: dict[PastKind, str]
    rows: tuple["CompanionRow", ...]
    more: str | None
    error: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class CompanionRow:
    """Somebody who was there, too."""

    companion: Companion
    relation: Relation
    kind: str  # what they would be to each other; empty where only the two can say it
    from_year: int | None
    until_year: int | None


@dataclass(frozen=True, kw_only=True)
class TheirPage:
    """What somebody else states, as far as the reader may see it."""

    account: Account
    pasts: tuple[StatedPast, ...]
    kinds: dict[PastKind, str]


async def show_pasts(work: Work, request: Request) -> Response:
    """`GET /people/known/past`. An archive's pasts come as a query, to be looked at and kept."""
    given = request.query_params
    form = PastForm(
        kind=next((kind for kind in _kinds() if kind == given.get("kind")), "school"),
        name=given.get("name", "")[:120],
        from_year=_year(given.get("from_year", "")),
        until_year=_year(given.get("until_year", "")),
    )
    return await _pasts(work, request, form, done=_("Kept.") if given.get("said") == "kept" else "")


async def do_state(work: Work, request: Request) -> Response:
    """`POST /people/known/past`."""
    form = await read_form(request, PastForm)
    try:
        past = await state_past(work, _wish(form))
    except (Invalid, Refused) as error:
        work.undo()
        return await _pasts(work, request, form, error=error)
    return RedirectResponse(f"/people/known/past/{past.id}", 303)


async def show_past(work: Work, request: Request) -> Response:
    """`GET /people/known/past/ID`."""
    assert work.actor is not None
    past = await store.own_past(work.db, work.actor, path_id(request))
    form = PastForm(
        kind=past.kind,
        name=past.name,
        from_year=past.from_year,
        until_year=past.until_year,
        seen_by=past.seen_by,
        day_on=past.day_on.isoformat() if past.day_on else "",
        lives_there=past.lives_there,
    )
    return await _past(work, request, past, form)


async def do_change(work: Work, request: Request) -> Response:
    """`POST /people/known/past/ID`."""
    assert work.actor is not None
    form = await read_form(request, PastForm)
    past = await store.own_past(work.db, work.actor, path_id(request))
    try:
        await change_past(work, past.id, _wish(form))
    except (Invalid, Refused) as error:
        work.undo()
        return await _past(work, request, past, form, error=error)
    return RedirectResponse(f"/people/known/past/{past.id}", 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /people/known/past/ID/delete`."""
    await delete_past(work, path_id(request))
    return RedirectResponse("/people/known/past?said=kept", 303)


async def show_theirs(work: Work, request: Request) -> Response:
    """`GET /@SOMEBODY/past`."""
    account = await find_present(work, request.path_params["handle"])
    content = TheirPage(account=account, pasts=tuple(await pasts_of(work, account)), kinds=_kinds())
    return await page(work, request, "finding/theirs.html", content)


async def _pasts(
    work: Work, request: Request, form: PastForm, *, error: Invalid | Refused | None = None, done: str = ""
) -> Response:
    assert work.actor is not None
    content = PastsPage(
        pasts=tuple(await store.own_pasts(work.db, work.actor)),
        form=form,
        kinds=_kinds(),
        error=error.text if error else "",
        field=_field(error),
        done=done,
    )
    return await page(work, request, "finding/pasts.html", content, status=422 if error else 200)


async def _past(
    work: Work, request: Request, past: StatedPast, form: PastForm, *, error: Invalid | Refused | None = None
) -> Response:
    assert work.actor is not None
    found, more = await those_there(work, past, below=parse_id(request.query_params.get("max_id", "")))
    between = await relations(work.db, work.actor, [one.account.id for one in found], work.now)
    content = PastPage(
        past=past,
        form=form,
        kinds=_kinds(),
        rows=tuple(_row(past, one, between[one.account.id]) for one in found),
        more=f"/people/known/past/{past.id}?max_id={more}" if more else None,
        error=error.text if error else "",
        field=_field(error),
    )
    return await page(work, request, "finding/past.html", content, status=422 if error else 200)


def _row(mine: StatedPast, companion: Companion, relation: Relation) -> CompanionRow:
    from_year, until_year = years_in_common(
        (mine.from_year, mine.until_year), (companion.past.from_year, companion.past.until_year)
    )
    return CompanionRow(
        companion=companion,
        relation=relation,
        kind={"school": "schoolmate", "work": "colleague"}.get(mine.kind, ""),
        from_year=from_year,
        until_year=until_year,
    )


def _wish(form: PastForm) -> PastWish:
    return PastWish(
        kind=form.kind,
        name=form.name,
        from_year=form.from_year,
        until_year=form.until_year,
        seen_by=form.seen_by,
        day_on=read_day(form.day_on, field="day_on"),
        lives_there=form.lives_there,
    )


def _field(error: Invalid | Refused | None) -> str:
    return (error.field or "") if isinstance(error, Invalid) else ""


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else None


def _kinds() -> dict[PastKind, str]:
    return {"school": _("School"), "work": _("Work"), "place": _("Place")}


_ALL, _ONE = "/people/known/past", "/people/known/past/{id}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_pasts),
    Route(method="POST", path=_ALL, handler=do_state, limit="past"),
    Route(method="GET", path=_ONE, handler=show_past),
    Route(method="POST", path=_ONE, handler=do_change, limit="past"),
    Route(method="POST", path=_ONE + "/delete", handler=do_delete),
    Route(method="GET", path="/@{handle}/past", handler=show_theirs, access="anyone"),
)
