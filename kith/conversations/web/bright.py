"""What brightened a day: said of a message or a public exchange, and brought back to the two who had it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import address
from kith.base.work import Work
from kith.conversations.actions.brightening import brighten_answer, brighten_message, brightened, good_moments
from kith.conversations.actions.listening import exchange_of, take_private
from kith.conversations.actions.memories import memories_of
from kith.conversations.actions.reading import find_message
from kith.conversations.model import Memory, Moment, PublicExchange

WEEK = timedelta(days=7)
WEEKS_BACK_MAX = 5200  # a life


@dataclass(frozen=True, kw_only=True)
class MomentsPage:
    """The brightened exchanges of a week, and what was on this day; `earlier` and `later` are weeks beside it."""

    begins: date
    ends: date
    this_week: bool
    moments: Sequence[Moment]
    memories: Sequence[Memory]
    earlier: str
    later: str | None


@dataclass(frozen=True, kw_only=True)
class ExchangePage:
    """What two people answered each other for everybody to hear."""

    exchange: PublicExchange
    post_id: Id
    post_path: str
    bright: bool


class BrightForm(msgspec.Struct, frozen=True, kw_only=True):
    """That it did, or did not."""

    bright: bool = False


async def show_moments(work: Work, request: Request) -> Response:
    """`GET /talk/moments`: a week at a time; what was on this day stands on top of the present one."""
    zone = ZoneInfo(request.state.zone or "UTC")
    today = work.now.astimezone(zone).date()
    back = _weeks_back(request)
    begins = today - timedelta(days=today.weekday()) - back * WEEK
    midnight = datetime.combine(begins, time.min, zone)
    day = datetime.combine(today, time.min, zone)
    content = MomentsPage(
        begins=begins,
        ends=begins + WEEK - timedelta(days=1),
        this_week=back == 0,
        moments=await good_moments(work, since_at=midnight, until_at=midnight + WEEK),
        memories=await memories_of(work, day, day + timedelta(days=1)) if back == 0 else (),
        earlier=f"/talk/moments?back={back + 1}",
        later=None if back == 0 else f"/talk/moments?back={back - 1}",
    )
    return await page(work, request, "conversations/moments.html", content)


def _weeks_back(request: Request) -> int:
    given = request.query_params.get("back", "")
    return min(int(given), WEEKS_BACK_MAX) if given.isascii() and given.isdecimal() and len(given) < 6 else 0


async def do_brighten(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/brighten`."""
    form = await read_form(request, BrightForm)
    await brighten_message(work, path_id(request), bright=form.bright)
    found = await find_message(work, path_id(request))
    return RedirectResponse(f"/talk/{found.message.conversation_id}?at={found.message.seq}#m-{found.message.seq}", 303)


async def show_exchange(work: Work, request: Request) -> Response:
    """`GET /talk/exchange/ID`: a public exchange, read as a conversation; others may listen."""
    post_id = path_id(request)
    exchange = await exchange_of(work, post_id)
    card = next((one for one in exchange.cards if one.post.id == post_id), None)
    if card is None:
        raise NotFound
    content = ExchangePage(
        exchange=exchange,
        post_id=post_id,
        post_path=f"/{address(card.author)}/{post_id}",
        bright=post_id in await brightened(work, [post_id]),
    )
    return await page(work, request, "conversations/exchange.html", content)


async def do_brighten_exchange(work: Work, request: Request) -> Response:
    """`POST /talk/exchange/ID/brighten`."""
    form = await read_form(request, BrightForm)
    await brighten_answer(work, path_id(request), bright=form.bright)
    return RedirectResponse(f"/talk/exchange/{path_id(request)}", 303)


async def do_take_private(work: Work, request: Request) -> Response:
    """`POST /talk/exchange/ID/private`: go on where nobody else listens; nobody is told where."""
    room = await take_private(work, path_id(request))
    return RedirectResponse(f"/talk/{room.id}#write", 303)


ROUTES = (
    Route(method="GET", path="/talk/moments", handler=show_moments),
    Route(method="POST", path="/talk/messages/{id}/brighten", handler=do_brighten, limit="reaction"),
    Route(method="GET", path="/talk/exchange/{id}", handler=show_exchange),
    Route(method="POST", path="/talk/exchange/{id}/brighten", handler=do_brighten_exchange, limit="reaction"),
    Route(method="POST", path="/talk/exchange/{id}/private", handler=do_take_private, limit="message"),
)
