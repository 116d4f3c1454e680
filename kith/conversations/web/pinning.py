"""What is pinned in a conversation: the bar above what was said, and the form in a message's menu."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.form import read_form
from kith.base.web.page import Pages
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.actions.pinning import pin_message, pinned_messages, unpin_message
from kith.conversations.actions.reading import find_message
from kith.conversations.model import ConversationView
from kith.conversations.web.saying import line_of
from kith.conversations.web.showing import Eyes


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A pinned message in one line, and where it stands."""

    seq: int
    name: str
    words: str
    vanishes_at: datetime | None


class PinForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it shall be pinned."""

    pinned: bool = False


async def pins_of(work: Work, request: Request, view: ConversationView) -> list[Pin]:
    """List what is pinned in a conversation, the newest pin first."""
    eyes = Eyes.of(work, request, view)
    return [
        Pin(
            seq=one.message.seq,
            name=eyes.name(one.message.author_id, one.author),
            words=line_of(one),
            vanishes_at=one.message.vanishes_at,
        )
        for one in await pinned_messages(work, view)
    ]


def pins_html(request: Request, view: ConversationView, pins: Sequence[Pin]) -> str:
    """Draw what is pinned, for a page that is open."""
    pages: Pages = request.app.pages
    return str(pages.render("conversations/pins_alone.html", pins=pins, view=view)).strip() if pins else ""


async def do_pin(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/pin`."""
    form = await read_form(request, PinForm)
    message_id = path_id(request)
    await (pin_message if form.pinned else unpin_message)(work, message_id)
    message = (await find_message(work, message_id)).message
    return RedirectResponse(f"/talk/{message.conversation_id}?at={message.seq}#m-{message.seq}", 303)


ROUTES = (Route(method="POST", path="/talk/messages/{id}/pin", handler=do_pin, limit="message"),)
