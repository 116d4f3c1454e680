"""Who is here, and who is writing: what pages say by themselves, and what they show of others."""

from types import SimpleNamespace
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.live import LiveView, Rendered
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import time_ago
from kith.base.work import Work
from kith.conversations.actions.hearing import who_hears
from kith.conversations.actions.presence import be_here, note_typing, presence_of, who_is_typing
from kith.conversations.actions.reading import find_conversation
from kith.conversations.present import Presence
from kith.conversations.web.drawing import told
from kith.conversations.web.saying import names_of, writing_words
from kith.conversations.web.showing import marks_of, speaking

SHOWN_MAX = 60  # people on one page


class HereForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a page is in front of somebody, in the background, or closed."""

    state: Literal["here", "away", "gone"] = "here"


class HereNow(msgspec.Struct, frozen=True, kw_only=True):
    """Of each who was asked for, what a page shows."""

    people: tuple[Rendered, ...]


async def do_be_here(work: Work, request: Request) -> Response:
    """`POST /here`: a page says so every half minute."""
    form = await read_form(request, HereForm)
    await be_here(work, form.state)
    return Response(status_code=204)


class OfQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom a page shows whether they are here: their ids."""

    of: str = ""


async def show_here(work: Work, request: Request) -> Response:
    """`GET /here?of=1,2`: whether these are here. A page asks now and then: whose browser broke off told nobody."""
    asked = [parse_id(one) for one in read_query(request, OfQuery).of.split(",")[:SHOWN_MAX]]
    wanted = [one for one in asked if one is not None]
    found, shell = await presence_of(work, wanted), speaking(work, request)
    return told(HereNow(people=tuple(_shown(one, found.get(one), shell) for one in wanted)))


async def do_type(work: Work, request: Request) -> Response:
    """`POST /talk/ID/typing`: a page says so every few seconds while somebody types."""
    await note_typing(work, path_id(request))
    return Response(status_code=204)


def words_of(presence: Presence | None, shell: SimpleNamespace) -> str:
    """Say whether somebody is here; nothing, where they do not wish it to be known."""
    if presence is None:
        return ""
    if presence.state == "here":
        return _("Here now")
    if presence.state == "away":
        return _("Here, with something else in front")
    return _("Last here {when}").format(when=time_ago(presence.seen_at, shell)) if presence.seen_at else ""


def _shown(person_id: Id, presence: Presence | None, shell: SimpleNamespace) -> Rendered:
    here = int(presence is not None and presence.state == "here")
    return Rendered(action="presence", id=str(person_id), html=words_of(presence, shell), count=here)


async def show_presence(work: Work, request: Request, event: LiveEvent) -> Rendered | None:
    """Tell whether somebody is here, to whom may know it."""
    found = (await presence_of(work, [event.subject_id])).get(event.subject_id)
    return None if found is None else _shown(event.subject_id, found, speaking(work, request))


async def show_typing(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Tell who is writing at this moment, and how many they are."""
    hearing = await who_hears(work, event.subject_id)
    found = await who_is_typing(work, event.subject_id)
    if not found:
        return None
    names = names_of(hearing.people)
    words = writing_words([names[one] for one in found])
    return Rendered(action="typing", id=str(event.subject_id), html=words, count=len(found))


async def show_marks(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Tell up to where everybody else has read and received, as far as they show it."""
    marks = marks_of(await find_conversation(work, event.subject_id))
    return Rendered(action="marks", id=str(event.subject_id), number=marks["read"], count=marks["delivered"])


ROUTES = (
    Route(method="GET", path="/here", handler=show_here),
    Route(method="POST", path="/here", handler=do_be_here, limit="typing"),
    Route(method="POST", path="/talk/{id}/typing", handler=do_type, limit="typing"),
)
LIVE = (
    LiveView(kind="presence", render=show_presence),
    LiveView(kind="typing", render=show_typing),
    LiveView(kind="marks", render=show_marks),
)
