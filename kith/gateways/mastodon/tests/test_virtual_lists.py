"""Lists that fill themselves stand after one's own, are read like them, and are changed by nobody."""

from typing import Any

import httpx
import pytest

from kith.base.work import House
from kith.people import give_token
from kith.posts.tests.cast import ANA, BEN, gather_cast, say


@pytest.fixture
async def ben(house: House, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Ben's app."""
    await gather_cast(house)
    async with house.work(actor=BEN) as work:
        client.headers["authorization"] = f"Bearer {await give_token(work, name='a script')}"
    return client


async def _newest_list(ben: httpx.AsyncClient) -> dict[str, Any]:
    [found] = [one for one in (await ben.get("/api/v1/lists")).json() if one["title"] == "Newest from each person"]
    return dict(found)


async def test_it_stands_after_ones_own(ben: httpx.AsyncClient) -> None:
    """And is shown by its id like them."""
    assert (await ben.post("/api/v1/lists", json={"title": "Choir"})).status_code == 200
    listed = (await ben.get("/api/v1/lists")).json()
    assert [one["title"] for one in listed][:2] == ["Choir", "Newest from each person"]
    assert (await ben.get(f"/api/v1/lists/{listed[1]['id']}")).json() == listed[1]


async def test_it_is_read_like_a_list(ben: httpx.AsyncClient, house: House) -> None:
    """Each person once, walked by the link."""
    await say(house, ANA, "First")
    said = await say(house, ANA, "Second")
    answer = await ben.get(f"/api/v1/timelines/list/{(await _newest_list(ben))['id']}")
    assert [one["id"] for one in answer.json()] == [str(said.id)]
    assert f"min_id={said.id}" in answer.headers["link"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "", {"title": "Mine now"}),
        ("DELETE", "", None),
        ("POST", "/accounts", {"account_ids": [str(ANA)]}),
        ("DELETE", "/accounts", {"account_ids": [str(ANA)]}),
    ],
)
async def test_nobody_changes_it(ben: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    """One's own list takes each of these; this one refuses in words."""
    own = (await ben.post("/api/v1/lists", json={"title": "Choir"})).json()
    await ben.post(f"/api/v1/lists/{own['id']}/accounts", json={"account_ids": [str(ANA)]})
    assert (await ben.request(method, f"/api/v1/lists/{own['id']}{path}", json=body)).status_code == 200
    virtual = await _newest_list(ben)
    refused = await ben.request(method, f"/api/v1/lists/{virtual['id']}{path}", json=body)
    assert refused.status_code == 422
    assert "fills itself" in refused.json()["error"]
    assert await _newest_list(ben) == virtual
    assert (await ben.get(f"/api/v1/lists/{virtual['id']}/accounts")).json() == []
