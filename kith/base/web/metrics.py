"""`GET /metrics`: the figures of every process, in Prometheus' text format; for this machine, or who has the token.

And the place around all requests where they are counted, named and logged.
"""

import hmac
import logging
import secrets
import time
from functools import lru_cache
from typing import Any

import structlog
from prometheus_client import Counter, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from kith.base.bus.figures import REQUEST_SECONDS, REQUESTS
from kith.base.core.errors import NotFound
from kith.base.log import sane_request_id
from kith.base.web.fast import Kept
from kith.base.web.limits import client_address, is_loopback
from kith.base.web.routing import Route
from kith.base.web.site import Site
from kith.base.work import Work

log = structlog.get_logger()

SLOW_S = 1
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


async def show_metrics(work: Work, request: Request) -> Response:
    """Give the figures, or `NotFound` to whoever has no business here."""
    token = work.house.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    known = token is not None and hmac.compare_digest(given.encode(), token.encode())
    if not known and not is_loopback(client_address(request)):
        raise NotFound
    return Response(await work.house.figures.everybodys(), media_type=CONTENT_TYPE_LATEST)


METRICS_ROUTES = (Route(method="GET", path="/metrics", handler=show_metrics, access="anyone", limit="none"),)


class Watched:
    """The site, whose requests each have a name, and are counted and logged.

    What is kept is sent from here: it cannot fail, and naming it for the log would cost as much as sending it.

    Reads that went well are logged at the level `debug` only: a line costs more than many of them.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = time.perf_counter()
        request_id = _name(scope) or secrets.token_hex(8)
        kept = self._site.kept(scope)
        if kept is not None:
            await _give(kept, request_id, send)
            _count("GET", kept.route, 200, time.perf_counter() - begun)
            return
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
                _count(scope["method"], _route(scope), status, time.perf_counter() - begun)
            await send(message)

        try:
            await self._site(scope, receive, noting)
        finally:
            _tell(scope, status, time.perf_counter() - begun)


async def _give(kept: Kept, request_id: str, send: Send) -> None:
    kept.headers.append((b"x-request-id", request_id.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": kept.body})


def _name(scope: Scope) -> str | None:
    """Give the name that a proxy gave this request, if it is one."""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            return sane_request_id(value.decode("latin-1"))
    return None


def _count(method: str, route: str, status: int, seconds: float) -> None:
    """Note an answer by its route's pattern, never by its path: a path names people."""
    count, took = _series(method if method in METHODS else "other", route, status)
    count.inc()
    took.observe(seconds)


@lru_cache(maxsize=4096)
def _series(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    """Find where it is counted: the library's own search for labels costs more than the counting."""
    return REQUESTS.labels(method, route, str(status)), REQUEST_SECONDS.labels(method)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    is_read = scope["method"] in ("GET", "HEAD")
    quiet = is_read and 0 < status < 400 and (seconds < SLOW_S or _route(scope) == "/live")
    if quiet and not log.is_enabled_for(logging.DEBUG):
        return
    write = log.debug if quiet else log.warning if status >= 500 else log.info
    caller: Any = scope.get("state", {}).get("caller")
    write(
        "request",
        method=scope["method"] if scope["method"] in METHODS else "other",
        route=_route(scope),
        status=status,
        ms=round(seconds * 1000, 1),
        person_id=str(caller.person_id) if caller is not None else None,
    )


def _route(scope: Scope) -> str:
    return str(scope.get("kith.route", "none"))
