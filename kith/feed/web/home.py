"""`GET /`: Home, or the front page for a passer-by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.caps import topic_words
from kith.feed.actions import (
    Cursor,
    EarlierPart,
    FairPiece,
    FairSeat,
    OverFold,
    earlier_folds,
    fair_home,
    home_of,
    home_order_of,
    look_anew,
    over_folds,
)
from kith.feed.actions.limits import whom_to_leave
from kith.feed.model import HomeOrder, Sitting
from kith.feed.rules import tags_that_bring
from kith.feed.web.folds import Strip, earlier_url, strip_below, strip_earlier
from kith.feed.web.over import OverStrip, strip_over
from kith.feed.web.pacing import EnoughPage, dated, day_so_far, home_path, next_words
from kith.feed.web.sentences import Why, people_line, waiting_line, why_of
from kith.people import PersonRow, asking, count_requests, inviter, people_to_find, show_front, viewer_of
from kith.people.model import Account, Viewer
from kith.posts.model import Card

PAGE_SIZE = 20
TO_FIND_MAX = 3
BESIDE_MAX = 3  # quiet things beside Home; more would be a wall of reminders
INDEX_MAX = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around either order: a greeting, and quiet things beside it."""

    greeting: str
    order: HomeOrder
    first: bool
    is_newcomer: bool
    requests: int = 0
    asking: Sequence[PersonRow] = ()  # a few who ask to follow a newcomer
    inviter: PersonRow | None = None  # who invited a newcomer: somebody they know
    to_find: tuple[Account, ...] = ()
    strips: tuple[Markup, ...] = ()  # what other features put on top
    beside: tuple[Markup, ...] = ()  # and beside it


@dataclass(frozen=True, kw_only=True)
class ShownSeat:
    """A card at its place: why it is there, whether a further round begins with it, and the fold below it."""

    number: int
    card: Card
    why: Why
    glows: bool
    begins_round: bool
    strip: Strip | None


@dataclass(frozen=True, kw_only=True)
class FairPage:
    """Home by fair share."""

    around: Around
    line: str
    seats: Sequence[ShownSeat]
    sitting_id: Id
    before: int  # whoever has read this page has read the cards before this number
    newer: int
    older_url: str | None
    waiting: str
    held: int
    held_url: str
    earlier: Sequence[Strip] = ()
    earlier_url: str | None = None
    over: Sequence[OverStrip] = ()
    left_alone: Sequence[Id] = ()  # of whom nothing new calls this week
    bare: Sequence[Strip | None] = ()  # folds whose card a filter holds back
    comes_next: str = ""  # when, where it does not come all the time


@dataclass(frozen=True, kw_only=True)
class NewestPage:
    """Home newest first."""

    around: Around
    cards: tuple[Card, ...]
    older_url: str | None
    whys: Mapping[Id, tuple[str, str]]  # by card, an icon and a sentence: why a stranger's words are here
    held: int = 0
    comes_next: str = ""


async def show_home(work: Work, request: Request) -> Response:
    """`GET /`. Whoever acts for an organisation comes to its desk: what others post stands behind `?feed=on`."""
    caller: Caller | None = request.state.caller
    if caller is None:
        return await show_front(work, request)
    if work.hand != work.actor and not request.query_params:
        return RedirectResponse(f"/desk/{work.memo[Account].handle}", 303)
    if "new" in request.query_params:
        await look_anew(work)
        return RedirectResponse(home_path(work), 303)
    order = await home_order_of(work)
    first = not {"max_id", "at"} & set(request.query_params)
    day = await day_so_far(work, request)
    if day is not None and day.is_enough:
        return dated(await page(work, request, "feed/enough.html", EnoughPage(minutes=day.minutes_max)), request, day)
    around = await _around(work, request, caller, order=order, first=first)
    shown = await (_show_fair if order == "fair" else _show_newest)(work, request, around)
    return dated(shown, request, day)


async def _show_fair(work: Work, request: Request, around: Around) -> Response:
    cursor = _cursor(request)
    piece = await fair_home(work, cursor, zone=request.state.zone, with_held="held" in request.query_params)
    speaking = _speaking(work, request)
    topics = await topic_words(work, _topics_in(piece))
    passed, over = await _ending(work, piece)
    here = cursor.index if cursor and cursor.sitting_id == piece.sitting.id else 0
    content = FairPage(
        around=around,
        line=people_line(piece.people),
        seats=[_shown(one, piece.sitting, speaking, topics) for one in piece.seats],
        sitting_id=piece.sitting.id,
        before=piece.goes_on.index if piece.goes_on else len(piece.sitting.seats),
        newer=piece.newer,
        older_url=_path(piece.goes_on) if piece.goes_on else None,
        waiting=waiting_line(piece.waiting, speaking),
        held=piece.held,
        held_url=f"/?{urlencode({'at': f'{piece.sitting.id}.{here}', 'held': 'show'})}",
        earlier=[] if piece.goes_on else [strip_earlier(one) for one in passed.folds],
        earlier_url=earlier_url(piece.sitting.id, passed.older_than),
        over=[] if piece.goes_on else [strip_over(one, piece.sitting.id, speaking) for one in over],
        comes_next=await next_words(work, speaking),
        left_alone=sorted(await whom_to_leave(work, request.state.zone)),
        bare=[strip_below(seat, author, topics) for seat, author in piece.bare],
    )
    return await page(work, request, "feed/fair.html", content)


