"""The server's own words through the API."""

from datetime import timedelta

import httpx

from kith.base.work import House
from kith.people import set_role
from kith.people.actions.papers import write_paper
from kith.people.tests.cast_of_relations import ANA, act, gather
from tests.clock import TestClock

INSTANCE = "/api/v1/instance"


async def test_privacy_terms_and_their_versions(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Nothing there before they are written; then each with its dates, and the places of the pages."""
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")
    for path in ("privacy_policy", "terms_of_service", "terms_of_service/2026-01-01", "terms_of_service/x"):
        assert (await client.get(f"{INSTANCE}/{path}")).status_code == 404
    urls = (await client.get("/api/v2/instance")).json()["configuration"]["urls"]
    assert (urls["privacy_policy"], urls["terms_of_service"]) == (None, None)
    today = clock().date()
    later = today + timedelta(days=9)
    await act(house, ANA, write_paper, "privacy", "Little.", today)
    await act(house, ANA, write_paper, "terms", "Be kind.", today)
    await act(house, ANA, write_paper, "terms", "Be kinder.", later)
    privacy = (await client.get(f"{INSTANCE}/privacy_policy")).json()
    assert privacy["content"] == "<p>Little.</p>"
    assert privacy["updated_at"].startswith(today.isoformat())
    assert (await client.get(f"{INSTANCE}/terms_of_service")).json() == {
        "effective_date": today.isoformat(),
        "effective": True,
        "content": "<p>Be kind.</p>",
        "succeeded_by": later.isoformat(),
    }
    assert (await client.get(f"{INSTANCE}/terms_of_service/{later}")).json() == {
        "effective_date": later.isoformat(),
        "effective": False,
        "content": "<p>Be kinder.</p>",
        "succeeded_by": None,
    }
    urls = (await client.get("/api/v2/instance")).json()["configuration"]["urls"]
    assert (urls["privacy_policy"], urls["terms_of_service"]) == ("http://kith.test/privacy", "http://kith.test/terms")


async def test_languages_are_those_one_can_write_in(client: httpx.AsyncClient) -> None:
    """By their names in the language of whoever asks."""
    found = (await client.get(f"{INSTANCE}/languages", headers={"accept-language": "en"})).json()
    assert {"code": "ar", "name": "Arabic"} in found
    assert len(found) > 80
