"""`/talk`: with whom one talks, what was said last, what of it is new; and the requests apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Asked
from kith.base.web.page import Count, Pages, csrf_token, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.reading import (
    conversations_of,
    count_requests,
    find_conversation,
    pinned_conversations,
)
from kith.conversations.model import ConversationView, SeatState
from kith.conversations.web.showing import Eyes, TalkRow, row_of, speaking
from kith.people import viewer_of

PAGE_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class ListPart:
    """The list beside a conversation, or alone on a phone. `more` is the way on; `requests` how many wait."""

    pinned: Sequence[TalkRow]
    rows: Sequence[TalkRow]
    state: SeatState
    first: bool
    more: str | None
    requests: int
    ways: Sequence[Markup]  # to what other features have of talks


@dataclass(frozen=True, kw_only=True)
class TalkPage:
    """The list, and no conversation open beside it."""

    list: ListPart


async def list_part(
    work: Work, request: Request, *, state: SeatState = "open", here: Id | None = None, paging: Paging | None = None
) -> ListPart:
    """Read the list as it stands beside a page. The conversation that is open is marked in it."""
    paging = paging or Paging(limit=PAGE_SIZE)
    found = await conversations_of(work, paging, state=state)
    first = paging.max_id is None
    pinned = await pinned_conversations(work) if first and state == "open" else []
    path = "/talk" if state == "open" else "/talk/requests"
    pages: Pages = request.app.pages
    ways = await pages.fill(work, request, "talk.ways.") if first and state == "open" else {}
    return ListPart(
        pinned=[_row(work, request, view, here) for view in pinned],
        rows=[_row(work, request, view, here) for view in found.items if not view.seat.pinned or state != "open"],
        state=state,
        first=first,
        more=None if found.older_than is None else f"{path}?max_id={found.older_than}",
        requests=await count_requests(work),
        ways=[one for one in ways.values() if one],
    )


def _row(work: Work, request: Request, view: ConversationView, here: Id | None) -> TalkRow:
    return row_of(view, Eyes.of(work, request, view), here=view.conversation.id == here)


async def show_talks(work: Work, request: Request) -> Response:
    """`GET /talk`."""
    return await _show(work, request, "open")


async def show_requests(work: Work, request: Request) -> Response:
    """`GET /talk/requests`: what strangers wrote, until it is accepted."""
    return await _show(work, request, "request")


async def _show(work: Work, request: Request, state: SeatState) -> Response:
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    content = TalkPage(list=await list_part(work, request, state=state, paging=paging))
    return await page(work, request, "conversations/talk.html", content)


async def show_row(work: Work, request: Request) -> Response:
    """`GET /talk/ID/row`: one conversation as it stands in the list now, for a page that is open."""
    view = await find_conversation(work, path_id(request))
    pages: Pages = request.app.pages
    shell = speaking(work, request)
    shell.csrf = csrf_token(work, request)
    row = _row(work, request, view, None)
    return HTMLResponse(pages.render("conversations/row_alone.html", row=row, shell=shell))


async def unread(work: Work) -> Asked:
    """Ask for the number beside Talk, on every page of somebody signed in."""
    return store.unread(await viewer_of(work), work.now)


ROUTES = (
    Route(method="GET", path="/talk", handler=show_talks),
    Route(method="GET", path="/talk/requests", handler=show_requests),
    Route(method="GET", path="/talk/{id}/row", handler=show_row),
)
SLOTS = (Count(name="unread_conversations", asked=unread),)
