"""What somebody says about a tie of theirs, and nobody else hears: how close, never again, I would like to hear."""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.ids import Id
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import is_htmx
from kith.base.web.routing import Handler, Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.friends.actions import settle
from kith.people import find_present
from kith.ties import (
    hope_no_more,
    hope_to_hear,
    keep_close,
    let_be,
    mark_parted,
    never_suggest,
    not_now,
    set_not_close,
    set_path,
)

Deed = Callable[[Work, Id], Awaitable[object]]
PlaceName = Literal["counted", "none", "5", "15", "50", "150"]


class PlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody shall stand."""

    place: PlaceName = "counted"


async def do_place(work: Work, request: Request) -> Response:
    """`POST /@ana/us/place`."""
    form = await read_form(request, PlaceForm)
    account = await find_present(work, request.path_params["handle"])
    await put_in_place(work, account.id, form.place)
    return RedirectResponse(came_from(request, otherwise=f"/{address(account)}/us"), 303)


async def put_in_place(work: Work, other_id: Id, place: PlaceName) -> None:
    """Keep somebody in a circle, in none, or let them stand where they come to stand."""
    if place == "counted":
        await let_be(work, other_id)
    elif place == "none":
        await set_not_close(work, other_id)
    else:
        await keep_close(work, other_id, int(place))


async def _remind(work: Work, other_id: Id) -> None:
    await never_suggest(work, other_id, never=False)


async def _not_parted(work: Work, other_id: Id) -> None:
    await mark_parted(work, other_id, parted=False)


def _saying(deed: Deed) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        account = await find_present(work, request.path_params["handle"])
        await deed(work, account.id)
        if is_htmx(request):
            return Response()  # whoever asks takes the row away by themselves
        return RedirectResponse(came_from(request, otherwise=f"/{address(account)}/us"), 303)

    return handler


async def _open(work: Work, other_id: Id) -> None:
    await set_path(work, other_id, on=True)


async def _close(work: Work, other_id: Id) -> None:
    await set_path(work, other_id, on=False)


_DEEDS: dict[str, Deed] = {
    "hope": hope_to_hear,
    "hope-no-more": hope_no_more,
    "never": never_suggest,
    "remind": _remind,
    "parted": mark_parted,
    "not-parted": _not_parted,
    "not-now": not_now,
    "settled": settle,
    "path": _open,
    "no-path": _close,
}

ROUTES = (
    Route(method="POST", path="/@{handle}/us/place", handler=do_place),
    *(Route(method="POST", path=f"/@{{handle}}/us/{name}", handler=_saying(deed)) for name, deed in _DEEDS.items()),
)
