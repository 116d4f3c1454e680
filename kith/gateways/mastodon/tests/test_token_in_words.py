"""Where a token may stand, what an answer says of one that does not do, and that none is passed on."""

from typing import Any

import httpx
import pytest

from kith.base.work import House
from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import give_token

ME = "/api/v1/accounts/verify_credentials"
POST = "/api/v1/statuses"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("word", ["access_token", "bearer_token"])
async def test_a_token_in_the_address_counts(apps: Apps, client: httpx.AsyncClient, word: str) -> None:
    """As with Mastodon; then nobody on the way keeps the answer, nor hears of the address."""
    answer = await client.get(ME, params={word: apps.tokens["ana"]})
    assert (answer.status_code, answer.json()["username"]) == (200, "ana")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert (await client.get(ME, params={word: apps.tokens["ana"] + "x"})).status_code == 401
    assert (await client.get(ME, params={f"x_{word}": apps.tokens["ana"]})).status_code == 401


@pytest.mark.parametrize("way", ["form", "json", "multipart", "query"])
async def test_a_token_in_the_body_counts(apps: Apps, client: httpx.AsyncClient, way: str) -> None:
    """However the body is written."""
    said = {"status": "Tea", "access_token": apps.tokens["ana"]}
    ways: dict[str, dict[str, Any]] = {
        "form": {"data": said},
        "json": {"json": said},
        "multipart": {"data": said, "files": {"extra": ("x.png", PNG)}},
        "query": {"params": said},
    }
    answer = await client.post(POST, **ways[way])
    assert (answer.status_code, answer.json()["account"]["username"]) == (200, "ana")
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"{", "headers": {"content-type": "application/json"}},
        {"json": {"status": "Tea", "access_token": 17}},
        {"json": {"status": "Tea", "access_token": ["kith_1_2_3"]}},
        {"data": {"status": "Tea", "access_token": ""}},
        {"content": b"access_token=x", "headers": {"content-type": "text/plain"}},
        {"data": {"status": "Tea", "access_token": "kith_1_2_3"}},
        {"data": {"status": "Tea", "access_token": "kith_1_2_é"}},
        {"content": b'{"access_token": "kith_1_2_\\ud800"}', "headers": {"content-type": "application/json"}},
    ],
)
async def test_what_is_no_token_is_none(apps: Apps, client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    """And a stranger is told nothing of what they sent."""
    assert apps.tokens
    assert (await client.post(POST, **body)).status_code == 401


async def test_the_header_wins(apps: Apps, client: httpx.AsyncClient) -> None:
    """Over the address, and the address over the body; a wrong one is not made up for by another."""
    ana, ben = apps.tokens["ana"], apps.tokens["ben"]
    for header, query, body, found in ((ana, ben, ben, "ana"), (None, ana, ben, "ana"), ("wrong", ana, ana, None)):
        answer = await client.post(
            POST,
            params={"access_token": query},
            data={"status": f"Tea {header}", "access_token": body},
            headers={"authorization": f"Bearer {header}"} if header else {},
        )
        assert answer.status_code == (200 if found else 401)
        assert not found or answer.json()["account"]["username"] == found


async def test_a_list_is_walked_without_saying_the_token_again(apps: Apps, client: httpx.AsyncClient) -> None:
    """`Link` is written down in more places than it is needed in."""
    for number in range(3):
        await apps.ask("ana", "POST", POST, data={"status": f"Tea {number}"})
    asked = {"access_token": apps.tokens["ana"], "limit": "1", "local": "true"}
    link = (await client.get("/api/v1/timelines/public", params=asked)).headers["link"]
    assert "limit=1" in link
    assert "token" not in link


@pytest.mark.parametrize("path", ["/settings", "/write", "/live", "/oauth/authorize"])
async def test_pages_take_no_token_from_an_address(apps: Apps, client: httpx.AsyncClient, path: str) -> None:
    """A link that somebody is sent must not make them somebody else."""
    answer = await client.get(path, params={"access_token": apps.tokens["ana"]})
    assert answer.status_code in (303, 401)
    assert "ana" not in answer.text


async def test_what_is_wrong_with_a_token_is_said_to_machines(
    house: House, apps: Apps, client: httpx.AsyncClient
) -> None:
    """In the words of RFC 6750; apps in browsers may read them."""
    missing = await client.get(ME)
    assert (missing.status_code, missing.headers["www-authenticate"]) == (401, 'Bearer realm="Kith"')
    wrong = await client.get(ME, headers={"authorization": "Bearer kith_1_2_3"})
    assert 'error="invalid_token"' in wrong.headers["www-authenticate"]
    assert "WWW-Authenticate" in wrong.headers["access-control-expose-headers"]
    reading = await apps.act("ana", give_token, name="a reader", scopes=("read",))
    narrow = await client.post(POST, data={"status": "Tea"}, headers={"authorization": f"Bearer {reading}"})
    assert narrow.status_code == 403
    assert 'error="insufficient_scope"' in narrow.headers["www-authenticate"]
    assert 'scope="write:statuses"' in narrow.headers["www-authenticate"]
    for answer in (missing, wrong, narrow):
        assert list(answer.json()) == ["error"]
