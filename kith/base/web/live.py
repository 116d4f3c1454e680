"""`GET /live`: what happens, into an open page, as server-sent events.

Each event is rendered for its viewer when it is delivered, in work of its own, so that who may see what is asked anew.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import structlog
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kith.base.bus.live import Delivered, LiveEvent
from kith.base.core.errors import TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _, in_language
from kith.base.web.caller import Caller, Identify
from kith.base.web.language import translations_for
from kith.base.web.routing import Route
from kith.base.work import House, Work

log = structlog.get_logger()

HEARTBEAT_S = 20  # proxies close what is silent for 30 to 60 s
STREAMS_A_PERSON_MAX = 8
STREAMS_MAX = 10_000  # a process


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """What the page receives: `new`, `changed`, `removed` or `badge`; the element's id; its HTML where it has some."""

    action: str
    id: str
    html: str = ""
    count: int = 0


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
        self._closing = asyncio.Event()

    def route(self) -> Route:
        """Give the route of the streams."""
        return Route(method="GET", path="/live", handler=self._show)

    def close(self) -> None:
        """End every stream: the process is about to stop."""
        self._closing.set()

    async def _show(self, work: Work, request: Request) -> Response:
        caller: Caller = request.state.caller
        if self._open[caller.person_id] >= STREAMS_A_PERSON_MAX or self._open.total() >= STREAMS_MAX:
            raise TooMany(_("Kith is open in many places already. Close a page or two."), retry_after_s=60)
        position = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        if not _is_position(position):
            position = await work.house.live.newest(caller.person_id)
        events = self._events(work.house, request, caller, position)
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    async def _events(self, house: House, request: Request, caller: Caller, position: str) -> AsyncIterator[bytes]:
        self._open[caller.person_id] += 1
        try:
            yield f"retry: 2000\nid: {position}\nevent: hello\ndata: {{}}\n\n".encode()
            following = house.live.follow(caller.person_id, position, pause_s=HEARTBEAT_S)
            async with contextlib.aclosing(following) as follow:
                async for batch in self._until_closing(follow):
                    lines = await self._render(house, request, caller, batch)
                    if lines is None:
                        return
                    yield lines
        finally:
            self._open[caller.person_id] -= 1
            if self._open[caller.person_id] <= 0:
                del self._open[caller.person_id]

    async def _until_closing(self, follow: AsyncIterator[Sequence[Delivered]]) -> AsyncIterator[Sequence[Delivered]]:
        """Hand on the batches until the process stops."""
        closing = asyncio.create_task(self._closing.wait())
        try:
            while True:
                step = asyncio.ensure_future(anext(follow))
                await asyncio.wait({step, closing}, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    step.cancel()
                    with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                        await step
                    return
                yield step.result()
        finally:
            closing.cancel()

    async def _render(
        self, house: House, request: Request, caller: Caller, batch: Sequence[Delivered]
    ) -> bytes | None:
        """Write a batch as it goes over the wire; `None` when the session has ended meanwhile."""
        async with house.reading(actor=caller.person_id) as work:
            now_calling = await self._identify(work, request)
            if now_calling is None or now_calling.person_id != caller.person_id:
                return None
            if not batch:
                return b": still here\n\n"
            with in_language(translations_for(request.state.language)):
                return b"".join([await self._line(work, request, one) for one in batch])

    async def _line(self, work: Work, request: Request, delivered: Delivered) -> bytes:
        event = delivered.event
        if event.kind == "reload":
            return f"id: {delivered.position}\nevent: reload\ndata: {{}}\n\n".encode()
        view = self._views.get(event.kind)
        rendered = await view.render(work, request, event) if view else None
        if rendered is None:
            return f"id: {delivered.position}\nevent: nothing\ndata: {{}}\n\n".encode()
        body = msgspec.json.encode(rendered).decode()
        return f"id: {delivered.position}\nevent: {rendered.action}\ndata: {body}\n\n".encode()


def _is_position(text: str) -> bool:
    milliseconds, _dash, number = text.partition("-")
    return milliseconds.isdecimal() and number.isdecimal() and len(text) <= 40 and text.isascii()
