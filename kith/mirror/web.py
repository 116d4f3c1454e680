"""`/mirror`: for whoever is signed in, theirs. There is no address of anybody else's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.storage.statement import Asked
from kith.base.web.page import Count, Pages, Slot, fragment, is_htmx, page
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.mirror import store
from kith.mirror.actions.choosing import forget_weeks, pause, resume, turn_off, turn_on
from kith.mirror.actions.marking import mark_needless, mark_wanting, marked
from kith.mirror.actions.seeing import MirrorView, Reflection, see
from kith.people.model import ProfileView
from kith.posts.model import Card

LINE_WIDTH, LINE_HEIGHT = 600, 120
HERE = "/mirror"


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A week on the line: where it stands, and its word."""

    x: int
    y: int
    week: Reflection


@dataclass(frozen=True, kw_only=True)
class MirrorPage:
    """One's own mirror. `dots` are the weeks from the oldest to the newest."""

    view: MirrorView
    next_at: datetime | None
    dots: tuple[Dot, ...]
    width: int = LINE_WIDTH
    height: int = LINE_HEIGHT


@dataclass(frozen=True, kw_only=True)
class MarkedPart:
    """What stands in a menu after a reply was marked, or unmarked."""

    post_id: Id
    needless: bool


@dataclass(frozen=True, kw_only=True)
class MarkedPage:
    """A reply to oneself, and whether it is marked as needing no answer."""

    card: Card
    needless: bool


async def show(work: Work, request: Request) -> Response:
    """`GET /mirror`."""
    view = await see(work)
    content = MirrorPage(view=view, next_at=view.mirror.due_at if view.mirror else None, dots=_dots(view))
    return await page(work, request, "mirror/mirror.html", content)


async def do_turn_on(work: Work, request: Request) -> Response:
    """`POST /mirror/on`."""
    await turn_on(work, zone=request.state.zone)
    return RedirectResponse(HERE, 303)


def _doing(deed: Callable[[Work], Awaitable[None]]) -> Handler:
    async def handler(work: Work, _request: Request) -> Response:
        await deed(work)
        return RedirectResponse(HERE, 303)

    return handler


def _marking(deed: Callable[[Work, Id], Awaitable[None]], *, needless: bool) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        post_id = path_id(request)
        await deed(work, post_id)
        if not is_htmx(request):
            return RedirectResponse(f"/posts/{post_id}/needs-no-answer", 303)
        return await fragment(work, request, "mirror/marked.html", MarkedPart(post_id=post_id, needless=needless))

    return handler


async def show_marked(work: Work, request: Request) -> Response:
    """`GET /posts/ID/needs-no-answer`: where one comes to without script."""
    card, needless = await marked(work, path_id(request))
    return await page(work, request, "mirror/marked_alone.html", MarkedPage(card=card, needless=needless))


async def fill_person(work: Work, request: Request) -> Any | None:
    """Lead from one's own page to the mirror; on anybody else's there is nothing."""
    if not work.memo[ProfileView].is_me:
        return None
    pages: Pages = request.app.pages
    return pages.render("mirror/on_profile.html")


async def is_on(work: Work) -> Asked:
    """Ask whether replies can be marked as needing no answer, on every page of somebody signed in."""
    if work.actor is None:
        raise SignInFirst
    return store.watched(work.actor)


def _dots(view: MirrorView) -> tuple[Dot, ...]:
    weeks = list(reversed(view.weeks))
    step = LINE_WIDTH / max(1, len(weeks))
    # A calm week lies low, a loud one high; half a step of room at both ends.
    return tuple(
        Dot(x=round(step * (number + 0.5)), y=round(LINE_HEIGHT * (1 - 0.06 - 0.88 * week.height / 100)), week=week)
        for number, week in enumerate(weeks)
    )


ROUTES = (
    Route(method="GET", path=HERE, handler=show),
    Route(method="POST", path=f"{HERE}/on", handler=do_turn_on),
    Route(method="POST", path=f"{HERE}/off", handler=_doing(turn_off)),
    Route(method="POST", path=f"{HERE}/rest", handler=_doing(pause)),
    Route(method="POST", path=f"{HERE}/look-again", handler=_doing(resume)),
    Route(method="POST", path=f"{HERE}/forget", handler=_doing(forget_weeks)),
    Route(method="GET", path="/posts/{id}/needs-no-answer", handler=show_marked),
    Route(method="POST", path="/posts/{id}/needs-no-answer", handler=_marking(mark_needless, needless=True)),
    Route(method="POST", path="/posts/{id}/wants-an-answer", handler=_marking(mark_wanting, needless=False)),
)
SLOTS = (Slot(name="person.mirror", fill=fill_person), Count(name="mirror_is_on", asked=is_on))
