"""A phone app's first hour on a server that nobody has used yet: from signing up to a message while it is closed.

Written without any client library, as an app's own code would ask.
"""

import asyncio
import base64
import hashlib
import json
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from kith.push.tests.service import Device, push_service, signed_by
from tests.clients.between import Between, Exchange
from tests.clients.test_mastodon_py import picture
from tests.clients.test_sockets import hears, is_heeded, signature
from tests.commands.conftest import Server
from tests.ports import free_ports

BACK = "lantern://back"  # the app's own scheme: the phone hands it to the app
VERIFIER = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SECRET = "a long enough secret"
SCOPES = "read write follow push"


class Phone:
    """One person's app."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=30)
        self.app: dict[str, Any] = {}
        self.token = ""

    async def ask(self, method: str, path: str, expected: int = 200, **content: Any) -> Any:
        """Ask with the token that it has."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        answer = await self.http.request(method, path, headers=headers, **content)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def introduce(self) -> None:
        """Make itself known, and get a token of its own."""
        form = {"client_name": "Lantern", "redirect_uris": BACK, "scopes": SCOPES}
        self.app = await self.ask("POST", "/api/v1/apps", data=form)
        asked = {"grant_type": "client_credentials", "scope": SCOPES} | self._known
        self.token = (await self.ask("POST", "/oauth/token", data=asked))["access_token"]
        assert (await self.ask("GET", "/api/v1/apps/verify_credentials"))["name"] == "Lantern"

    async def sign_up(self, name: str) -> None:
        """Make an account for its person, who is in at once."""
        form = {"username": name, "email": f"{name}@example.org", "password": SECRET, "agreement": True, "locale": "en"}
        self.token = (await self.ask("POST", "/api/v1/accounts", json=form))["access_token"]
        assert (await self.me())["username"] == name

    async def sign_in(self, name: str) -> None:
        """Send its person to the page that asks, in a browser of the phone; come back by its own scheme with a code."""
        asked = {"response_type": "code", "client_id": self.app["client_id"], "redirect_uri": BACK, "scope": SCOPES}
        query = urlencode(asked | {"state": "s", "code_challenge": CHALLENGE, "code_challenge_method": "S256"})
        async with httpx.AsyncClient(base_url=self.url, follow_redirects=True, timeout=30) as browser:
            page = await browser.get(f"/oauth/authorize?{query}")
            form = {"csrf": signature(page.text), "who": name, "password": SECRET}
            form |= {"next": field} if (field := _next(page.text)) else {}
            page = await browser.post("/sign-in", data=form)
            assert "Let Lantern in?" in page.text
            form = {"csrf": signature(page.text), "query": query, "answer": "yes"}
            answer = await browser.post("/oauth/authorize", data=form, follow_redirects=False)
        back = answer.headers["location"]
        assert back.startswith(f"{BACK}?")
        given = parse_qs(urlsplit(back).query)
        assert given["state"] == ["s"]
        form = {"grant_type": "authorization_code", "code": given["code"][0], "redirect_uri": BACK} | self._known
        self.token = ""
        await self.ask("POST", "/oauth/token", 400, data=form | {"code_verifier": "another" * 8})
        self.token = (await self.ask("POST", "/oauth/token", data=form | {"code_verifier": VERIFIER}))["access_token"]

    async def me(self) -> Any:
        """Whose it is."""
        return await self.ask("GET", "/api/v1/accounts/verify_credentials")

    @property
    def _known(self) -> dict[str, str]:
        return {"client_id": self.app["client_id"], "client_secret": self.app["client_secret"]}