async def _show_newest(work: Work, request: Request, around: Around) -> Response:
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE)
    piece = await home_of(work, paging, with_held="held" in request.query_params, zone=request.state.zone)
    content = NewestPage(
        around=around,
        cards=piece.cards,
        whys=_whys(await viewer_of(work), piece.cards),
        older_url=f"/?max_id={piece.older_than}" if piece.older_than else None,
        held=piece.held,
        comes_next=await next_words(work, _speaking(work, request)),
    )
    return await page(work, request, "feed/newest.html", content)


def _shown(one: FairSeat, sitting: Sitting, speaking: SimpleNamespace, topics: Mapping[str, str]) -> ShownSeat:
    round_before = sitting.seats[one.number - 1].round if one.number else 1
    return ShownSeat(
        number=one.number,
        card=one.card,
        why=why_of(one, speaking),
        glows=one.seat.lane == "back",
        begins_round=one.seat.round > round_before == 1,
        strip=strip_below(one.seat, one.card.author, topics),
    )


def _topics_in(piece: FairPiece) -> set[str]:
    seats = [*(one.seat for one in piece.seats), *(seat for seat, _author in piece.bare)]
    return {topic for seat in seats for topic, _count in seat.over}


async def _ending(work: Work, piece: FairPiece) -> tuple[EarlierPart, list[OverFold]]:
    """Give what stands below the last card: what was passed by, and what caps fold."""
    if piece.goes_on or not (await viewer_of(work)).following:
        return EarlierPart(folds=(), older_than=None), []
    over = await over_folds(work, piece.sitting) if piece.sitting.folds else []
    return await earlier_folds(work, piece.sitting), over


def _speaking(work: Work, request: Request) -> SimpleNamespace:
    return SimpleNamespace(now=work.now, language=request.state.language, timezone=request.state.zone)


async def _around(work: Work, request: Request, caller: Caller, *, order: HomeOrder, first: bool) -> Around:
    viewer = await viewer_of(work)
    lonely = first and not viewer.following
    requests = await count_requests(work.db, caller.person_id) if first else 0
    host = await inviter(work) if lonely else None
    return Around(
        greeting=_greeting(work, request.state.zone),
        order=order,
        first=first,
        is_newcomer=lonely,
        requests=requests,
        asking=await asking(work, limit=TO_FIND_MAX) if lonely and requests else (),
        inviter=host,
        to_find=await _to_find(work, without=[host.account.id] if host else ()) if lonely else (),
        strips=await _filled(work, request, "home.") if first else (),
        beside=(await _filled(work, request, "beside_home."))[:BESIDE_MAX] if first else (),
    )


def _path(cursor: Cursor) -> str:
    return f"/?at={cursor.sitting_id}.{cursor.index}"


def _cursor(request: Request) -> Cursor | None:
    given = request.query_params.get("at")
    if not given:
        return None
    sitting, _dot, index = given.partition(".")
    sitting_id = parse_id(sitting)
    if sitting_id is None or not (index.isascii() and index.isdecimal() and int(index[:9]) <= INDEX_MAX):
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="at"), field="at")
    return Cursor(sitting_id=sitting_id, index=int(index[:9]))


def _whys(viewer: Viewer, cards: Iterable[Card]) -> dict[Id, tuple[str, str]]:
    brought = {card.post.id: tags for card in cards if (tags := tags_that_bring(card, viewer))}
    return {post_id: ("hash", _("You follow #{tag}.").format(tag=tags[0])) for post_id, tags in brought.items()}


async def _filled(work: Work, request: Request, slots: str) -> tuple[Markup, ...]:
    pages: Pages = request.app.pages
    return tuple(part for part in (await pages.fill(work, request, slots)).values() if part)


async def _to_find(work: Work, *, without: Iterable[Id]) -> tuple[Account, ...]:
    viewer = await viewer_of(work)
    found = await people_to_find(work.db, viewer, Paging(max_id=Id(ID_MAX), limit=TO_FIND_MAX), not_these=without)
    return tuple(one.account for one in found.items)


def _greeting(work: Work, zone: str) -> str:
    hour = work.now.astimezone(ZoneInfo(zone)).hour
    name = first_name(work.memo[Account])
    if hour < 5 or hour >= 18:
        words = _("Good evening, {name}")
    else:
        words = _("Good morning, {name}") if hour < 12 else _("Good afternoon, {name}")
    return words.format(name=name)


HOME_ROUTES = (Route(method="GET", path="/", handler=show_home, access="anyone"),)
