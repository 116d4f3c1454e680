"""What a filter holds back is held back everywhere one reads: Home, its folds, Earlier, streams, notices, search."""

import httpx
import pytest

from kith.base.work import House
from kith.feed import find_at_home
from kith.feed.actions import choose
from kith.filters import FilterWish, KeywordWish, make_filter
from kith.posts.tests.cast import ANA, BEN, CLEO, follow, gather_cast, say, sign_in
from kith.worker import run_everything_due

HTML = {"accept": "text/html"}
EVERYWHERE = ("home", "notifications", "public", "thread", "account")


@pytest.fixture(autouse=True)
async def _cast(house: House, client: httpx.AsyncClient) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)
    await sign_in(house, client, BEN)


async def _hide(house: House, word: str, action: str = "hide") -> None:
    async with house.work(actor=BEN) as work:
        wish = FilterWish(title=word, contexts=EVERYWHERE, action=action)  # type: ignore[arg-type]
        await make_filter(work, wish, [KeywordWish(keyword=word)])


async def _page(client: httpx.AsyncClient, path: str = "/") -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_it_is_left_out_and_counted_in_both_orders(house: House, client: httpx.AsyncClient) -> None:
    """And what is folded below a card that is left out is not lost with it."""
    await say(house, ANA, "Bread")
    await say(house, ANA, "The election, the election")
    await say(house, CLEO, "Cheese")
    await _hide(house, "election")
    for order in ("fair", "newest"):
        async with house.work(actor=BEN) as work:
            await choose(work, order)
        home = await _page(client)
        assert "The election" not in home
        assert "1 post is held back by your filters." in home
        assert ("1 more from Ana" if order == "fair" else "Bread") in home


async def test_it_is_left_out_of_folds_and_of_earlier(house: House, client: httpx.AsyncClient) -> None:
    """And said how many."""
    await say(house, ANA, "The election, the election")
    await say(house, ANA, "Bread")
    await say(house, ANA, "Butter")
    await _hide(house, "election")
    fold = await _page(client, f"/home/fold/{ANA}")
    assert "Bread" in fold
    assert "The election" not in fold
    assert "1 post is held back by your filters." in fold


async def test_it_is_not_heard_in_streams_nor_shown_among_notices(house: House, client: httpx.AsyncClient) -> None:
    """As on Home; what it does not meet is."""
    held, fine = await say(house, ANA, "The election, @ben"), await say(house, ANA, "Bread, @ben")
    await run_everything_due(house)
    await _hide(house, "election")
    async with house.work(actor=BEN) as work:
        assert await find_at_home(work, ANA, held.id) is None
        assert await find_at_home(work, ANA, fine.id) is not None
    notices = await _page(client, "/notices")
    assert "The election" not in notices
    assert "Bread" in notices


@pytest.mark.parametrize("action", ["warn", "hide"])
async def test_whoever_searches_for_it_finds_it_folded(house: House, client: httpx.AsyncClient, action: str) -> None:
    """One tap away: what was looked for is not kept from whoever looks."""
    await say(house, ANA, "The election, the election")
    await _hide(house, "election", action)
    assert "Your filter “election” folds this." in await _page(client, "/search?q=election")


async def test_a_picture_alone_is_veiled(house: House, client: httpx.AsyncClient) -> None:
    """The words stay."""
    await say(house, ANA, "The election, the election")
    await _hide(house, "election", "blur")
    assert "The election" in await _page(client)
