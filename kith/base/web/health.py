"""Is it alive, can it serve: for whoever watches the server."""

import asyncio

import asyncpg
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kith.base.storage.migrate import pending
from kith.base.web.routing import Route
from kith.base.work import Work

ANSWER_WITHIN_S = 3  # those who ask give up after five or ten


async def show_alive(_work: Work, _request: Request) -> Response:
    """`/healthz`, and `/health` as apps of Mastodon's servers ask: this process answers."""
    return PlainTextResponse("OK")  # as Mastodon says it, and its clients look for it


async def show_ready(work: Work, _request: Request) -> Response:
    """`/readyz`: database, migrations and Valkey. Without Valkey people are served, so it only warns."""
    database, is_valkey_up = await asyncio.gather(_database(work), work.house.live.valkey.is_up())
    valkey = "ok" if is_valkey_up else "not answering: live updates and limits are reduced"
    return JSONResponse({"database": database, "valkey": valkey}, 200 if database == "ok" else 503)


async def _database(work: Work) -> str:
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            missing = await pending(await work.db.connection())
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return "not answering"
    return "migrations are missing: run `kith migrate`" if missing else "ok"


HEALTH_ROUTES = (
    Route(method="GET", path="/healthz", handler=show_alive, access="anyone", limit="none"),
    Route(method="GET", path="/health", handler=show_alive, access="anyone", limit="none"),
    Route(method="GET", path="/readyz", handler=show_ready, access="anyone", limit="none"),
)
