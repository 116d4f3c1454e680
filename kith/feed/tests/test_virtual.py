"""Home by fair share for every app, as a list; and one for each inner circle."""

from typing import Any

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.feed.virtual import LISTS
from kith.people import give_token
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say
from tests.clock import TestClock


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


@pytest.fixture
async def ben(house: House, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Ben's app."""
    async with house.work(actor=BEN) as work:
        client.headers["authorization"] = f"Bearer {await give_token(work, name='a script')}"
    return client


async def _list(ben: httpx.AsyncClient, title: str) -> str:
    [found] = [one for one in (await ben.get("/api/v1/lists")).json() if one["title"] == title]
    return str(found["id"])


async def _ids(ben: httpx.AsyncClient, list_id: str, **query: Any) -> list[str]:
    answer = await ben.get(f"/api/v1/timelines/list/{list_id}", params=query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()]


async def test_apps_read_what_the_page_shows(house: House, ben: httpx.AsyncClient) -> None:
    """One place each, the quiet one too; walked by the link; nothing upwards while the order stands still."""
    once = await say(house, CLEO, "Once")
    for number in range(5):
        last = await say(house, ANA, f"Number {number}")
    fair = await _list(ben, "Fair share")
    everything = await _ids(ben, fair)
    assert set(everything) == {str(once.id), str(last.id)}
    assert await _ids(ben, fair, limit=1) == everything[:1]
    assert await _ids(ben, fair, limit=1, max_id=everything[0]) == everything[1:]
    assert await _ids(ben, fair, min_id=everything[0]) == []
    assert await _ids(ben, fair, since_id=everything[-1]) == []


async def test_a_post_is_found_where_it_has_a_place(house: House) -> None:
    """A new one has none yet, and nothing is marked by looking."""
    [fair] = [one for one in LISTS if one.key == "feed.fair_share"]
    first = await say(house, ANA, "First")
    async with house.reading(actor=BEN) as work:
        assert await fair.find(work, ANA, first.id) is None
        await fair.read(work, Paging())
        card = await fair.find(work, ANA, first.id)
        assert card is not None
        assert card.post.id == first.id
    late = await say(house, CLEO, "Late")
    async with house.reading(actor=BEN) as work:
        assert await fair.find(work, CLEO, late.id) is None


async def test_the_closest_have_lists(house: House, ben: httpx.AsyncClient, clock: TestClock) -> None:
    """Whom one writes with is on it after three days of looking; whoever only writes is not."""
    assert await _ids(ben, await _list(ben, "Your closest fifteen")) == []
    for number in range(10):
        asked = await say(house, ANA, f"@ben {number}?", audience="mentioned")
        await say(house, BEN, "@ana yes", audience="mentioned", reply_to=asked)
        clock.tick(days=1)
        await _ids(ben, await _list(ben, "Your closest fifteen"))
    said = await say(house, ANA, "For all")
    await say(house, CLEO, "Loud")
    for title in ("Your closest five", "Your closest fifteen"):
        assert str(said.id) in await _ids(ben, await _list(ben, title))
        assert not {one for one in await _authors(ben, title) if one != str(ANA)}
    [five] = [one for one in LISTS if one.key == "feed.circle_5"]
    for reader, found in ((BEN, True), (DAN, False)):
        assert bool(await _find(house, five, reader, said.id)) is found


async def _authors(ben: httpx.AsyncClient, title: str) -> list[str]:
    answer = await ben.get(f"/api/v1/timelines/list/{await _list(ben, title)}")
    return [one["account"]["id"] for one in answer.json()]


async def _find(house: House, five: Any, reader: Id, post_id: Id) -> Any:
    async with house.reading(actor=reader) as work:
        return await five.find(work, ANA, post_id)
