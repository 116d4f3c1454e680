"""Joining through an app: by the page's rules, and what does not fit is said beside its field."""

from typing import Any

import httpx
import pytest
import pytest_asyncio

from kith.base.work import House
from kith.people import JoinForm, join

NEW = {
    "username": "dora",
    "email": "dora@example.org",
    "password": "a long enough secret",
    "agreement": True,
    "locale": "en",
}


@pytest_asyncio.fixture
async def app(house: House, client: httpx.AsyncClient) -> dict[str, str]:
    """An app's own token, on a server where Mara lives already."""
    async with house.work() as work:
        await join(work, JoinForm(handle="mara", password="a long enough secret"), role="owner")
    form = {"client_name": "Lantern", "redirect_uris": "https://app.example/back", "scopes": "read write"}
    made = (await client.post("/api/v1/apps", json=form)).json()
    asked = {name: made[name] for name in ("client_id", "client_secret")}
    asked |= {"grant_type": "client_credentials", "scope": "read write"}
    token = (await client.post("/oauth/token", data=asked)).json()["access_token"]
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("way", ["json", "data"])
async def test_somebody_joins_by_form_and_by_json(client: httpx.AsyncClient, app: dict[str, str], way: str) -> None:
    """With a token that works at once."""
    sent: dict[str, Any] = {way: NEW | ({"agreement": "true"} if way == "data" else {})}
    made = await client.post("/api/v1/accounts", headers=app, **sent)
    assert made.status_code == 200, made.text
    own = {"authorization": f"Bearer {made.json()['access_token']}"}
    assert (await client.get("/api/v1/accounts/verify_credentials", headers=own)).json()["username"] == "dora"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"username": "mara"}, "username", "ERR_INVALID"),
        ({"username": "m ä"}, "username", "ERR_INVALID"),
        ({"username": "admin"}, "username", "ERR_INVALID"),
        ({"password": "short"}, "password", "ERR_INVALID"),
        ({"email": "dora at example"}, "email", "ERR_INVALID"),
        ({"agreement": False}, "agreement", "ERR_ACCEPTED"),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(
    client: httpx.AsyncClient, app: dict[str, str], change: dict[str, Any], field: str, code: str
) -> None:
    """Each from what fits, by one change; nobody has joined then, and the same person still can."""
    refused = await client.post("/api/v1/accounts", headers=app, json=NEW | change)
    assert refused.status_code == 422, refused.text
    [said] = refused.json()["details"][field]
    assert said["error"] == code
    assert said["description"] == refused.json()["error"]
    assert (await client.post("/api/v1/accounts", headers=app, json=NEW)).status_code == 200
