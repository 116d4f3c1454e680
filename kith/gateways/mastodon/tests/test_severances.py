"""What somebody loses when they keep a server away: told to them alone, in pages and apps."""

from typing import Any

import httpx
import pytest

from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import accept, block_domain, follow, give_token, unblock_domain
from kith.people.model import Left
from kith.people.tests.cast_of_relations import ANA, BEN, act, sign_in
from kith.people.tests.test_domains import JO, KIM, _gather

_COUNT = Statement("SELECT count(*) FROM notice_severances")


async def _lose(house: House) -> None:
    """Ana follows Jo, and asks Kim; Jo and Kim follow her. Then she keeps their server away."""
    await _gather(house)
    await act(house, ANA, follow, JO)
    await act(house, JO, accept, ANA)
    await act(house, JO, follow, ANA)
    await act(house, KIM, follow, ANA)
    await act(house, ANA, follow, KIM)
    await act(house, ANA, block_domain, "hav.social")
    await run_jobs(house)


async def _read(house: House, client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="app")
    answer = await client.get(path, params=query, headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_app_is_told_what_was_lost(house: House, client: httpx.AsyncClient) -> None:
    """As an event of its own type; alone and in a group; in words where it does not know the type."""
    await _lose(house)
    (one,) = [n for n in await _read(house, client, "/api/v1/notifications") if n["type"] == "severed_relationships"]
    event = one["event"]
    assert (event["type"], event["target_name"], event["purged"]) == ("user_domain_block", "hav.social", True)
    assert (event["followers_count"], event["following_count"]) == (2, 1)
    assert one["account"]["id"] == str(ANA)
    groups = (await _read(house, client, "/api/v2/notifications"))["notification_groups"]
    assert [g["event"] for g in groups if g["type"] == "severed_relationships"] == [event]
    older = await _read(house, client, "/api/v1/notifications", **{"supported_types[]": ["mention"]})
    fallback = next(n["fallback"] for n in older if n["type"] == "severed_relationships")
    assert fallback["title"] == "You keep hav.social away."
    assert fallback["summary"] == "With it went 2 who followed you and 1 whom you followed."


async def test_the_page_says_it(house: House, client: httpx.AsyncClient) -> None:
    await _lose(house)
    await sign_in(house, client, ANA)
    page = " ".join((await client.get("/notices")).text.split())
    assert "You keep hav.social away. 2 people there followed you, and do no more." in page
    assert "You followed 1, and do no more." in page


@pytest.mark.parametrize("again", [True, False])
async def test_nothing_lost_is_nothing_told(house: House, client: httpx.AsyncClient, *, again: bool) -> None:
    """Keeping a server away twice, or one where nobody is, tells nothing; losing anew after letting it in does."""
    await _lose(house)
    if again:
        await act(house, ANA, unblock_domain, "hav.social")
        await act(house, ANA, follow, JO)
        await act(house, JO, accept, ANA)
    await act(house, ANA, block_domain, "hav.social")
    await act(house, BEN, block_domain, "hav.social")
    await act(house, ANA, block_domain, "empty.example")
    await run_jobs(house)
    found = await _read(house, client, "/api/v1/notifications", **{"types[]": ["severed_relationships"]})
    assert len(found) == 1 + again


async def test_nothing_is_left_of_it_when_somebody_leaves(house: House) -> None:
    await _lose(house)
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_jobs(house)
    async with house.reading() as work:
        assert await work.db.value(_COUNT) == 0
