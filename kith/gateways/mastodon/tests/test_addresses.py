"""Where apps and sites lead people in a browser."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from kith.gateways.mastodon.addresses import PAGES
from kith.gateways.mastodon.tests.conftest import Apps


async def _sign_in(client: httpx.AsyncClient) -> None:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/sign-in")).text)
    assert token
    form = {"csrf": token[1], "who": "ana", "password": "a long table"}
    assert (await client.post("/sign-in", data=form)).status_code == 303


PAPERS = {"/privacy", "/terms"}  # there as soon as the owner has written them


async def test_each_address_leads_to_a_page(apps: Apps) -> None:
    """That is there, for somebody who is signed in."""
    await _sign_in(apps.client)
    for path, place in PAGES.items():
        led = await apps.client.get(path)
        assert (led.status_code, led.headers["location"]) == (303, place)
        shown = await apps.client.get(place, follow_redirects=True)
        assert shown.status_code == (404 if place in PAPERS else 200), place


async def test_whoever_is_not_signed_in_comes_there_after_it(apps: Apps) -> None:
    """As to any page."""
    led = await apps.client.get((await apps.client.get("/auth/edit")).headers["location"])
    assert led.headers["location"] == "/sign-in?next=/settings/password"


@pytest.mark.parametrize("path", ["/share", "/publish"])
async def test_a_site_shares(apps: Apps, path: str) -> None:
    """What it says stands in the composer: each thing once, sent by nobody but its person."""
    await _sign_in(apps.client)
    said = {"title": "Bread & salt", "text": "Look: bread", "url": "https://bread.example/?a=1&b=2"}
    led = (await apps.client.get(path, params=said)).headers["location"]
    assert urlsplit(led).path == "/write"
    assert parse_qs(urlsplit(led).query)["text"] == ["\n".join(said.values())]
    shown = await apps.client.get(led)
    assert "Bread &amp; salt\nLook: bread\nhttps://bread.example/?a=1&amp;b=2" in shown.text
    nothing = (await apps.client.get(path)).headers["location"]
    assert (await apps.client.get(nothing)).status_code == 200


async def test_a_button_for_following_searches(apps: Apps) -> None:
    """For the address that it names, whatever stands in it."""
    led = await apps.client.get("/authorize_interaction", params={"uri": "https://evil.example/?q=1&next=//x"})
    assert led.headers["location"] == "/search?q=https%3A%2F%2Fevil.example%2F%3Fq%3D1%26next%3D%2F%2Fx"
