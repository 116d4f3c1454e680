"""`GET /live`: what happens, into an open page, as server-sent events.

Each event is rendered for its viewer when it is delivered, in work of its own, so that who may see what is asked anew,
and whether they are signed in still. A page may name topics beside its reader's own: `?topic=thread:17`.
"""

import asyncio
import contextlib
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import asyncpg
import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response

from kith.base.bus.figures import STREAMS
from kith.base.bus.live import RELOAD, Delivered, Live, LiveEvent
from kith.base.core.errors import Busy, Invalid, KithError, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _, in_language
from kith.base.web.caller import Caller, Identify
from kith.base.web.events import HEADERS, EventStream
from kith.base.web.language import translations_for
from kith.base.web.routing import Route
from kith.base.work import House, Work

log = structlog.get_logger()

HEARTBEAT_S = 20  # proxies close what is silent for 30 to 60 s
ASK_AGAIN_S = 60  # whether a silent stream's reader is signed in still
STREAMS_A_PERSON_MAX = 8
STREAMS_MAX = 10_000  # a process
TOPICS_MAX = 4
RETRY_MS = 2000
RELOADS_A_SECOND = 50  # pages that Valkey's end sends for anew come one after the other

_TOPIC = re.compile(r"(thread|tag|author|public|conversation):[\w.-]{0,100}")
_POSITION = re.compile(r"(\d{1,15}-\d{1,15})?(,(\d{1,15}-\d{1,15})?){0,4}")  # as `arrive` gives it
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
        self._identify = identify
        self._open: Counter[Id] = Counter()

    def route(self) -> Route:
        """Give the route of the streams."""
        return Route(method="GET", path="/live", handler=self._show)

    async def _show(self, work: Work, request: Request) -> Response:
        caller: Caller = request.state.caller
        if self._open[caller.hand] >= STREAMS_A_PERSON_MAX or self._open.total() >= STREAMS_MAX:
            raise TooMany(_("Kith is open in many places already. Close a page or two."), retry_after_s=60)
        topics = [str(caller.person_id), *_topics(request)]
        position = await self._position(work, request, topics)
        stream = _Stream(work.house, request, caller, self._views, self._identify)
        if request.method == "HEAD":
            return Response(media_type="text/event-stream", headers=HEADERS)
        return EventStream(self._counted(caller.hand, stream.events(topics, position)))

    async def _position(self, work: Work, request: Request, topics: Sequence[str]) -> str:
        """Find where this page stands. A page as it was loaded knows its reader's part, and its topics begin now."""
        given = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        places = given.split(",") if given and _POSITION.fullmatch(given) else []
        if len(places) < len(topics):
            places += (await work.house.live.arrive(topics[len(places) :])).split(",")
        return ",".join(places[: len(topics)])

    async def _counted(self, person_id: Id, events: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        self._open[person_id] += 1
        STREAMS.inc()
        try:
            async with contextlib.aclosing(events):
                async for lines in events:
                    yield lines
        finally:
            STREAMS.dec()
            self._open[person_id] -= 1
            if self._open[person_id] <= 0:
                del self._open[person_id]


class _Stream:
    """One open page."""

    def __init__(
        self, house: House, request: Request, caller: Caller, views: Mapping[str, LiveView], identify: Identify
    ) -> None:
        self._house = house
        self._request = request
        self._caller = caller
        self._views = views
        self._identify = identify
        self._asked_at = time.monotonic()

    async def events(self, topics: Sequence[str], position: str) -> AsyncGenerator[bytes, None]:
        """Give the lines of this stream until its reader or the process goes."""
        yield f"retry: {RETRY_MS}\nid: {position}\nevent: hello\ndata: {{}}\n\n".encode()
        following = self._house.live.follow(topics, position, pause_s=HEARTBEAT_S)
        async with contextlib.aclosing(following) as follow:
            async for batch in follow:
                try:
                    lines = await self._lines(batch)
                except _DATABASE_GONE:
                    return
                if lines is None:
                    yield b"event: gone\ndata: {}\n\n"
                    return
                yield lines

    async def _lines(self, batch: Sequence[Delivered]) -> bytes | None:
        """Write a batch as it goes over the wire; `None` when the session has ended meanwhile."""
        if not batch and time.monotonic() - self._asked_at < ASK_AGAIN_S:
            return b": still here\n\n"
        async with self._house.reading(actor=self._caller.person_id, hand=self._caller.hand) as work:
            now_calling = await self._identify(work, self._request)
            if now_calling is None or now_calling.session != self._caller.session:
                return None
            self._asked_at = time.monotonic()
            if not batch:
                return b": still here\n\n"
            with in_language(translations_for(self._request.state.language)):
                return b"".join([await self._line(work, one) for one in _newest_of_each(batch)])

    async def _line(self, work: Work, delivered: Delivered) -> bytes:
        head = f"id: {delivered.position}\n"
        if delivered.event == RELOAD:
            wait_ms = random.randint(0, 1000 * STREAMS_MAX // RELOADS_A_SECOND)  # noqa: S311 - not a secret
            return f'{head}event: reload\ndata: {{"wait_ms":{wait_ms}}}\n\n'.encode()
        rendered = await self._render(work, delivered.event)
        if rendered is None:
            return f"{head}\n".encode()  # the place moves on, and the page hears nothing
        return f"{head}event: {rendered.action}\ndata: {msgspec.json.encode(rendered).decode()}\n\n".encode()

    async def _render(self, work: Work, event: LiveEvent) -> Rendered | None:
        view = self._views.get(event.kind)
        if view is None:
            return None
        try:
            return await view.render(work, self._request, event)
        except _DATABASE_GONE:
            raise
        except KithError:
            return None  # gone meanwhile, or not for them
        except Exception:  # a program root: one view's mistake must not keep the page from everything after it
            log.exception("live.failed", kind=event.kind)
            return None


def end_streams_on_signals(live: Live) -> None:
    """Let the streams end at once when this process is told to stop.

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
            loop.call_soon_threadsafe(live.end)
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
