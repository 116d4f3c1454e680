"""Filters at work: on Home, in the list for apps, on the pages."""

import re
from typing import Any

import httpx
import pytest

from kith.base.core.errors import NotFound
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.feed import HomePiece, home_of
from kith.filters import FilterAction, FilterWish, KeywordWish, add_post, delete_filter, find_filter, make_filter
from kith.filters.model import CONTEXTS
from kith.posts.tests.cast import ANA, BEN, gather_cast, say, sign_in

WORDS = "Rain again, and again"


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _filter(house: House, action: FilterAction, *, contexts: tuple[str, ...] = CONTEXTS) -> Any:
    async with house.work(actor=BEN) as work:
        wish = FilterWish(title="Weather", contexts=contexts, action=action)
        return await make_filter(work, wish, [KeywordWish(keyword="rain")])


async def _home(house: House, *, with_held: bool = False) -> HomePiece:
    async with house.reading(actor=BEN) as work:
        return await home_of(work, Paging(), with_held=with_held)


async def test_what_is_hidden_is_left_out_and_counted(house: House) -> None:
    """And is there when asked for."""
    await say(house, ANA, WORDS)
    await say(house, ANA, "Sun")
    await _filter(house, "hide")
    piece = await _home(house)
    assert [card.post.text for card in piece.cards] == ["Sun"]
    assert piece.held == 1
    whole = await _home(house, with_held=True)
    assert (len(whole.cards), whole.held) == (2, 0)


async def test_what_is_folded_stays(house: House) -> None:
    """With the filter that folds it; elsewhere it is only marked."""
    await say(house, ANA, WORDS)
    await _filter(house, "warn")
    [card] = (await _home(house)).cards
    assert card.veil is not None
    assert card.veil.filter.title == "Weather"


async def test_a_filter_works_where_it_is_for(house: House) -> None:
    """One for public lists leaves Home as it is, and tells apps nevertheless."""
    await say(house, ANA, WORDS)
    await _filter(house, "hide", contexts=("public",))
    [card] = (await _home(house)).cards
    assert card.veil is None
    assert [one.keywords for one in card.filtered] == [("rain",)]


async def test_ones_own_words_are_never_held_back(house: House) -> None:
    """Whoever filters rain may speak of it."""
    await say(house, BEN, WORDS)
    await _filter(house, "hide")
    assert len((await _home(house)).cards) == 1


async def test_a_single_post_can_be_held_back(house: House) -> None:
    """Whatever it says; with the filter it comes back."""
    post = await say(house, ANA, "Sun")
    full = await _filter(house, "hide")
    async with house.work(actor=BEN) as work:
        await add_post(work, full.filter.id, post.id)
    assert (await _home(house)).held == 1
    async with house.work(actor=BEN) as work:
        await delete_filter(work, full.filter.id)
    assert (await _home(house)).held == 0


async def test_a_filter_is_its_owners_alone(house: House) -> None:
    """For others it is not there."""
    full = await _filter(house, "hide")
    async with house.work(actor=ANA) as work:
        with pytest.raises(NotFound):
            await find_filter(work.db, ANA, full.filter.id)
        with pytest.raises(NotFound):
            await delete_filter(work, full.filter.id)


async def test_the_pages_make_change_and_delete_it(house: House, client: httpx.AsyncClient) -> None:
    """Without script; what is wrong comes back with its words."""
    await say(house, ANA, WORDS)
    await sign_in(house, client, BEN)
    shown = await client.get("/settings/filters/new?words=rain+storm")
    assert "rain\nstorm" in shown.text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', shown.text)
    assert token is not None
    form: dict[str, Any] = {"csrf": token[1], "words": "rain\nstorm", "contexts": ["home"], "action": "hide"}
    wrong = await client.post("/settings/filters", data=form | {"contexts": []})
    assert wrong.status_code == 422
    assert "rain\nstorm" in wrong.text
    made = await client.post("/settings/filters", data=form)
    assert made.status_code == 303
    home = await client.get("/", headers={"accept": "text/html"})
    assert WORDS not in home.text
    assert "1 post is held back by your filters." in home.text
    assert WORDS in (await client.get("/?held=show", headers={"accept": "text/html"})).text
    listed = await client.get("/settings/filters")
    place = re.search(r'href="(/settings/filters/\d+)"', listed.text)
    assert place is not None
    changed = await client.post(place[1], data=form | {"words": "storm", "length": "keep", "title": "Storms"})
    assert changed.status_code == 303
    assert "held back" not in (await client.get("/", headers={"accept": "text/html"})).text
    folded = await client.post(place[1], data=form | {"action": "warn", "title": "Storms", "length": "week"})
    assert folded.status_code == 303
    ends = (await client.get("/settings/filters")).text
    assert re.search(r"until\s+<time[^>]*>\w+day, \w+ \d", ends)  # a time to come is never "just now"
    assert "Your filter “Storms” folds this." in (await client.get("/", headers={"accept": "text/html"})).text
    assert (await client.post(f"{place[1]}/delete", data={"csrf": token[1]})).status_code == 303
    assert "folds this" not in (await client.get("/", headers={"accept": "text/html"})).text
