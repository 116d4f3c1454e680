"""Whom a page names as its creator: shown with their account where they let the page's site say so."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.outside.tests.server import saying
from kith.base.work import House
from kith.cards.model import LinkCard
from kith.cards.rules import Said, creator_of
from kith.cards.tests.test_cards import Web, say, shown
from kith.cards.tests.test_rules import CARD, PAGE
from kith.people import block, may_name, set_attribution_domains
from kith.people.tests.cast_of_relations import ANA, BEN, act, sign_in
from kith.posts.model import Post

DOMAIN = "kith.example"


def _named(house: House, handle: str = "ana") -> str:
    return f'<title>One</title><meta name="fediverse:creator" content="@{handle}@{house.settings.domain}">'


async def _lets(house: House, web: Web, *, person: Id = ANA) -> None:
    await act(house, person, set_attribution_domains, [urlsplit(web.url("/")).netloc])


async def _told(house: House, client: httpx.AsyncClient, post: Post) -> dict[str, Any]:
    card = await shown(house, client, post)
    assert card is not None
    return card


async def test_who_lets_a_site_say_so_is_named(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """In the entity with their account, and on the page with a link to theirs; not before, and not any longer."""
    post = await say(house, web.page("/one", _named(house)), person=BEN)
    before = await _told(house, client, post)
    assert (before["authors"], before["missing_attribution"]) == ([], True)  # Ana reads, and may want to let it
    assert "linked-by" not in (await client.get(f"/@ben/{post.id}")).text

    await _lets(house, web)
    named = await _told(house, client, post)
    [author] = named["authors"]
    assert (author["account"]["id"], author["name"], named["missing_attribution"]) == (str(ANA), "Ana", False)
    page = (await client.get(f"/@ben/{post.id}")).text
    assert page.index('class="linked-by') < page.index('href="/@ana"', page.index('class="linked-by'))
    anonymous = (await client.get(f"/api/v1/statuses/{post.id}")).json()["card"]
    assert (anonymous["authors"], anonymous["missing_attribution"]) == ([author], None)

    await act(house, ANA, set_attribution_domains, [])
    assert (await _told(house, client, post))["authors"] == []


@pytest.mark.parametrize("named", ["ben", "nobody", "ana@elsewhere.example"])
async def test_nobody_else_is_named(house: House, client: httpx.AsyncClient, web: Web, named: str) -> None:
    """Who has not let it, who is not here, who is somewhere else."""
    await _lets(house, web)
    post = await say(house, web.page("/one", _named(house, named)))
    told = await _told(house, client, post)
    assert (told["authors"], told["missing_attribution"]) == ([], False)


async def test_who_is_blocked_is_not_named(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """Behind a block there is nobody; the page's own words for its author stay."""
    await _lets(house, web, person=BEN)
    head = _named(house, "ben") + '<meta name="author" content="B. Novak">'
    post = await say(house, web.page("/one", head))
    assert (await _told(house, client, post))["authors"][0]["account"]["username"] == "ben"
    await act(house, ANA, block, BEN)
    assert (await _told(house, client, post))["authors"] == [{"name": "B. Novak", "url": "", "account": None}]


async def test_a_link_that_leads_to_another_site_names_nobody(
    house: House, client: httpx.AsyncClient, web: Web
) -> None:
    """Who follows such a link later may be led elsewhere."""
    await _lets(house, web)
    page = web.page("/one", _named(house))
    port = urlsplit(page).port
    other = f"http://localhost:{port}/short"
    web.pages["/short"] = saying(b"", status="302 Found", more=f"Location: {page}\r\n")
    assert (await _told(house, client, await say(house, page)))["authors"] != []
    card = await shown(house, client, await say(house, other))
    assert card is None or card["authors"] == []


async def test_sites_are_named_on_the_page_of_ones_profile(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """One a line; what names no site comes back as it was typed, and nothing is kept of it."""
    await sign_in(house, client, ANA)
    from_form = {"name": "Ana", "sites": "Blog.example\nhttps://news.example/x"}
    assert (await _send(client, **from_form)).status_code == 303
    assert "blog.example\nnews.example</textarea>" in (await client.get("/settings/profile")).text
    wrong = await _send(client, **(from_form | {"sites": "no-site"}))
    assert wrong.status_code == 422
    assert "no-site</textarea>" in wrong.text
    assert "field-sites" in wrong.text
    assert (await _send(client, name="Ana")).status_code == 303  # a form without that field leaves them
    assert "blog.example\nnews.example</textarea>" in (await client.get("/settings/profile")).text


async def _send(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    token = (await client.get("/settings/profile")).text.partition('name="csrf" value="')[2].partition('"')[0]
    answer: httpx.Response = await client.post("/settings/profile", data={"csrf": token, **form})
    return answer


@pytest.mark.parametrize(
    ("content", "url", "handle"),
    [
        ("@ana@kith.example", PAGE, "ana"),
        (" ana@KITH.example ", PAGE, "ana"),
        ("@ana@kith.example", "https://www.mill.example/evenings/one", "ana"),
        ("@ana@kith.example", "https://evil.example/", None),
        ("@ana@kith.example", "https://evilmill.example/", None),
        ("@ana@elsewhere.example", PAGE, None),
        ("@ana", PAGE, None),
        ("@@kith.example", PAGE, None),
        ("https://kith.example/@ana", PAGE, None),
        ("", PAGE, None),
    ],
)
def test_a_creator_has_an_address_here(content: str, url: str, handle: str | None) -> None:
    """And the page that names them is one of the site that was linked to."""
    card: LinkCard = CARD
    assert creator_of(card, Said(meta={"fediverse:creator": content}), url=url, domain=DOMAIN) == handle


@pytest.mark.parametrize(
    ("address", "domains", "may"),
    [
        ("https://blog.example/a", ["blog.example"], True),
        ("https://www.blog.example/a", ["blog.example"], True),
        ("https://blog.example:8443/a", ["blog.example:8443"], True),
        ("https://blog.example/a", ["www.blog.example"], False),
        ("https://evilblog.example/a", ["blog.example"], False),
        ("https://evil.example/blog.example", ["blog.example"], False),
        ("https://blog.example/a", [], False),
    ],
)
def test_a_site_stands_for_what_is_below_it(address: str, domains: list[str], *, may: bool) -> None:
    """And never for one whose name only ends alike."""
    assert may_name(address, domains) is may
