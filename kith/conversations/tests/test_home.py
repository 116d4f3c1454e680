"""What somebody wrote to one stands before everything that is for all."""

from datetime import timedelta

import httpx

from kith.base.work import House
from kith.conversations import silence
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, group, pair, say
from kith.posts.tests.cast import sign_in


async def test_what_is_new_in_conversations_stands_on_top_of_home(house: House, client: httpx.AsyncClient) -> None:
    """With who said what, and the way there; not one's own words, and not what is silent."""
    with_ana, with_cleo = await pair(house, ANA, BEN), await pair(house, CLEO, BEN)
    await sign_in(house, client, BEN)
    await say(house, BEN, with_ana, "Mine alone is no news")
    assert "letters" not in (await client.get("/")).text
    await say(house, ANA, with_ana, "The soup is on")
    await say(house, CLEO, with_cleo, "Bring bread")
    opened = (await client.get("/")).text
    assert opened.count('class="letter"') == 2
    assert f'href="/talk/{with_ana}"' in opened
    assert "The soup is on" in opened
    await act(house, BEN, silence, with_cleo, house.clock() + timedelta(days=1))
    opened = (await client.get("/")).text
    assert "The soup is on" in opened
    assert "Bring bread" not in opened


async def test_of_many_the_newest_stand_there(house: House, client: httpx.AsyncClient) -> None:
    """And how many more there are, on the way to all."""
    for number in range(4):
        await say(house, ANA, await group(house, BEN, name=f"Soup {number}"), "Good morning")
    await sign_in(house, client, BEN)
    opened = (await client.get("/")).text
    assert [f"Soup {number}" in opened for number in range(4)] == [False, True, True, True]
    assert "1 more talk with something new" in opened


async def test_whose_words_they_are_stands_beside_the_words(house: House, client: httpx.AsyncClient) -> None:
    """Each by itself: words that run the other way are cut where they end, not where they begin."""
    talk = await group(house, BEN, CLEO, name="Soup")
    await say(house, CLEO, talk, "صباح الخير")
    await sign_in(house, client, BEN)
    for page in ("/", "/talk"):
        opened = (await client.get(page)).text
        assert ":</bdi> <bdi>صباح الخير</bdi>" in opened
    await say(house, BEN, talk, "وأنت")
    assert "You:</bdi> <bdi>وأنت</bdi>" in (await client.get("/talk")).text
