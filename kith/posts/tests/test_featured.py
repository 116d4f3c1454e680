"""Hashtags on somebody's page."""

import asyncio

import httpx
import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.tests.cast_of_relations import ANA, BEN, act, gather, sign_in
from kith.people.tests.test_relation_pages import _send
from kith.posts.actions import publish
from kith.posts.actions.featuring import feature_tag, remove_featured, tags_to_feature, unfeature_tag
from kith.posts.model import FEATURED_TAGS_MAX, FeaturedView, Words
from kith.posts.store import delete_belongings, featured_of


async def _featured(house: House, person: Id) -> list[FeaturedView]:
    async with house.reading() as work:
        return await featured_of(work.db, person)


async def test_a_hashtag_leads_to_what_its_person_says(house: House, client: httpx.AsyncClient) -> None:
    """Counted are words for everyone; shown is what the viewer may see."""
    await gather(house)
    await act(house, ANA, publish, Words(text="Rye again #Bread"))
    await act(house, ANA, publish, Words(text="The secret crust #bread", audience="followers"))
    await act(house, ANA, publish, Words(text="A walk #hills"))
    await act(house, BEN, publish, Words(text="Mine #bread"))
    await act(house, ANA, feature_tag, "#BREAD")
    [one] = await _featured(house, ANA)
    assert (one.hashtag, one.posts) == ("bread", 1)
    assert one.last_post_at is not None

    assert "/@ana/tagged/bread" in (await client.get("/@ana")).text
    shown = (await client.get("/@ana/tagged/bread")).text
    assert "Rye again" in shown
    for hidden in ("secret crust", "A walk", "Mine"):
        assert hidden not in shown
    assert (await client.get("/@ana/tagged/Bread")).headers["location"] == "/@ana/tagged/bread"


async def test_a_page_has_room_for_so_many(house: House) -> None:
    """Also for those that come at once; the same one twice takes one place."""
    await gather(house)
    names = [f"word{number}" for number in range(FEATURED_TAGS_MAX + 3)]
    done = await asyncio.gather(*(act(house, ANA, feature_tag, name) for name in names), return_exceptions=True)
    assert sum(isinstance(one, Refused) for one in done) == 3
    chosen = await _featured(house, ANA)
    assert len(chosen) == FEATURED_TAGS_MAX
    await act(house, ANA, feature_tag, chosen[0].hashtag)
    assert len(await _featured(house, ANA)) == FEATURED_TAGS_MAX


@pytest.mark.parametrize("name", ["", "two words", "#", "a" * 101, "1234"])
async def test_what_is_no_hashtag_is_refused(house: House, name: str) -> None:
    """And nothing stands on the page."""
    await gather(house)
    with pytest.raises(Invalid):
        await act(house, ANA, feature_tag, name)
    assert await _featured(house, ANA) == []


async def test_one_is_taken_off_by_its_owner_alone(house: House) -> None:
    """Another's looks as if it were not there."""
    await gather(house)
    await act(house, ANA, feature_tag, "bread")
    [one] = await _featured(house, ANA)
    with pytest.raises(NotFound):
        await act(house, BEN, remove_featured, one.id)
    await act(house, ANA, remove_featured, one.id)
    assert await _featured(house, ANA) == []
    await act(house, ANA, feature_tag, "bread")
    await act(house, ANA, unfeature_tag, "Bread")
    assert await _featured(house, ANA) == []


async def test_what_one_uses_is_offered(house: House) -> None:
    """Most used first; not what others use, nor what stands there already."""
    await gather(house)
    for text in ("#bread", "#bread #hills", "#hills", "#hills #rye"):
        await act(house, ANA, publish, Words(text=f"On {text}"))
    await act(house, BEN, publish, Words(text="On #fish"))
    await act(house, ANA, feature_tag, "rye")
    async with house.reading(actor=ANA) as work:
        assert await tags_to_feature(work) == ["hills", "bread"]


async def test_choosing_and_taking_off_without_script(house: House, client: httpx.AsyncClient) -> None:
    """What is no hashtag comes back with a word beside it."""
    await gather(house)
    await sign_in(house, client, ANA)
    place = "/settings/hashtags"
    wrong = await _send(client, place, place, hashtag="two words")
    assert (wrong.status_code, "two words" in wrong.text) == (422, True)
    assert (await _send(client, place, place, hashtag="#Bread")).status_code == 303
    assert "#bread" in (await client.get(place)).text
    await _send(client, place, f"{place}/remove", hashtag="bread")
    assert await _featured(house, ANA) == []


async def test_who_leaves_takes_them_along(house: House) -> None:
    """Nothing of it stays."""
    await gather(house)
    await act(house, ANA, feature_tag, "bread")
    async with house.work() as work:
        await delete_belongings(work.db, ANA, limit=100)
    assert await _featured(house, ANA) == []
