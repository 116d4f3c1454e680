"""Is it alive, can it serve: for whoever watches the server."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kith.base.storage.migrate import pending
from kith.base.web.routing import Route
from kith.base.work import Work


async def show_alive(_work: Work, _request: Request) -> Response:
    """`/healthz`: this process answers."""
    return PlainTextResponse("ok")


async def show_ready(work: Work, _request: Request) -> Response:
    """`/readyz`: database, migrations and Valkey. Without Valkey people are served, so it only warns."""
    try:
        missing = await pending(await work.db.connection())
        database = "ok" if not missing else "migrations are missing: run `kith migrate`"
    except OSError:
        database = "not answering"
    valkey = "ok" if await work.house.live.valkey.is_up() else "not answering: live updates and limits are reduced"
    status = 200 if database == "ok" else 503
    return JSONResponse({"database": database, "valkey": valkey}, status)


HEALTH_ROUTES = (
    Route(method="GET", path="/healthz", handler=show_alive, access="anyone", limit="none"),
    Route(method="GET", path="/readyz", handler=show_ready, access="anyone", limit="none"),
)
