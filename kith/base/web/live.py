"""`GET /live`: what happens, into an open page, as server-sent events.

Each event is rendered for its viewer when it is delivered, in work of its own, so that who may see what is asked anew,
and whether they are signed in still. A page may name topics beside its reader's own: `?topic=thread:17`.
"""

import asyncio
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import asyncpg
import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response

from kith.base.bus.figures import STREAMS
from kith.base.bus.live import RELOAD, Delivered, Ear, LiveEvent
from kith.base.core.errors import Busy, Invalid, KithError, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _, in_language
from kith.base.web.caller import Caller, Identify
from kith.base.web.events import EventStream
from kith.base.web.language import translations_for
from kith.base.web.routing import Route
from kith.base.web.visit import Visit
from kith.base.work import House, Work

log = structlog.get_logger()

ASK_AGAIN_S = 60  # whether a silent stream's reader is signed in still
STREAMS_A_PERSON_MAX = 8
STREAMS_MAX = 10_000  # a process
TOPICS_MAX = 4
RETRY_MS = 2000
_STILL_HERE, _GONE = b": still here\n\n", b"event: gone\ndata: {}\n\n"
RELOADS_A_SECOND = 50  # pages that Valkey's end sends for anew come one after the other

_TOPIC = re.compile(r"(thread|tag|author|public|conversation):[\w.-]{0,100}")
_POSITION = re.compile(r"(\d{1,15}-\d{1,15})?(,(\d{1,15}-\d{1,15})?){0,4}", re.ASCII)  # as `arrive` gives it
# What a database that is restarting raises: the page comes back by itself, and from where it was.
_DATABASE_GONE = (Busy, OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """What the page receives: `new`, `changed`, `removed`, `badge`, or what a feature's own script hears; the element's
    id; its HTML where it has some; how many are new (`count`), and in which of its changes a thing is (`number`).
    """

    action: str
    id: str
    html: str = ""
    count: int = 0
    number: int = 0


@dataclass(frozen=True)
class LiveView:
    """How one kind of event looks. `render` gives `None` when this viewer may not see it (any more)."""

    kind: str
    render: Callable[[Work, Request, LiveEvent], Awaitable[Rendered | None]]


class LiveStreams:
    """The open streams of this process."""

    def __init__(self, views: Sequence[LiveView], identify: Identify) -> None:
        self._views: Mapping[str, LiveView] = {view.kind: view for view in views}
        self.identify = identify
        self.open: Counter[Id] = Counter()

    def route(self) -> Route:
        """Give the route of the streams."""
        return Route(method="GET", path="/live", handler=self._show)

    async def _show(self, work: Work, request: Request) -> Response:
        caller: Caller = request.state.caller
        if self.open[caller.hand] >= STREAMS_A_PERSON_MAX or self.open.total() >= STREAMS_MAX:
            raise TooMany(_("Kith is open in many places already. Close a page or two."), retry_after_s=60)
        topics = [str(caller.person_id), *_topics(request)]
        position = await self._position(work, request, topics)
        return EventStream(_OpenPage(self, work.house, request, topics=topics, position=position))

    async def _position(self, work: Work, request: Request, topics: Sequence[str]) -> str:
        """Find where this page stands. A page as it was loaded knows its reader's part, and its topics begin now."""
        given = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        places = given.split(",") if given and _POSITION.fullmatch(given) else []
        if len(places) < len(topics):
            places += (await work.house.live.arrive(topics[len(places) :])).split(",")
        return ",".join(places[: len(topics)])

    def view_of(self, kind: str) -> LiveView | None:
        """Tell how a kind of event looks; `None` where it does not."""
        return self._views.get(kind)


class _OpenPage:
    """What one open page is told."""

    __slots__ = ("_asked_at", "_caller", "_ear", "_house", "_is_over", "_streams", "_visit")

    def __init__(
        self, streams: LiveStreams, house: House, request: Request, *, topics: Sequence[str], position: str
    ) -> None:
        self._streams = streams
        self._house = house
        self._visit = Visit(request)
        self._caller: Caller = request.state.caller
        self._ear = Ear(topics, position)
        self._asked_at = time.monotonic()
        self._is_over = False

    @property
    def over(self) -> bool:
        """Whether nothing follows."""
        return self._is_over or self._house.live.is_ending

    @property
    def stirs(self) -> bool:
        """Whether there is more."""
        return self._ear.stirs

    def open(self, wake: Callable[[], None]) -> Sequence[bytes]:
        """Begin to listen, and say hello with the place at which this begins."""
        self._streams.open[self._caller.hand] += 1
        STREAMS.inc()
        self._house.live.listen(self._ear, wake)
        return (f"retry: {RETRY_MS}\nid: {self._ear.position}\nevent: hello\ndata: {{}}\n\n".encode(),)

    def close(self) -> None:
        """Listen no more."""
        self._house.live.leave(self._ear)
        STREAMS.dec()
        open_ones, person_id = self._streams.open, self._caller.hand
        open_ones[person_id] -= 1
        if open_ones[person_id] <= 0:
            del open_ones[person_id]

    def beat(self) -> Sequence[bytes] | None:
        """Give a sign of life."""
        return None if time.monotonic() - self._asked_at >= ASK_AGAIN_S else (_STILL_HERE,)

    async def more(self) -> Sequence[bytes]:
        """Write the next part as it goes over the wire. Who reads is asked first, whatever it is."""
        stirred = self.stirs
        batch = await self._house.live.read(self._ear)
        if stirred and not batch:
            return ()  # nothing came, or nobody knows at present
        try:
            return (await self._lines(batch),)
        except _DATABASE_GONE:
            self._is_over = True
            return ()
        except KithError:  # they may not read here any more
            self._is_over = True
            return (_GONE,)

    async def _lines(self, batch: Sequence[Delivered]) -> bytes:
        request = self._visit.again()
        async with (
            self._house.live.turns,
            self._house.reading(actor=self._caller.person_id, hand=self._caller.hand) as work,
        ):
            now_calling = await self._streams.identify(work, request)
            if now_calling is None or now_calling.session != self._caller.session:
                self._is_over = True
                return _GONE
            request.state.caller = now_calling
            self._asked_at = time.monotonic()
            with in_language(translations_for(self._visit.language)):
                lines = [await self._line(work, request, one) for one in _newest_of_each(batch)]
            return b"".join(lines) or _STILL_HERE

    async def _line(self, work: Work, request: Request, delivered: Delivered) -> bytes:
        head = f"id: {delivered.position}\n"
        if delivered.event == RELOAD:
            wait_ms = random.randint(0, 1000 * STREAMS_MAX // RELOADS_A_SECOND)  # noqa: S311 - not a secret
            return f'{head}event: reload\ndata: {{"wait_ms":{wait_ms}}}\n\n'.encode()
        rendered = await self._render(work, request, delivered.event)
        if rendered is None:
            return f"{head}\n".encode()  # the place moves on, and the page hears nothing
        return f"{head}event: {rendered.action}\ndata: {msgspec.json.encode(rendered).decode()}\n\n".encode()

    async def _render(self, work: Work, request: Request, event: LiveEvent) -> Rendered | None:
        view = self._streams.view_of(event.kind)
        if view is None:
            return None
        try:
            return await view.render(work, request, event)
        except _DATABASE_GONE:
            raise
        except KithError:
            return None  # gone meanwhile, or not for them
        except Exception:  # a program root: one view's mistake must not keep the page from everything after it
            log.exception("live.failed", kind=event.kind)
            return None


def end_streams_on_signals(ends: Sequence[Callable[[], None]]) -> None:
    """Let the streams end at once, by these in their order, when this process is told to stop.

    The HTTP server waits for open answers before it lets the application close anything, and these never end by
    themselves: without this a stop takes until the server's patience ends, and cuts other answers off. The server's
    own way of hearing the signal is left as it is.
    """
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread hears of signals
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def end(code: int, frame: FrameType | None, before: Any = before) -> None:
            for one in ends:
                loop.call_soon_threadsafe(one)
            if callable(before):
                before(code, frame)

        signal.signal(number, end)


def _newest_of_each(batch: Sequence[Delivered]) -> list[Delivered]:
    """Leave out what a later event of the same kind about the same thing will show anyway."""
    kept = {(one.event.kind, one.event.subject_id): one for one in batch}
    return [one for one in batch if kept[one.event.kind, one.event.subject_id] is one]


def is_position(text: str) -> bool:
    """Tell whether this looks like a place in a stream."""
    return _POSITION.fullmatch(text) is not None


def _topics(request: Request) -> list[str]:
    topics = request.query_params.getlist("topic")
    if len(topics) > TOPICS_MAX or not all(_TOPIC.fullmatch(topic) for topic in topics):
        raise Invalid(_("This page asks for something that cannot be watched. Load it anew."))
    return list(dict.fromkeys(topics))
