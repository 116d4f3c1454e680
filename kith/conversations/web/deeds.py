"""What one does with a conversation in one's list: accept, decline, keep on top, silence, leave out, clear."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.conversations.actions.keeping import accept, clear, decline, leave_out, pin, silence
from kith.conversations.actions.people import leave
from kith.conversations.model import Seat
from kith.conversations.rules import is_silent

# How long a conversation can be silent, in hours; "always" is as long as can be kept.
SILENT_HOURS = {"hour": 1, "evening": 8, "week": 7 * 24, "always": 24 * 3600}


def span_of(seat: Seat, now: datetime) -> str:
    """Say for how long a conversation is silent still, in the words of the form: the shortest that is as long."""
    if seat.silent_until is None or not is_silent(seat, now):
        return "off"
    left = seat.silent_until - now
    return next((span for span, hours in SILENT_HOURS.items() if left <= timedelta(hours=hours)), "always")


class SilenceForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how long; "off" ends it."""

    span: str = "off"


def _then(path: str, deed: Callable[[Work, Id], Awaitable[object]]) -> Handler:
    """Do it, and lead on to the list, or into the conversation."""

    async def handler(work: Work, request: Request) -> Response:
        conversation_id = path_id(request)
        await deed(work, conversation_id)
        return RedirectResponse(path.format(id=conversation_id), 303)

    return handler


async def _pin(work: Work, conversation_id: Id) -> None:
    await pin(work, conversation_id, pinned=True)


async def _unpin(work: Work, conversation_id: Id) -> None:
    await pin(work, conversation_id, pinned=False)


async def do_silence(work: Work, request: Request) -> Response:
    """`POST /talk/ID/silence`."""
    form = await read_form(request, SilenceForm)
    if form.span != "off" and form.span not in SILENT_HOURS:
        raise Invalid(_("Choose for how long."), field="span")
    until = None if form.span == "off" else work.now + timedelta(hours=SILENT_HOURS[form.span])
    await silence(work, path_id(request), until)
    return RedirectResponse(f"/talk/{path_id(request)}/about", 303)


DEEDS: dict[str, Handler] = {
    "accept": _then("/talk/{id}", accept),
    "decline": _then("/talk/requests", decline),
    "pin": _then("/talk", _pin),
    "unpin": _then("/talk", _unpin),
    "put-away": _then("/talk", leave_out),
    "clear": _then("/talk", clear),
    "leave": _then("/talk", leave),
    "silence": do_silence,
}
ROUTES = tuple(Route(method="POST", path=f"/talk/{{id}}/{name}", handler=handler) for name, handler in DEEDS.items())
