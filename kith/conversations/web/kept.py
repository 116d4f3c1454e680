"""`/talk/kept`: the messages that one keeps for oneself."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.paging import Paging
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.actions.bookmarking import bookmark, bookmarks_of, unbookmark
from kith.conversations.actions.reading import conversations_by_ids, found_by_ids
from kith.conversations.web.saying import title_of
from kith.conversations.web.showing import Eyes, MessageRow, rows_of

PAGE_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """A message that is kept, and how its conversation is called."""

    row: MessageRow
    title: str


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """What one keeps, what was kept last first; `more` is the way on."""

    rows: Sequence[KeptRow]
    first: bool
    more: str | None


class KeepForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it shall be kept."""

    kept: bool = False


async def show_kept(work: Work, request: Request) -> Response:
    """`GET /talk/kept`."""
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    part = await bookmarks_of(work, paging)
    found = {one.view.message.id: one for one in await found_by_ids(work, [kept.message_id for kept in part.items])}
    views = await conversations_by_ids(work, {one.room.id for one in found.values()})
    rows = []
    for kept in part.items:
        one = found.get(kept.message_id)
        if one is not None and not one.view.gone and one.room.id in views:
            view = views[one.room.id]
            [row] = rows_of([one.view], Eyes.of(work, request, view))
            rows.append(KeptRow(row=row, title=title_of(view)))
    more = None if part.older_than is None else f"/talk/kept?max_id={part.older_than}"
    return await page(
        work, request, "conversations/kept.html", KeptPage(rows=rows, first=paging.max_id is None, more=more)
    )


async def do_keep(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/bookmark`."""
    form = await read_form(request, KeepForm)
    await (bookmark if form.kept else unbookmark)(work, path_id(request))
    return RedirectResponse(f"/talk/messages/{path_id(request)}", 303)


async def way(work: Work, request: Request) -> Markup | None:
    """Lead to the messages one keeps, where there are some."""
    return await always(work, request) if (await bookmarks_of(work, Paging(limit=1))).items else None


async def always(_work: Work, request: Request) -> Markup:
    """Lead there from the posts one keeps, whose page asks for no more because of it."""
    pages: Pages = request.app.pages
    return pages.render("conversations/kept_way.html")


ROUTES = (
    Route(method="GET", path="/talk/kept", handler=show_kept),
    Route(method="POST", path="/talk/messages/{id}/bookmark", handler=do_keep),
)
SLOTS = (Slot(name="bookmarks.messages", fill=always), Slot(name="talk.ways.kept", fill=way))
