"""What a reader decides on Home."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import parse_id
from kith.base.core.words import _, ngettext
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.feed.actions import Cursor, cards_given, choose, done_with, give_cards, look_anew, mark_seen
from kith.feed.model import CARDS_MAX, HomeOrder
from kith.feed.web.pacing import dated, day_so_far, home_path
from kith.people.model import Account


class OrderForm(msgspec.Struct, frozen=True, kw_only=True):
    """How to read Home."""

    order: HomeOrder


class SeenForm(msgspec.Struct, frozen=True, kw_only=True):
    """The cards before this number are read."""

    sitting: str
    before: int


class DoneForm(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which post."""

    up_to: str


class RoomForm(msgspec.Struct, frozen=True, kw_only=True):
    """How many cards; 0 leaves it to closeness."""

    cards: int = 0


@dataclass(frozen=True, kw_only=True)
class RoomPage:
    """How much room somebody takes on the reader's Home."""

    author: Account
    cards: int
    choices: tuple[tuple[str, str, str | None], ...]


async def do_choose(work: Work, request: Request) -> Response:
    """`POST /home/order`."""
    await choose(work, (await read_form(request, OrderForm)).order)
    return RedirectResponse(home_path(work), 303)


async def do_mark_seen(work: Work, request: Request) -> Response:
    """`POST /home/seen`: by the page as it is read, and by its button where there is no script."""
    form = await read_form(request, SeenForm)
    sitting_id = parse_id(form.sitting)
    if sitting_id is None or form.before < 0:
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="sitting"), field="sitting")
    await mark_seen(work, Cursor(sitting_id=sitting_id, index=form.before))
    day = await day_so_far(work, request)
    if is_htmx(request):
        return dated(Response(status_code=204), request, day)
    await look_anew(work)
    return dated(RedirectResponse(home_path(work), 303), request, day)


async def do_done(work: Work, request: Request) -> Response:
    """`POST /home/done/{id}`."""
    up_to = parse_id((await read_form(request, DoneForm)).up_to)
    if up_to is None:
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="up_to"), field="up_to")
    await done_with(work, path_id(request), up_to=up_to)
    return Response("") if is_htmx(request) else RedirectResponse(came_from(request), 303)


async def show_room(work: Work, request: Request) -> Response:
    """`GET /home/room/{id}`."""
    author, cards = await cards_given(work, path_id(request))
    content = RoomPage(author=author, cards=cards or 0, choices=_choices())
    return await page(work, request, "feed/room.html", content)


def _choices() -> tuple[tuple[str, str, str | None], ...]:
    of_itself = ("0", _("As close as you are"), _("One card; up to three for the five people you talk with most."))
    numbers = (
        (str(n), ngettext("{count} card", "{count} cards", n).format(count=n), None) for n in range(1, CARDS_MAX + 1)
    )
    return (of_itself, *numbers)


async def do_give_room(work: Work, request: Request) -> Response:
    """`POST /home/room/{id}`."""
    await give_cards(work, path_id(request), (await read_form(request, RoomForm)).cards or None)
    return RedirectResponse(home_path(work), 303)


CHOICE_ROUTES = (
    Route(method="POST", path="/home/order", handler=do_choose),
    Route(method="POST", path="/home/seen", handler=do_mark_seen),
    Route(method="POST", path="/home/done/{id}", handler=do_done),
    Route(method="GET", path="/home/room/{id}", handler=show_room),
    Route(method="POST", path="/home/room/{id}", handler=do_give_room),
)
