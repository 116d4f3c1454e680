"""`/talk/ID`: a conversation, from where it was read, and what changed in it for a page that is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route, path_id
from kith.base.web.statuses import status_of
from kith.base.work import Work
from kith.conversations.actions.presence import presence_of
from kith.conversations.actions.reading import (
    changes_after,
    find_conversation,
    first_message_since,
    messages_of,
)
from kith.conversations.actions.searching import messages_saying
from kith.conversations.model import MESSAGES_READ_MAX, ConversationGlance, ConversationView, MessageView
from kith.conversations.present import Presence
from kith.conversations.web.asking import numbers_in
from kith.conversations.web.drawing import ChangedItem, changed_items, items_html, told
from kith.conversations.web.keeping import asked_words
from kith.conversations.web.listing import ListPart, list_part
from kith.conversations.web.pinning import Pin, pins_html, pins_of
from kith.conversations.web.presence import words_of
from kith.conversations.web.saying import people_in, title_of
from kith.conversations.web.showing import Eyes, MessageRow, marks_of, rows_of, speaking
from kith.conversations.web.writing import SayForm, SayPart, by_script, said, say, say_part
from kith.media import UPLOAD_MAX_BYTES

SHOWN = 50  # messages at a time
ABOVE = 12  # of them before the one that was asked for: what it answers
FOUND_MAX = 40
EARLY = date(2000, 1, 1)
FAR = date(2100, 1, 1)  # no message is of a day before or after, and both ends of time have no zone


@dataclass(frozen=True, kw_only=True)
class RoomPart:
    """A conversation as it is shown. `earlier` and `later` are the ways to more of it; `people` and `here` stand below
    its name: who is in a group, whether somebody is here.
    """

    view: ConversationView
    title: str
    people: str
    here: str
    asks: str  # for how long messages stay, where the other asked for something
    pins: Sequence[Pin]
    rows: Sequence[MessageRow]
    earlier: str | None
    later: str | None
    say: SayPart
    read: int
    delivered: int
    words: str = ""  # what was searched for
    found: Sequence[MessageRow] = ()
    found_before: int | None = None  # the way to more of it
    found_below: int | None = None  # and where this part of it begins
    at: int | None = None  # which of it is shown
    parts: Sequence[Markup] = ()  # what others have to say about whom one writes to


@dataclass(frozen=True, kw_only=True)
class RoomPage:
    """A conversation beside the list."""

    list: ListPart
    room: RoomPart


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Some messages of a conversation, and whether there are more before and after them."""

    views: Sequence[MessageView]
    earlier: bool
    later: bool


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a page that is open takes in; it goes on from `number`, at once where there is `more`. `pins` is all that
    is pinned now.
    """

    number: int
    more: bool
    items: Sequence[ChangedItem]
    pins: str
    read: int
    delivered: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """More of a conversation, before or after what is shown."""

    html: str
    more: bool


async def show_room(work: Work, request: Request) -> Response:
    """`GET /talk/ID`, at its end, or where somebody wants to read."""
    view = await find_conversation(work, path_id(request))
    if on := request.query_params.get("on"):
        seq = await _begins_on(work, view, on, request.state.zone or "UTC")
        return RedirectResponse(f"/talk/{view.conversation.id}?at={seq}#m-{seq}", 303)
    return await _room(work, request, view)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /talk/ID/messages`. A form that does not fit comes back with its words, and why."""
    conversation_id = path_id(request)
    form = await read_form(request, SayForm)
    try:
        message_id = await say(work, conversation_id, form)
    except (Invalid, Refused) as error:
        if by_script(request):
            raise
        work.undo()
        view = await find_conversation(work, conversation_id)
        return await _room(work, request, view, tried=form, error=error.text, status=status_of(error))
    return await said(work, request, conversation_id, message_id)


async def _room(
    work: Work,
    request: Request,
    view: ConversationView,
    *,
    tried: SayForm | None = None,
    error: str = "",
    status: int = 200,
) -> Response:
    found, words = await _sought(work, request, view)
    stretch = await _stretch(work, request, view)
    eyes = Eyes.of(work, request, view)
    path = f"/talk/{view.conversation.id}"
    here = await _presence(work, view)
    rows = rows_of(stretch.views, eyes, read_seq=view.me.read_seq, sought=words)
    asked = numbers_in(request, "at", "found")
    part = RoomPart(
        view=view,
        title=title_of(view),
        people=people_in(list(view.people)) if view.conversation.kind == "group" else "",
        asks=asked_words(view) if view.conversation.asked_by in {one.id for one in view.people} else "",
        here=words_of(here, speaking(work, request)),
        pins=await pins_of(work, request, view),
        rows=rows,
        earlier=f"{path}?before={rows[0].view.message.seq}" if stretch.earlier and rows else None,
        later=f"{path}?after={rows[-1].view.message.seq}" if stretch.later and rows else None,
        say=await say_part(work, request, view, tried=tried, error=error),
        **marks_of(view),
        words=words,
        found=rows_of(found[:FOUND_MAX], eyes, sought=words),
        found_before=found[FOUND_MAX - 1].message.seq if len(found) > FOUND_MAX else None,
        found_below=asked.get("found"),
        at=asked.get("at"),
        parts=await _parts(work, request, view),
    )
    beside = await list_part(work, request, here=view.conversation.id, state=_list_of(view))
    return await page(work, request, "conversations/room.html", RoomPage(list=beside, room=part), status=status)


