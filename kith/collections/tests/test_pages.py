"""The pages of collections, as a browser without script uses them."""

import httpx
import pytest_asyncio

from kith.base.work import House
from kith.collections.tests.scene import lets, makes, people, puts, seen
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, gather
from kith.posts.tests.cast import send, sign_in


@pytest_asyncio.fixture(autouse=True)
async def _people(house: House) -> None:
    await gather(house)


async def test_a_collection_is_made_and_filled(house: House, client: httpx.AsyncClient) -> None:
    """From the form to the page that anybody reads; each is followed on their own, never all at once."""
    await lets(house, BEN, "everyone")
    await lets(house, CLEO, "asked")
    await sign_in(house, client, ANA)
    made = await send(client, "/collections/new", "/collections", name="Who bakes", tag="bread", discoverable="on")
    page = made.headers["location"]
    for address in ("@ben", "cleo"):
        assert (await send(client, page, f"{page}/people", address=address)).status_code == 303
    own = (await client.get(page)).text
    assert "Asked, and not answered yet" in own
    await sign_in(house, client, DAN)
    shown = (await client.get(page)).text
    assert 'action="/@ben/follow"' in shown
    assert "@cleo" not in shown
    assert "Follow all" not in shown
    assert f'href="{page}"' in (await client.get("/@ana/collections")).text
    assert 'href="/@ana/collections"' in (await client.get("/@ana")).text


async def test_what_does_not_fit_comes_back_as_it_was_typed(house: House, client: httpx.AsyncClient) -> None:
    """With a word beside it; who is not there, and who does not want it, too."""
    await lets(house, BEN, "nobody")
    made = await makes(house, ANA)
    await sign_in(house, client, ANA)
    again = await send(client, "/collections/new", "/collections", name="Who bakes", tag="two words")
    assert again.status_code == 422
    assert "A hashtag is one word" in again.text
    page = f"/collections/{made.id}"
    for address, words in (("@nobody", "Nobody of that name"), ("@ben", "rather not stand in collections")):
        again = await send(client, page, f"{page}/people", address=address)
        assert again.status_code == 422
        assert words in again.text
        assert f'value="{address}"' in again.text


async def test_who_is_asked_says_yes_and_takes_themselves_out(house: House, client: httpx.AsyncClient) -> None:
    """In the settings, where the policy stands, too."""
    made = await makes(house, ANA)
    await lets(house, BEN, "asked")
    await puts(house, ANA, made, BEN)
    await sign_in(house, client, BEN)
    page = "/settings/collections"
    assert "You are asked" in (await client.get(page)).text
    await send(client, page, f"/collections/{made.id}/yes")
    assert people(await seen(house, DAN, made)) == [BEN]
    out = await send(client, page, f"/collections/{made.id}/no")
    assert "will not be put in again" in (await client.get(out.headers["location"])).text
    assert people(await seen(house, DAN, made)) == []
    await send(client, page, page, policy="nobody")
    assert 'value="nobody" checked' in (await client.get(page)).text
    assert (await send(client, page, page, policy="shout")).status_code == 422


async def test_only_its_maker_changes_it(house: House, client: httpx.AsyncClient) -> None:
    """To others the forms are not there."""
    made = await makes(house, ANA, BEN)
    page = f"/collections/{made.id}"
    await sign_in(house, client, DAN)
    assert (await client.get(f"{page}/change")).status_code == 404
    for path in (page, f"{page}/delete", f"{page}/people", f"{page}/no", f"{page}/yes"):
        assert (await send(client, "/settings/collections", path, name="Mine", address="dan")).status_code == 404
    await sign_in(house, client, ANA)
    changed = await send(client, f"{page}/change", page, name="Bakers", sensitive="on")
    assert changed.headers["location"] == page
    assert "Show it all the same" in (await client.get(page)).text
    gone = await send(client, f"{page}/change", f"{page}/delete")
    assert gone.headers["location"] == "/@ana/collections"
    assert (await client.get(page)).status_code == 404


async def test_the_search_shows_collections(house: House, client: httpx.AsyncClient) -> None:
    """Beside people, hashtags and posts."""
    made = await makes(house, ANA, BEN)
    await sign_in(house, client, DAN)
    assert f'href="/collections/{made.id}"' in (await client.get("/search?q=bakes")).text
