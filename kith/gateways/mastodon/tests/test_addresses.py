"""Where apps and sites lead people in a browser."""

import re
from html import unescape
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


HEAD_MAX = 4096  # what nginx takes of the head of an answer, where nobody told it more


async def _follow(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """Go where a browser goes, by a header or by a page; each head is as short as proxies want it."""
    while True:
        assert sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) < HEAD_MAX
        to = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
        place = answer.headers.get("location") or (unescape(to[1]) if to else "")
        if not place:
            return answer
        answer = await client.get(place)


@pytest.mark.parametrize("who", ["ana", ""])
async def test_a_long_text_is_shared_whole(apps: Apps, who: str) -> None:
    """Through any proxy, in any script; whoever has to sign in first has it afterwards."""
    text = ("“Brot & Salz” <b> " + "سلام " * 900).strip()
    if who:
        await _sign_in(apps.client)
    shown = await _follow(apps.client, await apps.client.get("/share", params={"text": text}))
    if not who:
        fields = {
            name: unescape(value) for name, value in re.findall(r'name="(csrf|next)" value="([^"]+)"', shown.text)
        }
        form = {**fields, "who": "ana", "password": "a long table"}
        shown = await _follow(apps.client, await apps.client.post("/sign-in", data=form))
    words = re.search(r'<textarea[^>]*name="text"[^>]*>([^<]*)</textarea>', shown.text)
    assert words
    assert unescape(words[1]).strip() == text


async def test_a_button_for_following_searches(apps: Apps) -> None:
    """For the address that it names, whatever stands in it."""
    led = await apps.client.get("/authorize_interaction", params={"uri": "https://evil.example/?q=1&next=//x"})
    assert led.headers["location"] == "/search?q=https%3A%2F%2Fevil.example%2F%3Fq%3D1%26next%3D%2F%2Fx"