async def _parts(work: Work, request: Request, view: ConversationView) -> list[Markup]:
    """Fill what stands above the field; with a pair, they find in the memo which it is."""
    if view.conversation.kind == "group" or not view.people:
        return []
    work.memo[ConversationGlance] = view
    pages: Pages = request.app.pages
    return [part for part in (await pages.fill(work, request, "room.")).values() if part]


async def _presence(work: Work, view: ConversationView) -> Presence | None:
    if view.conversation.kind == "group" or view.seat.state != "open" or not view.people:
        return None
    return (await presence_of(work, [view.people[0].id])).get(view.people[0].id)


def _list_of(view: ConversationView) -> Any:
    return "request" if view.seat.state == "request" else "open"


async def _sought(work: Work, request: Request, view: ConversationView) -> tuple[list[MessageView], str]:
    words, before_seq = request.query_params.get("q", "").strip()[:100], numbers_in(request, "found").get("found")
    if not words:
        return [], words
    found = await messages_saying(work, view.conversation.id, words, before_seq=before_seq, limit=FOUND_MAX + 1)
    return found, words


async def _stretch(work: Work, request: Request, view: ConversationView) -> Stretch:
    """Find the messages to show: those asked for, else from where was read, else the newest."""
    asked = numbers_in(request, "before", "after", "at")
    if "before" in asked:
        return await before(work, view.conversation.id, asked["before"])
    if "after" in asked:
        return await around(work, view.conversation.id, asked["after"] + 1)
    if "at" in asked:
        return await around(work, view.conversation.id, asked["at"])
    if view.unread > SHOWN - ABOVE and "end" not in request.query_params:
        return await around(work, view.conversation.id, view.me.read_seq + 1)
    return await before(work, view.conversation.id, None)


async def _begins_on(work: Work, view: ConversationView, on: str, zone: str) -> int:
    """Find where a day begins. What is no day, and one after the end, leads to the end."""
    try:
        midnight = datetime.combine(min(max(date.fromisoformat(on), EARLY), FAR), time.min, ZoneInfo(zone))
    except (ValueError, OverflowError):
        return view.conversation.last_seq
    found = await first_message_since(work, view.conversation.id, midnight)
    return found.message.seq if found else view.conversation.last_seq


async def before(work: Work, conversation_id: Id, seq: int | None) -> Stretch:
    """Read what lies before a message, or the newest."""
    views = await messages_of(work, conversation_id, before_seq=seq, limit=SHOWN + 1)
    return Stretch(views=views[-SHOWN:], earlier=len(views) > SHOWN, later=seq is not None)


async def around(work: Work, conversation_id: Id, seq: int) -> Stretch:
    """Read a message with some before it, and what comes after."""
    above = await messages_of(work, conversation_id, before_seq=seq, limit=ABOVE + 1)
    below = await messages_of(work, conversation_id, after_seq=seq - 1, limit=SHOWN + 1 - ABOVE)
    views = [*above[-ABOVE:], *below[: SHOWN - ABOVE]]
    return Stretch(views=views, earlier=len(above) > ABOVE, later=len(below) > SHOWN - ABOVE)


async def show_part(work: Work, request: Request) -> Response:
    """`GET /talk/ID/part`: more of a conversation, for a page that is open."""
    view = await find_conversation(work, path_id(request))
    asked = numbers_in(request, "before", "after")
    if "before" in asked:
        stretch = await before(work, view.conversation.id, asked["before"])
        more = stretch.earlier
    elif "after" in asked:
        found = await messages_of(work, view.conversation.id, after_seq=asked["after"], limit=SHOWN + 1)
        stretch, more = Stretch(views=found[:SHOWN], earlier=True, later=False), len(found) > SHOWN
    else:
        raise NotFound
    rows = rows_of(stretch.views, Eyes.of(work, request, view))
    return told(Part(html=items_html(work, request, view, rows), more=more))


async def show_changes(work: Work, request: Request) -> Response:
    """`GET /talk/ID/changes`: what became new or different after the last change that a page knows."""
    conversation_id = path_id(request)
    after = numbers_in(request, "after").get("after", 0)
    view = await find_conversation(work, conversation_id)
    found, number = await changes_after(work, conversation_id, after)
    items = changed_items(work, request, view, found)
    more = len(found) == MESSAGES_READ_MAX
    pins = pins_html(request, view, await pins_of(work, request, view))
    return told(Changes(number=number, more=more, items=items, pins=pins, **marks_of(view)))


ROUTES = (
    Route(method="GET", path="/talk/{id}", handler=show_room),
    Route(method="POST", path="/talk/{id}/messages", handler=do_say, limit="message", body_max_bytes=UPLOAD_MAX_BYTES),
    Route(method="GET", path="/talk/{id}/part", handler=show_part),
    Route(method="GET", path="/talk/{id}/changes", handler=show_changes),
)
