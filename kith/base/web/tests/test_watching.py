"""For whoever watches the server: is it alive, can it serve, how much does it do."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kith.base.bus.live import Live
from kith.base.bus.valkey import Valkey
from kith.base.storage.database import Database
from kith.base.storage.statement import Statement
from kith.base.web.caller import Caller
from kith.base.web.health import HEALTH_ROUTES
from kith.base.web.metrics import METRICS_ROUTES, Watched
from kith.base.web.page import Pages
from kith.base.web.routing import Route
from kith.base.web.site import Site
from kith.base.work import House, Work

_UNDO = Statement("DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations) RETURNING name")
_REDO = Statement("INSERT INTO migrations (name) VALUES (%(name)s)")


async def _nobody(_work: Work, _request: Request) -> Caller | None:
    return None


async def _greet(_work: Work, request: Request) -> Response:
    return PlainTextResponse(request.path_params["name"])


async def _break(_work: Work, _request: Request) -> Response:
    raise ZeroDivisionError("anna@example.org")


ROUTES = (
    *HEALTH_ROUTES,
    *METRICS_ROUTES,
    Route(method="GET", path="/people/{name}", handler=_greet, access="anyone"),
    Route(method="GET", path="/broken", handler=_break, access="anyone"),
)


def client_of(house: House, *, address: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client of a site that is only watched."""
    app = Watched(Site(house, ROUTES, Pages([], {}, check_for_changes=False), _nobody))
    transport = httpx.ASGITransport(app=app, client=(address, 5))
    return httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers={"accept": "application/json"})


@pytest_asyncio.fixture
async def watching(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on this machine."""
    async with client_of(house) as client:
        yield client


async def test_all_is_well(watching: httpx.AsyncClient) -> None:
    """Both ask for nothing but an answer."""
    assert (await watching.get("/healthz")).text == "OK"
    answer = await watching.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "valkey": "ok"})


async def test_it_is_not_ready_before_it_is_migrated(watching: httpx.AsyncClient, house: House) -> None:
    """A proxy waits with sending people."""
    async with house.work() as work:
        name = await work.db.value(_UNDO)
    answer = await watching.get("/readyz")
    async with house.work() as work:
        await work.db.run(_REDO, name=name)
    assert answer.status_code == 503
    assert "kith migrate" in answer.json()["database"]


async def test_it_is_alive_and_not_ready_without_its_database(house: House, settings_url: str) -> None:
    """Starting it anew would not help, so it says that it lives."""
    database = await Database.open(settings_url)
    await database.close()
    async with client_of(replace(house, database=database)) as client:
        assert (await client.get("/healthz")).status_code == 200
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "not answering")


async def test_it_serves_without_valkey_and_says_so(house: House) -> None:
    """People are not sent away for what they can do without."""
    nowhere = await Valkey.open("unix:///nowhere/valkey.sock")
    async with client_of(replace(house, live=Live(nowhere))) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 200
    assert "not answering" in answer.json()["valkey"]


@pytest.fixture
def settings_url(house: House) -> str:
    """Where the database is."""
    assert house.settings.database_url is not None
    return house.settings.database_url


async def test_requests_are_counted_by_pattern(watching: httpx.AsyncClient) -> None:
    """Nobody's name is in a figure."""
    await watching.get("/people/anna")
    await watching.get("/nothing/here")
    text = (await watching.get("/metrics")).text
    assert re.search(r'kith_requests_total{method="GET",process="[^"]+",route="/people/{name}",status="200"} \d', text)
    assert re.search(r'route="none",status="404"', text)
    assert "anna" not in text
    assert "kith_request_seconds_bucket" in text


@pytest.mark.parametrize(
    ("address", "token", "status"),
    [
        ("127.0.0.1", None, 200),
        ("203.0.113.7", None, 404),
        ("203.0.113.7", "wrong", 404),
        ("203.0.113.7", "right", 200),
        ("203.0.113.7", "rıght", 404),
    ],
)
async def test_figures_are_for_this_machine_or_who_has_the_token(
    house: House, address: str, token: str | None, status: int
) -> None:
    """To everybody else there is no such page."""
    own = replace(house, settings=replace(house.settings, metrics_token="right"))
    headers = [(b"authorization", f"Bearer {token}".encode())] if token else []
    async with client_of(own, address=address) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a1b2c3d4-e5f6", True), ("short", False), ("x" * 65, False), ('"} {"a":1', False), ("with space 12", False)],
)
async def test_a_sane_request_id_is_kept(watching: httpx.AsyncClient, given: str, *, kept: bool) -> None:
    """It comes from the proxy and goes into every line; what could forge a line is not taken over."""
    answer = await watching.get("/healthz", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", answer.headers["x-request-id"])


async def test_a_mistake_of_ours_is_an_answer_and_a_figure(watching: httpx.AsyncClient) -> None:
    """The request has its name, so that its line can be found."""
    answer = await watching.get("/broken")
    assert answer.status_code == 500
    assert "anna" not in answer.text
    assert answer.headers["x-request-id"]
    assert 'route="/broken",status="500"' in (await watching.get("/metrics")).text