def _next(page: str) -> str:
    found = re.search(r'name="next" value="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.fixture(scope="module")
def fresh(heard: list[Exchange]) -> Iterator[str]:
    """A server that was just set up: nobody is there."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the clients are tried on the embedded engines")
    with tempfile.TemporaryDirectory(prefix="kith-phone-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        port, server_port = free_ports(2)
        url = f"http://localhost:{port}"
        server = Server(Path(name) / "data", PORT=str(server_port), KITH_URL=url, KITH_FETCH_LOOPBACK="true")
        between = Between(port, server_port, heard)
        between.start()
        yield url
        between.close()
        server.close()


@pytest_asyncio.fixture
async def phones(fresh: str) -> AsyncIterator[tuple[Phone, Phone]]:
    """Mara's and Tom's."""
    both = Phone(fresh), Phone(fresh)
    yield both
    for one in both:
        await one.http.aclose()


async def test_a_phone_app_spends_its_first_hour(phones: tuple[Phone, Phone]) -> None:
    """From signing up to a message on a closed phone."""
    mara, tom = phones
    for phone, name in ((mara, "mara"), (tom, "tom")):
        assert (await phone.ask("GET", "/api/v2/instance"))["registrations"]["enabled"]
        await phone.introduce()
        await phone.sign_up(name)
        await phone.sign_in(name)
    her, him = await mara.me(), await tom.me()

    await meets(mara, him)
    post = await posts_with_a_picture(tom, mara)
    await answers_and_votes(mara, tom, post)
    await is_told(tom, mara, post)
    await keeps_order(mara, him)
    await is_told_while_closed(tom, mara)
    assert (await mara.ask("GET", f"/api/v1/accounts/{her['id']}"))["following_count"] == 1


async def meets(mara: Phone, him: Any) -> None:
    """She finds him by his name, and follows."""
    found = await mara.ask("GET", "/api/v2/search", params={"q": "tom", "type": "accounts"})
    assert [one["id"] for one in found["accounts"]] == [him["id"]]
    assert (await mara.ask("POST", f"/api/v1/accounts/{him['id']}/follow"))["following"]


async def posts_with_a_picture(tom: Phone, mara: Phone) -> Any:
    """He posts while she listens: she hears it, then its correction, and finds both at home and in its history."""
    address = mara.url.replace("http:", "ws:") + f"/api/v1/streaming?access_token={mara.token}&stream=user"
    async with connect(address) as socket:
        await is_heeded(socket)
        files = {"file": ("wall.png", picture(), "image/png")}
        medium = await tom.ask("POST", "/api/v2/media", files=files, data={"description": "an orange wall"})
        words = {"status": "A wall for @mara #walls", "media_ids": [medium["id"]], "visibility": "public"}
        post = await tom.ask("POST", "/api/v1/statuses", json=words)
        assert (await hears(socket))[1]["id"] == post["id"]
        words["status"] = "The wall for @mara #walls"
        changed = await tom.ask("PUT", f"/api/v1/statuses/{post['id']}", json=words)
        assert (await hears(socket, "status.update"))[1]["content"] == changed["content"]
    assert [one["id"] for one in await mara.ask("GET", "/api/v1/timelines/home")] == [post["id"]]
    assert len(await mara.ask("GET", f"/api/v1/statuses/{post['id']}/history")) == 2
    return post


async def answers_and_votes(mara: Phone, tom: Phone, post: Any) -> None:
    """She likes it, answers, passes it on; and votes on what he asks."""
    for deed in ("favourite", "reblog", "bookmark"):
        await mara.ask("POST", f"/api/v1/statuses/{post['id']}/{deed}")
    await mara.ask("POST", "/api/v1/statuses", json={"status": "@tom Well built", "in_reply_to_id": post["id"]})
    asked = {"status": "Next?", "poll": {"options": ["a door", "a gate"], "expires_in": 3600}}
    poll = (await tom.ask("POST", "/api/v1/statuses", json=asked))["poll"]
    voted = await mara.ask("POST", f"/api/v1/polls/{poll['id']}/votes", json={"choices": [1]})
    assert (voted["own_votes"], voted["options"][1]["votes_count"]) == ([1], 1)


async def is_told(tom: Phone, mara: Phone, post: Any) -> None:
    """Each deed is a notification, alone and in groups, and read up to where he got."""
    wanted = {"follow", "favourite", "reblog", "mention"}
    for _try in range(200):
        if wanted <= {one["type"] for one in await tom.ask("GET", "/api/v1/notifications")}:
            break
        await asyncio.sleep(0.2)
    grouped = await tom.ask("GET", "/api/v2/notifications")
    assert wanted <= {one["type"] for one in grouped["notification_groups"]}
    newest = (await tom.ask("GET", "/api/v1/notifications"))[0]["id"]
    await tom.ask("POST", "/api/v1/markers", json={"notifications": {"last_read_id": newest}})
    assert (await tom.ask("GET", "/api/v1/notifications/unread_count"))["count"] == 0
    found = await mara.ask("GET", "/api/v2/search", params={"q": "wall", "type": "statuses"})
    assert post["id"] in [one["id"] for one in found["statuses"]]


async def keeps_order(mara: Phone, him: Any) -> None:
    """A list with him on it, and a filter that folds what he says of gates."""
    made = await mara.ask("POST", "/api/v1/lists", json={"title": "Builders"})
    await mara.ask("POST", f"/api/v1/lists/{made['id']}/accounts", json={"account_ids": [him["id"]]})
    on_list = await mara.ask("GET", f"/api/v1/timelines/list/{made['id']}")
    assert {one["account"]["id"] for one in on_list} == {him["id"]}
    words = {"title": "Gates", "context": ["home"], "keywords_attributes": [{"keyword": "next", "whole_word": True}]}
    await mara.ask("POST", "/api/v2/filters", json=words)
    home = await mara.ask("GET", "/api/v1/timelines/home")
    assert [one["filtered"][0]["filter"]["title"] for one in home if one["filtered"]] == ["Gates"]


async def is_told_while_closed(tom: Phone, mara: Phone) -> None:
    """He subscribes with his phone's keys: what she writes arrives there, sealed for it alone."""
    device = Device()
    async with push_service() as service:
        subscription = {"endpoint": service.endpoint("tom"), "keys": device.keys(), "standard": True}
        wishes = {"subscription": subscription, "data": {"alerts": {"mention": True}, "policy": "all"}}
        made = await tom.ask("POST", "/api/v1/push/subscription", json=wishes)
        await mara.ask("POST", "/api/v1/statuses", json={"status": "@tom Are you there?", "visibility": "direct"})
        async with asyncio.timeout(40):
            await service.has(1)
    key, claims = signed_by(service.got[0])
    assert key.rstrip("=") == made["server_key"].rstrip("=")
    assert claims["aud"] == service.origin
    message = device.open(service.got[0])
    assert (message["notification_type"], message["access_token"]) == ("mention", tom.token)
    assert "Are you there?" in json.dumps(message)
    shown = await tom.ask("GET", f"/api/v1/notifications/{message['notification_id']}")
    assert shown["status"]["visibility"] == "direct"
    await tom.ask("DELETE", "/api/v1/push/subscription")
