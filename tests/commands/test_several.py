"""Several machines on one database and one Valkey: as one server."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from kith.base.engines import running_urls
from tests.commands.conftest import Server, kith


@pytest.fixture
def two(lived_in: Path, folder: Path) -> Iterator[tuple[Server, Server]]:
    """One with its engines, and another that uses them from elsewhere."""
    first = Server(lived_in)
    urls = running_urls(lived_in)
    second = Server(
        folder / "elsewhere", KITH_DATABASE_URL=urls.database, KITH_VALKEY_URL=urls.valkey, KITH_URL=first.url
    )
    yield first, second
    second.close()
    first.close()


@pytest.fixture
def web() -> Iterator[httpx.Client]:
    """Somebody who asks, and waits for the answer of a busy machine."""
    with httpx.Client(timeout=30) as client:
        yield client


def test_what_is_said_on_one_is_heard_on_the_other(
    two: tuple[Server, Server], lived_in: Path, web: httpx.Client
) -> None:
    """At once, with the same key; and what is kept for a reader is dropped on both."""
    first, second = two
    anna, bela = (
        {"authorization": f"Bearer {kith(lived_in, 'token', name).stdout.strip()}"} for name in ("anna", "bela")
    )
    home = f"{second.url}/api/v1/timelines/home"
    them = web.get(f"{second.url}/api/v1/accounts/lookup?acct=bela").json()["id"]
    assert web.post(f"{second.url}/api/v1/accounts/{them}/follow", headers=anna).json()["following"]
    before = [one["id"] for one in web.get(home, headers=anna).json()]
    address = "ws" + second.url.removeprefix("http") + "/api/v1/streaming?stream=user"
    with connect(address, additional_headers=anna) as socket:
        said = {}
        for _try in range(20):  # until the stream listens
            said = web.post(f"{first.url}/api/v1/statuses", headers=bela, json={"status": "From over there"}).json()
            try:
                heard = json.loads(socket.recv(timeout=1))
                break
            except TimeoutError:
                continue
        assert heard["event"] == "update"
        assert said["account"]["acct"] == "bela"
    assert said["id"] not in before
    assert web.get(home, headers=anna).json()[0]["id"] == said["id"]
    assert web.delete(f"{first.url}/api/v1/statuses/{said['id']}", headers=bela).status_code == 200
    assert said["id"] not in {one["id"] for one in web.get(home, headers=anna).json()}
