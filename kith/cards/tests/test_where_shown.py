"""Where a link card is shown: below the post on every page, in every list, and in what is open when it comes."""

import asyncio
from typing import Any

import httpx

from kith.app import make_site
from kith.base.outside.tests.server import saying
from kith.base.web.tests.listening import Listener
from kith.base.work import House, Work
from kith.cards.tests.test_cards import Web, picture, say
from kith.people import give_token
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, sign_in
from kith.posts import publish, repost
from kith.posts.actions import announce_link
from kith.posts.model import Post, Words
from kith.posts.tests.test_budgets import LIST_MAX
from kith.worker import run_everything_due

HOME = "/api/v1/timelines/home"


async def _token(house: House, person: Any) -> dict[str, str]:
    async with house.work(actor=person) as work:
        return {"authorization": f"Bearer {await give_token(work, name='app')}"}


async def test_it_stands_below_the_words_and_loads_nothing_from_elsewhere(
    house: House, client: httpx.AsyncClient, web: Web
) -> None:
    """One link with a title, the host it leads to, and our own copy of the picture."""
    web.pages["/t.png"] = saying(picture(), kind="image/png")
    title = "Bread &lt;b&gt;salt&lt;/b&gt;"
    url = web.page(
        "/one", f"<title>{title}</title><meta property=og:image content=/t.png><meta name=description content=Words>"
    )
    await say(house, f"Read {url}")
    await sign_in(house, client, BEN)
    for path in ("/", "/public", "/@ana"):
        text = (await client.get(path)).text
        assert f'<a class="linked" href="{url}" rel="nofollow noopener noreferrer"' in text
        assert "Bread &lt;b&gt;salt&lt;/b&gt;" in text
        assert "<bdi>127.0.0.1</bdi>" in text
        assert web.url("/t.png") not in text
        assert 'src="/media/' in text


async def test_behind_a_veil_its_picture_is_left_out(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """Who veils a post would not have its link's picture seen at once; below pictures it has no room."""
    web.pages["/t.png"] = saying(picture(), kind="image/png")
    url = web.page("/one", "<title>One</title><meta property=og:image content=/t.png>")
    post = await say(house, url, sensitive=True)
    page = (await client.get(f"/@ana/{post.id}")).text
    assert 'class="linked"' in page
    assert "linked__picture" not in page


async def test_a_page_of_many_cards_asks_no_more_than_one_of_one(
    house: House, client: httpx.AsyncClient, web: Web
) -> None:
    """They are read with all else that stands around posts."""
    await sign_in(house, client, BEN)
    await client.get("/public")  # what is kept of a person from then on is read now
    counts = []
    for many in (1, 8):
        for number in range(many):
            await say(house, web.page(f"/{many}/{number}", f"<title>Number {number}</title>"))
        before = house.database.statements
        opened = await client.get("/public")
        assert opened.text.count('class="linked"') == (1 if many == 1 else 9)
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1] <= LIST_MAX


async def test_a_kept_home_list_hears_of_a_card(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """The list that was asked for before the page was read shows the card at the next reading; a repost does, too."""
    url = web.page("/one", "<title>One</title>")
    post = await act(house, ANA, publish, Words(text=url))
    assert isinstance(post, Post)
    headers = await _token(house, BEN)
    assert [one["card"] for one in (await client.get(HOME, headers=headers)).json()] == [None]
    await run_everything_due(house)
    assert (await client.get(HOME, headers=headers)).json()[0]["card"]["title"] == "One"
    await act(house, ANA, repost, post.id)
    passed = (await client.get(HOME, headers=headers)).json()[0]
    assert (passed["card"], passed["reblog"]["card"]["title"]) == (None, "One")


async def test_an_open_app_hears_of_a_card(house: House, web: Web) -> None:
    """As an update of the status that is there already."""
    url = web.page("/one", "<title>One</title>")
    await act(house, ANA, publish, Words(text=url))
    listener = Listener(make_site(house), path="/api/v1/streaming/user", headers=await _token(house, BEN))
    await listener.answered.wait()
    await run_everything_due(house)
    for _moment in range(600):
        if "status.update" in listener.text:
            break
        await asyncio.sleep(0.05)
    assert "status.update" in listener.text, listener.ended
    assert '"title":"One"' in listener.text
    await listener.close()


async def test_only_those_who_may_see_a_post_are_told_of_its_card(house: House, web: Web) -> None:
    """Of what is for followers, nothing where anybody listens."""
    url = web.page("/one", "<title>One</title>")
    post = await say(house, url, audience="followers")
    assert post.link_id is not None
    async with house.work() as work:
        await announce_link(work, post.link_id)
        told = _told(work)
    assert told == {str(ANA), str(BEN)}
    assert str(CLEO) not in told


def _told(work: Work) -> set[str]:
    return {name for _event, people, topics in work._announcements for name in (*map(str, people), *topics)}
