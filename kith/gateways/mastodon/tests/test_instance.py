"""What this server says of itself is what it does."""

import httpx
import pytest

from kith.base.work import House
from kith.catalogue import FEATURES
from kith.people.tests.cast_of_relations import ANA, gather
from kith.posts.tests.cast import say
from tests.clock import TestClock

# What clients call when they read a number, by the number (docs/apps.md holds the whole).
PROMISED = {
    2: ("GET /api/v2/notifications", "GET /api/v2/notifications/{group_key}/accounts"),
    4: ("DELETE /api/v1/media/{id}",),
    3: ("PATCH /api/v1/accounts/update_credentials",),
    5: ("POST /api/v2/filters",),
    7: (
        "GET /api/v1/statuses/{id}/quotes",
        "POST /api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke",
        "PUT /api/v1/statuses/{id}/interaction_policy",
    ),
    8: ("GET /api/v1/annual_reports/{year}/state", "POST /api/v1/annual_reports/{year}/generate"),
    9: ("GET /api/v1/profile", "PATCH /api/v1/profile"),
    10: (
        "POST /api/v1/collections",
        "GET /api/v1/collections/{id}",
        "PATCH /api/v1/collections/{id}",
        "DELETE /api/v1/collections/{id}",
        "POST /api/v1/collections/{id}/items",
        "DELETE /api/v1/collections/{id}/items/{item_id}",
        "POST /api/v1/collections/{id}/items/{item_id}/revoke",
        "GET /api/v1/accounts/{id}/collections",
        "GET /api/v1/accounts/{id}/in_collections",
    ),
}


async def test_the_number_is_not_ahead_of_its_operations(client: httpx.AsyncClient, house: House) -> None:
    """Apps test the number, and call what came with it; older ones read the beginning of the version."""
    told = (await client.get("/api/v2/instance")).json()
    there = {f"{route.method} {route.path}" for feature in FEATURES for route in feature.routes}
    for number, operations in PROMISED.items():
        assert number <= told["api_versions"]["mastodon"]
        assert set(operations) <= there
    assert told["api_versions"]["kith"] == 1
    assert told["version"] == (await client.get("/api/v1/instance")).json()["version"]


async def test_who_is_active_was_here_lately(client: httpx.AsyncClient, house: House, clock: TestClock) -> None:
    """Of four who live here, who wrote something counts; all are counted once a minute, however often one asks."""
    await gather(house)
    assert (await client.get("/api/v2/instance")).json()["usage"]["users"]["active_month"] == 0
    await say(house, ANA, "The quinces are ripe")
    assert (await client.get("/api/v2/instance")).json()["usage"]["users"]["active_month"] == 0
    clock.tick(minutes=1)
    assert (await client.get("/api/v2/instance")).json()["usage"]["users"]["active_month"] == 1


@pytest.mark.parametrize("path", ["/api/v1/instance", "/api/v2/instance", "/api/v1/custom_emojis"])
async def test_what_apps_ask_at_every_start_is_sent_once(client: httpx.AsyncClient, house: House, path: str) -> None:
    """Then it is only said to be the same, until it is not."""
    await gather(house)
    first = await client.get(path)
    again = await client.get(path, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    other = await client.get(path, headers={"if-none-match": 'W/"other"'})
    assert (other.status_code, other.json()) == (200, first.json())
