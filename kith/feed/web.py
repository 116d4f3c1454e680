"""`GET /`: Home, or the front page for a passer-by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging
from kith.base.core.words import _, ngettext
from kith.base.web.caller import Caller
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.feed.actions import home_of
from kith.feed.rules import tags_that_bring
from kith.people import count_requests, people_to_find, show_front, viewer_of
from kith.people.model import Account, Viewer
from kith.posts.model import Card

PAGE_SIZE = 20
TO_FIND_MAX = 3


@dataclass(frozen=True)
class HomePage:
    """Home: a greeting, what is new, and at most three quiet things beside it."""

    greeting: str
    line: str
    cards: tuple[Card, ...]
    older_url: str | None
    whys: Mapping[Id, tuple[str, str]]  # by card, an icon and a sentence: why a stranger's words are here
    is_newcomer: bool
    first: bool
    requests: int = 0
    held: int = 0
    to_find: tuple[Account, ...] = ()
    strips: tuple[Markup, ...] = ()  # what features above put on top


async def show_home(work: Work, request: Request) -> Response:
    """`GET /`."""
    caller: Caller | None = request.state.caller
    if caller is None:
        return await show_front(work, request)
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE)
    piece = await home_of(work, paging, with_held="held" in request.query_params)
    viewer = await viewer_of(work)
    first = paging.max_id is None
    lonely = first and not viewer.following
    content = HomePage(
        greeting=_greeting(work, request.state.zone),
        line=_line(work, piece.cards) if first else "",
        cards=piece.cards,
        whys=_whys(viewer, piece.cards),
        older_url=f"/?max_id={piece.older_than}" if piece.older_than else None,
        is_newcomer=lonely,
        first=first,
        held=piece.held,
        requests=await count_requests(work.db, caller.person_id) if first else 0,
        to_find=await _to_find(work) if lonely else (),
        strips=await _strips(work, request) if first else (),
    )
    return await page(work, request, "feed/home.html", content)


def _whys(viewer: Viewer, cards: Iterable[Card]) -> dict[Id, tuple[str, str]]:
    brought = {card.post.id: tags for card in cards if (tags := tags_that_bring(card, viewer))}
    return {post_id: ("hash", _("You follow #{tag}.").format(tag=tags[0])) for post_id, tags in brought.items()}


async def _strips(work: Work, request: Request) -> tuple[Markup, ...]:
    pages: Pages = request.app.pages
    return tuple(strip for strip in (await pages.fill(work, request, "home.")).values() if strip)


async def _to_find(work: Work) -> tuple[Account, ...]:
    viewer = await viewer_of(work)
    found = await people_to_find(work.db, viewer, Paging(max_id=Id(ID_MAX), limit=TO_FIND_MAX))
    return tuple(one.account for one in found.items)


def _greeting(work: Work, zone: str) -> str:
    hour = work.now.astimezone(ZoneInfo(zone)).hour
    name = first_name(work.memo[Account])
    if hour < 5 or hour >= 18:
        words = _("Good evening, {name}")
    else:
        words = _("Good morning, {name}") if hour < 12 else _("Good afternoon, {name}")
    return words.format(name=name)


def _line(work: Work, cards: tuple[Card, ...]) -> str:
    """Say how many people wrote within a day: people, not posts."""
    since = work.now - timedelta(days=1)
    people = len({card.post.author_id for card in cards if card.post.published_at > since} - {work.actor})
    if people == 0:
        return _("Nobody has written since yesterday. It is quiet, and that is fine.")
    return ngettext("{count} person has something new.", "{count} people have something new.", people).format(
        count=people
    )


ROUTES = (Route(method="GET", path="/", handler=show_home, access="anyone"),)
