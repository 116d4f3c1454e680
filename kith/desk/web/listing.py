"""`/desk` and `/desk/HANDLE`: whose desks one sits at, and what lies on one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.web.form import read_query
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk.actions.counting import counts_for
from kith.desk.actions.desk import desk_of
from kith.desk.actions.reading import (
    PAGE_SIZE,
    BundleRow,
    CaseRow,
    DeskList,
    load_bundle,
    load_list,
    search,
)
from kith.desk.model import COUNTED_MAX, VIEWS, View
from kith.desk.web.wording import state_words, view_words
from kith.organisations import seats_of_person
from kith.people import find_account_by_handle, present_accounts
from kith.people.model import Account

# Where a team works, and finds what to do next; the other views are for looking something up.
OFTEN: tuple[View, ...] = ("mine", "unassigned", "ours", "theirs", "overdue")


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view, and how many cases lie in it."""

    view: View
    word: str
    count: str
    href: str
    here: bool
    often: bool  # whether it stands in the list of views at once; the others open


@dataclass(frozen=True, kw_only=True)
class Row:
    """A case in the list."""

    row: CaseRow
    state: str
    overdue: bool
    href: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class ListPart:
    """The list, alone or beside a case. `title` says what is listed where it is no view."""

    desk: DeskList
    path: str
    tabs: Sequence[Tab]
    seldom: Tab | None  # the view that is shown, where it stands among those that open
    rows: Sequence[Row]
    bundles: Sequence[BundleRow]
    more: str | None
    title: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DeskPage:
    """A desk with no case open on it."""

    list: ListPart
    bundle: BundleRow | None = None


@dataclass(frozen=True, kw_only=True)
class DeskCard:
    """A desk one sits at, and how many wait there."""

    account: Account
    waiting: int
    mine: int
    overdue: int


@dataclass(frozen=True, kw_only=True)
class DesksPage:
    """The desks one sits at."""

    desks: Sequence[DeskCard]


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Words by which cases are found."""

    q: str = ""


async def organisation_id_of(work: Work, request: Request) -> Id:
    """Find whose desk the address names. Raises `NotFound`."""
    handle: str = request.path_params["handle"]
    account = await find_account_by_handle(work.db, handle) if handle.isprintable() else None
    if account is None:
        raise NotFound
    return account.id


def view_of(request: Request) -> View:
    """Read which view is wanted; what is none is what waits for us."""
    wanted = request.query_params.get("view", "")
    return next((one for one in VIEWS if one == wanted), "ours")


def list_kept(request: Request) -> dict[str, str]:
    """Give what the address says of the list beside a case, so that it stays what it was."""
    return {name: request.query_params[name] for name in ("view", "q") if request.query_params.get(name)}


def case_path(request: Request, case_id: Id | None = None) -> str:
    """Give the address of a case, or of the desk alone, with the list that was beside it."""
    kept = list_kept(request)
    one = "" if case_id is None else f"/cases/{case_id}"
    return f"/desk/{request.path_params['handle']}{one}" + (f"?{urlencode(kept)}" if kept else "")


async def list_part(work: Work, request: Request, organisation_id: Id, *, here: Id | None = None) -> ListPart:
    """Read the list as the address wants it; the case that is open is marked in it."""
    words = read_query(request, Sought).q.strip()
    if words:
        return part_of(work, await search(work, organisation_id, words), here=here)
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    return part_of(work, await load_list(work, organisation_id, view_of(request), paging), here=here)


def part_of(work: Work, found: DeskList, *, here: Id | None = None, base: str = "") -> ListPart:
    """Give a list as it is shown."""
    path, names = f"/desk/{found.desk.account.handle}", view_words()
    ask = urlencode({"q": found.words} if found.words else {"view": found.view})
    rows = [
        Row(
            row=one,
            state=state_words(one.case, work.now),
            overdue=one.case.due_at is not None and one.case.due_at <= work.now,
            href=f"{path}/cases/{one.case.id}" + ("" if base else f"?{ask}"),
            here=one.case.id == here,
        )
        for one in found.rows
    ]
    older = None if found.older_than is None else f"{base or path}?{ask}&max_id={found.older_than}"
    tabs = [
        Tab(
            view=view,
            word=names[view],
            count=f"{count}" if count < COUNTED_MAX or view != "overdue" else f"{COUNTED_MAX - 1}+",
            href=f"{path}?view={view}",
            here=view == found.view and not found.words and not base,
            often=view in OFTEN,
        )
        for view, count in found.counts.items()
    ]
    return ListPart(
        desk=found,
        path=path,
        tabs=tabs,
        seldom=next((one for one in tabs if one.here and not one.often), None),
        rows=rows,
        bundles=() if base else found.bundles,
        more=older,
        title=names[found.view],
        words=found.words,
    )


async def show_desks(work: Work, request: Request) -> Response:
    """`GET /desk`: the desks one sits at; with one alone the way leads there."""
    if work.hand is None:
        raise SignInFirst
    cards = await desks_of(work, work.hand)
    if len(cards) == 1:
        return RedirectResponse(f"/desk/{cards[0].account.handle}", 303)
    return await page(work, request, "desk/desks.html", DesksPage(desks=cards))


async def desks_of(work: Work, person_id: Id) -> list[DeskCard]:
    """List the desks at which somebody sits, with how much waits there for them."""
    seats = await seats_of_person(work, person_id)
    there = await present_accounts(work.db, [one.organisation_id for one in seats])
    return [await desk_card(work, one) for one in sorted(there, key=lambda one: one.name.casefold())]


async def desk_card(work: Work, account: Account) -> DeskCard:
    """Tell how much waits at a desk one sits at."""
    counts = await counts_for(work, await desk_of(work, account.id))
    return DeskCard(account=account, waiting=counts["ours"], mine=counts["mine"], overdue=counts["overdue"])


async def show_desk(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE`."""
    part = await list_part(work, request, await organisation_id_of(work, request))
    return await page(work, request, "desk/desk.html", DeskPage(list=part))


async def show_bundle(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/bundles/ID`: what came in a flood, case by case."""
    organisation_id, bundle_id = await organisation_id_of(work, request), path_id(request)
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    found = await load_bundle(work, organisation_id, bundle_id, paging)
    base = f"/desk/{found.desk.account.handle}/bundles/{bundle_id}"
    content = DeskPage(list=part_of(work, found, base=base), bundle=found.bundles[0])
    return await page(work, request, "desk/desk.html", content)


ROUTES = (
    Route(method="GET", path="/desk", handler=show_desks),
    Route(method="GET", path="/desk/{handle}", handler=show_desk),
    Route(method="GET", path="/desk/{handle}/bundles/{id}", handler=show_bundle),
)
