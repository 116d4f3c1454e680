"""`GET /metrics`: figures of this process in Prometheus' text format. Loopback, or whoever has the token, may ask.

With several web processes each answers for itself, under its own `pid` label; a scrape reaches one of them, so
point Prometheus at each process, or read rates over many scrapes.
"""

import hmac
import os
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.limits import client_address
from kith.base.web.routing import Route
from kith.base.work import Work

_registry = CollectorRegistry()
_PID = str(os.getpid())

REQUESTS = Counter(
    "kith_requests_total", "Requests answered.", ["method", "route", "status", "pid"], registry=_registry
)
SECONDS = Histogram(
    "kith_request_seconds",
    "Time to answer.",
    ["method", "pid"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=_registry,
)
STATEMENTS = Gauge("kith_statements_total", "SQL statements sent.", ["pid"], registry=_registry)
STARTED = Gauge("kith_started_seconds", "When this process started (Unix time).", ["pid"], registry=_registry)
STARTED.labels(_PID).set(time.time())


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Note an answer. `route` is the pattern, never the path: a path names people."""
    REQUESTS.labels(method, route, str(status), _PID).inc()
    SECONDS.labels(method, _PID).observe(seconds)


async def show_metrics(work: Work, request: Request) -> Response:
    """Give the figures, or `NotFound` to whoever has no business here."""
    token = work.house.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    known = token is not None and hmac.compare_digest(given.encode(), token.encode())
    if not known and client_address(request) not in ("127.0.0.1", "::1"):
        raise NotFound
    STATEMENTS.labels(_PID).set(work.house.database.statements)
    return Response(generate_latest(_registry), media_type=CONTENT_TYPE_LATEST)


METRICS_ROUTES = (Route(method="GET", path="/metrics", handler=show_metrics, access="anyone", limit="none"),)
