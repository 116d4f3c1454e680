"""The web process: one ASGI application, made of the catalogue."""

import gc
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from os import environ

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from kith import __version__
from kith.base.log import set_up_log
from kith.base.web.assets import Assets
from kith.base.web.door.door import Door
from kith.base.web.health import HEALTH_ROUTES
from kith.base.web.limits import guard
from kith.base.web.live import LiveStreams, end_streams_on_signals
from kith.base.web.metrics import METRICS_ROUTES, Watched
from kith.base.web.openapi import openapi_route
from kith.base.web.page import Pages
from kith.base.web.shown import GLOBALS
from kith.base.web.site import Site
from kith.base.web.sockets import WithSockets
from kith.base.web.style import STYLE_ROUTES
from kith.base.work import House
from kith.catalogue import FEATURES
from kith.demo import DEMO_ROUTES
from kith.house import open_house
from kith.organisations import identify_with_seats
from kith.settings import Settings

log = structlog.get_logger()

STREAM_PATHS = ("/live", "/api/v1/streaming", "/api/kith/v1/streaming")  # and what lies below; as in deploy/
GARBAGE = (10_000, 20, 20)  # a request makes about a thousand objects that go by themselves, and few that do not


def make_site(house: House) -> Site:
    """Put the features' routes, slots and live views together into one application."""
    settings = house.settings
    assets = Assets.load()
    slots = [slot for feature in FEATURES for slot in feature.slots]
    shown = GLOBALS | {"asset": assets.url, "icon": assets.icon}
    pages = Pages(slots, shown, check_for_changes=settings.mode == "development")
    streams = LiveStreams([view for feature in FEATURES for view in feature.live], identify_with_seats)
    routes = [
        *HEALTH_ROUTES,
        *METRICS_ROUTES,
        *assets.routes(),
        *STYLE_ROUTES,
        streams.route(),
        *(route for feature in FEATURES for route in feature.routes),
        *(DEMO_ROUTES if settings.mode == "demo" else ()),
    ]
    reference = openapi_route(routes, name=settings.name, version=__version__, url=settings.url)
    return Site(house, [*routes, reference], pages, identify_with_seats, guard)


class App:
    """What the HTTP server is given: opens the house when it starts, closes it when it stops."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = AsyncExitStack()
        self._site: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or take part in starting and stopping."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            assert self._site is not None
            await self._site(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        steps: dict[str, Callable[[], Awaitable[None]]] = {
            "lifespan.startup": self._open,
            "lifespan.shutdown": self._stack.aclose,
        }
        while True:
            message = await receive()
            try:
                await steps[message["type"]]()
            except Exception as error:
                # Granian goes on without us unless it is told, and answers 500 for ever.
                log.exception("lifespan_failed", step=message["type"])
                await send({"type": message["type"] + ".failed", "message": str(error)})
                raise
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _open(self) -> None:
        set_up_log(self._settings.log_level)
        house = await self._stack.enter_async_context(open_house(self._settings))
        sockets = [socket for feature in FEATURES for socket in feature.sockets]
        self._site = WithSockets(Watched(make_site(house)), house, sockets)
        await self._open_door(self._site, house)
        gc.collect()
        gc.freeze()  # what was made so far stays: it is not looked through again and again
        gc.set_threshold(*GARBAGE)

    async def _open_door(self, site: ASGIApp, house: House) -> None:
        """Open the streams' own door, where there is to be one; and let streams at either end when they are to."""
        port, ends = self._settings.streams_port, [house.live.end]
        if port:
            door = await Door.open(site, STREAM_PATHS, host=self._settings.host, port=port)
            self._stack.push_async_callback(door.close)
            ends.insert(0, door.end)
        end_streams_on_signals(ends)


def app() -> App:
    """Make the application from the environment; the HTTP server calls this in each of its processes."""
    return App(Settings.from_environment(environ))
