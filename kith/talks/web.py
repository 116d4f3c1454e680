"""`/talk`: with whom one talks, what was said last, and what of it is new."""

from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.bus.live import LiveEvent
from kith.base.core.paging import Paging
from kith.base.storage.statement import Asked
from kith.base.web.live import LiveView, Rendered
from kith.base.web.page import Count, Pages, Slot, is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import viewer_of
from kith.talks import store
from kith.talks.actions.reading import count_unread, load_talks, unread_talks
from kith.talks.actions.settling import leave_out, mark_read
from kith.talks.model import TalkView
from kith.talks.rules import last_words

PAGE_SIZE = 30
LETTERS_MAX = 3


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    """A talk in the list. `words` are its last ones, in one line, empty where there are none."""

    talk: TalkView
    words: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Letters:
    """New letters, for the top of Home, and how many talks have further ones."""

    rows: tuple[TalkRow, ...]
    more: int


@dataclass(frozen=True, kw_only=True)
class TalkPage:
    """Some talks, by what was said last; `more` is the way on."""

    rows: tuple[TalkRow, ...]
    first: bool
    more: str | None


async def show_talks(work: Work, request: Request) -> Response:
    """`GET /talk`."""
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    part = await load_talks(work, paging)
    content = TalkPage(
        rows=tuple(_row(work, talk) for talk in part.items),
        first=paging.max_id is None,
        more=None if part.older_than is None else f"/talk/threads?max_id={part.older_than}",
    )
    return await page(work, request, "talks/talk.html", content)


def _row(work: Work, talk: TalkView) -> TalkRow:
    post = talk.last.post
    return TalkRow(talk=talk, words=last_words(post.warning or post.text), is_own=post.author_id == work.actor)


async def do_mark_read(work: Work, request: Request) -> Response:
    """`POST /talk/ID/read`: by its button, and by the page of the talk itself, which was read."""
    await mark_read(work, path_id(request))
    return Response(status_code=204) if is_htmx(request) else RedirectResponse("/talk/threads", 303)


async def do_leave_out(work: Work, request: Request) -> Response:
    """`POST /talk/ID/leave-out`."""
    await leave_out(work, path_id(request))
    return RedirectResponse("/talk/threads", 303)


async def unread(work: Work) -> Asked:
    """Ask for the number beside Talk, on every page of somebody signed in."""
    return store.unread(await viewer_of(work))


async def letters(work: Work, request: Request) -> Markup | None:
    """Put what was written to the reader alone, and is new, on top of Home."""
    talks = await unread_talks(work, limit=LETTERS_MAX)
    if not talks:
        return None
    pages: Pages = request.app.pages
    content = Letters(rows=tuple(_row(work, talk) for talk in talks), more=await count_unread(work) - len(talks))
    speaking = SimpleNamespace(now=work.now, language=request.state.language, timezone=request.state.zone)
    return pages.render("talks/letters.html", page=content, shell=speaking)


async def way(work: Work, request: Request) -> Markup | None:
    """Lead to what was said in threads, where there is something."""
    if not await store.has_any(work.db, await viewer_of(work)):
        return None
    pages: Pages = request.app.pages
    return pages.render("talks/way.html")


async def show_badge(work: Work, _request: Request, _event: LiveEvent) -> Rendered | None:
    """Show the number in pages that are open."""
    return Rendered(action="badge", id="talks", count=await count_unread(work))


ROUTES = (
    Route(method="GET", path="/talk/threads", handler=show_talks),
    Route(method="POST", path="/talk/{id}/read", handler=do_mark_read),
    Route(method="POST", path="/talk/{id}/leave-out", handler=do_leave_out),
)
SLOTS = (
    Count(name="unread_talks", asked=unread),
    Slot(name="home.letters", fill=letters),
    Slot(name="talk.ways.threads", fill=way),
)
LIVE = (LiveView(kind="talk.new", render=show_badge), LiveView(kind="talk.changed", render=show_badge))
