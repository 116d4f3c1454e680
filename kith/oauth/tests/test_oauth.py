"""An app introduces itself, asks, is let in, acts, and gives the access back; and what it is refused."""

import asyncio
import base64
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import pytest
import pytest_asyncio

from kith.base.work import House
from kith.oauth.actions.letting_in import tidy
from kith.oauth.model import OOB
from kith.people import JoinForm, join
from kith.people.tests.door import PASSWORD, found, send
from kith.people.tests.phone import switch_on
from tests.clock import TestClock

BACK = "https://app.example/back"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ME = "/api/v1/accounts/verify_credentials"


@dataclass
class Door:
    """A server with Mara on it, signed in with a browser, and an app."""

    browser: httpx.AsyncClient
    app: dict[str, Any] = field(default_factory=dict)

    async def register(self, **changes: Any) -> httpx.Response:
        """Let the app introduce itself."""
        form = {"client_name": "Lantern", "redirect_uris": BACK, "scopes": "read write push"} | changes
        return await self.browser.post("/api/v1/apps", json=form)

    def query(self, **changes: str | None) -> str:
        """Give what the app asks with."""
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.app["client_id"],
            "redirect_uri": BACK,
            "scope": "read write:statuses",
            "state": "x y&z",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        return urlencode({name: value for name, value in (asked | changes).items() if value is not None})

    async def answer(self, reply: str = "yes", /, **changes: str | None) -> httpx.Response:
        """Open the question and answer it."""
        page = await self.browser.get(f"/oauth/authorize?{self.query(**changes)}")
        assert page.status_code == 200, page.text
        signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
        assert signature is not None
        form = {"csrf": signature[1], "query": self.query(**changes), "answer": reply}
        return await self.browser.post("/oauth/authorize", data=form)

    async def code(self, **changes: str | None) -> str:
        """Be let in."""
        return parse_qs(urlsplit((await self.answer(**changes)).headers["location"]).query)["code"][0]

    async def fetch(self, **changes: str | None) -> httpx.Response:
        """Fetch a token."""
        asked: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "client_id": self.app["client_id"],
            "client_secret": self.app["client_secret"],
            "redirect_uri": BACK,
            "code_verifier": VERIFIER,
        }
        form = {name: value for name, value in (asked | changes).items() if value is not None}
        return await self.browser.post("/oauth/token", data=form)

    async def token(self, **changes: str | None) -> str:
        """Be let in and fetch the token."""
        given: str = (await self.fetch(code=await self.code(**changes))).json()["access_token"]
        return given

    async def get(self, path: str, token: str) -> httpx.Response:
        """Ask with a token and without the browser's cookies."""
        transport = self.browser._transport
        async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as other:
            return await other.get(path, headers={"authorization": f"Bearer {token}"})


@pytest_asyncio.fixture
async def door(house: House, client: httpx.AsyncClient) -> Door:
    """The server, Mara and the app."""
    async with house.work() as work:
        await join(work, JoinForm(handle="mara", password="a long table"))
    page = await client.get("/sign-in")
    signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    assert signature is not None
    form = {"csrf": signature[1], "who": "mara", "password": "a long table"}
    assert (await client.post("/sign-in", data=form)).status_code == 303
    door = Door(client)
    answer = await door.register()
    assert answer.status_code == 200, answer.text
    door.app = answer.json()
    return door


async def test_nobody_lets_an_app_in_by_a_password_alone(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Where a code is asked for, the question waits behind it; the way goes on to it afterwards."""
    [_olga, mara] = await found(house, "olga", "mara")
    phone = await switch_on(house, mara, clock)
    door = Door(client)
    door.app = (await door.register()).json()
    path = f"/oauth/authorize?{door.query()}"
    asked = await client.get(path)
    assert asked.status_code == 303
    to = parse_qs(urlsplit(asked.headers["location"]).query)["next"][0]
    half = await send(client, "/sign-in", who="mara", password=PASSWORD, next=to)
    assert (await client.get(path)).status_code == 303
    refused = await door.fetch(grant_type="password", username="mara", password=PASSWORD)
    assert refused.status_code == 400
    further = parse_qs(urlsplit(half.headers["location"]).query)["next"][0]
    done = await send(client, "/sign-in/code", code=phone.next_code(), next=further)
    assert done.headers["location"] == to
    assert await door.token()


async def test_an_app_is_let_in_and_acts(door: Door) -> None:
    """The whole way; the state comes back as it was, and the token does what was allowed and no more."""
    answer = await door.answer()
    assert answer.status_code == 303
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == BACK
    told = dict(parse_qsl(back.query))
    assert told["state"] == "x y&z"
    fetched = await door.fetch(code=told["code"])
    assert fetched.status_code == 200, fetched.text
    assert fetched.headers["cache-control"] == "no-store"
    assert fetched.headers["access-control-allow-origin"] == "*"
    given = fetched.json()
    assert (given["token_type"], given["scope"]) == ("Bearer", "read write:statuses")
    assert isinstance(given["created_at"], int)
    assert "expires_in" not in given
    assert (await door.get(ME, given["access_token"])).json()["username"] == "mara"
    assert (await door.get("/api/v1/apps/verify_credentials", given["access_token"])).json()["name"] == "Lantern"
    assert (await door.get("/oauth/userinfo", given["access_token"])).json()["preferred_username"] == "mara"


async def test_the_question_says_who_asks_for_what(door: Door) -> None:
    """And lets the browser follow the answer to the app, and to nobody else."""
    page = await door.browser.get(f"/oauth/authorize?{door.query()}")
    assert "Lantern" in page.text
    assert "https://app.example" in page.text
    assert "form-action 'self' https://app.example;" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]


async def test_whoever_is_not_signed_in_comes_back_to_the_question(door: Door) -> None:
    """With all of it."""
    door.browser.cookies.clear()
    answer = await door.browser.get(f"/oauth/authorize?{door.query()}", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query)["next"] == [f"/oauth/authorize?{door.query()}"]


async def test_no_means_no(door: Door) -> None:
    """The app hears so."""
    told = dict(parse_qsl(urlsplit((await door.answer("no")).headers["location"]).query))
    assert told["error"] == "access_denied"
    assert "code" not in told


async def test_a_code_is_copied_where_an_app_has_no_address(door: Door) -> None:
    """Out of band."""
    door.app = (await door.register(redirect_uris=OOB)).json()
    answer = await door.answer(redirect_uri=OOB)
    code = re.search(r"data-code>([^<]+)<", answer.text)
    assert code is not None
    assert (await door.fetch(code=code[1], redirect_uri=OOB)).status_code == 200


@pytest.mark.parametrize("how", ["json", "multipart", "basic"])
async def test_a_token_is_fetched_in_the_ways_clients_have(door: Door, how: str) -> None:
    """Forms are tried everywhere else."""
    form = {
        "grant_type": "authorization_code",
        "code": await door.code(),
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    named = {"client_id": door.app["client_id"], "client_secret": door.app["client_secret"]}
    if how == "json":
        answer = await door.browser.post("/oauth/token", json=form | named)
    elif how == "multipart":
        files = {name: (None, value) for name, value in (form | named).items()}
        answer = await door.browser.post("/oauth/token", files=files)
    else:
        answer = await door.browser.post("/oauth/token", data=form, auth=(named["client_id"], named["client_secret"]))
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({}, 200, None),
        ({"client_secret": "guessed"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_id": "17"}, 401, "invalid_client"),
        ({"client_id": "x" * 5000}, 401, "invalid_client"),
        ({"redirect_uri": "https://app.example/other"}, 400, "invalid_request"),
        ({"code_verifier": "w" * 43}, 400, "invalid_grant"),
        ({"code_verifier": None}, 400, "invalid_request"),
        ({"code": "1_2_3"}, 400, "invalid_grant"),
        ({"code": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": None}, 400, "invalid_request"),
    ],
)
async def test_a_token_is_refused(door: Door, changes: dict[str, str | None], status: int, error: str | None) -> None:
    """One thing is wrong at a time."""
    answer = await door.fetch(**({"code": await door.code()} | changes))
    assert (answer.status_code, answer.json().get("error")) == (status, error), answer.text


async def test_a_code_is_worth_one_token(door: Door) -> None:
    """Who shows it again has stolen it or was stolen from: the token ends, too (RFC 6749, 4.1.2)."""
    code = await door.code()
    token = (await door.fetch(code=code)).json()["access_token"]
    assert (await door.get(ME, token)).status_code == 200
    assert (await door.fetch(code=code)).json()["error"] == "invalid_grant"
    assert (await door.get(ME, token)).status_code == 401


async def test_a_code_shown_twice_at_once_is_worth_one_token_at_most(door: Door) -> None:
    """A race."""
    code = await door.code()
    answers = await asyncio.gather(*(door.fetch(code=code) for _each in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 400, 400, 400]


async def test_a_code_grows_old(door: Door, clock: TestClock) -> None:
    """After ten minutes it is worth nothing."""
    code = await door.code()
    clock.tick(minutes=11)
    assert (await door.fetch(code=code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "read admin:write"}, "invalid_scope"),
        ({"scope": "follow"}, "invalid_scope"),  # the app did not register for it
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
async def test_a_wrong_question_goes_back_to_its_app(door: Door, changes: dict[str, str | None], error: str) -> None:
    """Nobody is asked."""
    answer = await door.browser.get(f"/oauth/authorize?{door.query(**changes)}")
    assert answer.status_code == 303
    told = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert (told["error"], told["state"]) == (error, "x y&z")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"client_id": "17"}, 404),
        ({"client_id": None}, 404),
        ({"redirect_uri": "https://evil.example/back"}, 422),
        ({"redirect_uri": BACK + "/more"}, 422),
        ({"redirect_uri": "javascript:alert(1)"}, 422),
    ],
)
async def test_an_answer_is_never_sent_elsewhere(door: Door, changes: dict[str, str | None], status: int) -> None:
    """A page of ours says so, and sends nobody anywhere."""
    answer = await door.browser.get(f"/oauth/authorize?{door.query(**changes)}")
    assert answer.status_code == status
    assert "location" not in answer.headers


async def test_nobody_says_yes_for_somebody_else(door: Door) -> None:
    """Another site cannot send the form."""
    form = {"csrf": "0" * 64, "query": door.query(), "answer": "yes"}
    assert (await door.browser.post("/oauth/authorize", data=form)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client_name": "  "}, "client_name"),
        ({"client_name": "x" * 61}, "client_name"),
        ({"redirect_uris": ""}, "redirect_uris"),
        ({"redirect_uris": "javascript:alert(1)"}, "redirect_uris"),
        ({"redirect_uris": "data:text/html,x"}, "redirect_uris"),
        ({"redirect_uris": "https://you@evil.example/"}, "redirect_uris"),
        ({"redirect_uris": "https://app.example/#here"}, "redirect_uris"),
        ({"redirect_uris": [BACK] * 3 + [f"{BACK}/{number}" for number in range(10)]}, "redirect_uris"),
        ({"redirect_uris": "https://app.example:99999/"}, "redirect_uris"),
        ({"scopes": "read admin:write"}, "scopes"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
async def test_an_app_is_refused(door: Door, changes: dict[str, Any], field: str) -> None:
    """Whose name or address could harm somebody."""
    answer = await door.register(**changes)
    assert (answer.status_code, answer.json().get("field")) == (422, field)


@pytest.mark.parametrize("address", ["icecubesapp://", "com.keylesspalace.tusky:/oauth", "http://localhost:1234/", OOB])
async def test_an_app_may_have_a_scheme_of_its_own(door: Door, address: str) -> None:
    """As those on phones do."""
    app = (await door.register(redirect_uris=[BACK, address], scopes="read+write")).json()
    assert (app["redirect_uris"], app["scopes"]) == ([BACK, address], ["read", "write"])


async def test_an_app_has_access_of_its_own(door: Door) -> None:
    """Without a person: it knows itself, and reads nobody's list."""
    form = {"grant_type": "client_credentials", "scope": "read", "redirect_uri": OOB}
    token = (await door.fetch(**form)).json()["access_token"]
    assert (await door.get("/api/v1/apps/verify_credentials", token)).json()["name"] == "Lantern"
    nobody, wrong = await door.get(ME, token), await door.get("/api/v1/apps/verify_credentials", token + "x")
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, 'Bearer realm="Kith"')  # it does hold
    assert (wrong.status_code, "invalid_token" in wrong.headers["www-authenticate"]) == (401, True)


async def test_access_is_given_back(door: Door) -> None:
    """By the app that holds it, and by no other."""
    token = await door.token()
    other = (await door.register()).json()
    for app, told, status in ((other, 403, 200), (door.app, 200, 401), (door.app, 200, 401), (other, 200, 401)):
        form = {"client_id": app["client_id"], "client_secret": app["client_secret"], "token": token}
        assert (await door.browser.post("/oauth/revoke", data=form)).status_code == told
        assert (await door.get(ME, token)).status_code == status
    own = (await door.fetch(grant_type="client_credentials")).json()["access_token"]
    for app, told in ((other, 403), (door.app, 200), (other, 200)):
        form = {"client_id": app["client_id"], "client_secret": app["client_secret"], "token": own}
        assert (await door.browser.post("/oauth/revoke", data=form)).status_code == told
    for changes in ({"client_secret": "guessed"}, {"token": ""}):
        assert (await door.browser.post("/oauth/revoke", data=form | changes)).status_code == 403


async def test_a_person_ends_the_access_on_their_page(door: Door) -> None:
    """Where they are signed in."""
    token = await door.token()
    page = await door.browser.get("/settings/sessions")
    assert "Lantern" in page.text
    end = re.search(r'action="(/settings/tokens/\d+/end)".*?name="csrf" value="([0-9a-f]+)"', page.text, re.DOTALL)
    assert end is not None
    assert (await door.browser.post(end[1], data={"csrf": end[2]})).status_code == 303
    assert (await door.get(ME, token)).status_code == 401


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("read", ME, 200),
        ("read:accounts", ME, 200),
        ("profile", "/oauth/userinfo", 200),
        ("read:statuses", ME, 403),
        ("profile", "/api/v1/timelines/home", 403),
        ("write", "/api/v1/timelines/home", 403),
    ],
)
async def test_a_token_opens_what_its_scopes_name(door: Door, scope: str, path: str, status: int) -> None:
    """And nothing else."""
    door.app = (await door.register(scopes="read write profile")).json()
    assert (await door.get(path, await door.token(scope=scope))).status_code == status


async def test_a_wrong_token_is_said_so_everywhere(door: Door) -> None:
    """Also where none is needed: a client must learn that it is signed out."""
    assert (await door.get("/api/v1/statuses/17", "kith_1_2_3")).status_code == 401


async def test_a_browser_app_may_ask_from_elsewhere(door: Door) -> None:
    """CORS: for what takes tokens, and not for the pages."""
    asked = {"origin": "https://phanpy.example", "access-control-request-method": "POST"}
    before = await door.browser.options("/api/v1/statuses", headers=asked)
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (204, "*")
    allowed = before.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "idempotency-key", "*"} <= set(allowed)  # "*", as browsers have it, is all but the first
    for nowhere in ("/api/v1/nowhere", "/.well-known/nothing"):  # that nothing is there, it must be let see
        assert (await door.browser.options(nowhere, headers=asked)).status_code == 204
        told = await door.browser.post(nowhere, headers=asked)
        assert (told.status_code, told.headers["access-control-allow-origin"]) == (404, "*")
    page = await door.browser.get("/settings")
    assert "access-control-allow-origin" not in page.headers
    assert (await door.browser.options("/settings", headers=asked)).status_code == 405


async def test_it_says_what_it_can(door: Door) -> None:
    """RFC 8414: each address it names is there."""
    said = (await door.browser.get("/.well-known/oauth-authorization-server")).json()
    assert said["code_challenge_methods_supported"] == ["S256"]
    for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "app_registration_endpoint"):
        path = urlsplit(said[name]).path
        assert (await door.browser.request("OPTIONS", path)).status_code in (204, 405)


async def test_an_app_that_nobody_let_in_is_forgotten(door: Door, house: House, clock: TestClock) -> None:
    """After a month; one that somebody uses stays."""
    await door.token()
    unused = (await door.register(client_name="Never used")).json()["client_id"]
    clock.tick(days=31)
    async with house.work() as work:
        await tidy(work)
    assert (await door.browser.get(f"/oauth/authorize?{door.query()}")).status_code == 200
    assert (await door.browser.get(f"/oauth/authorize?{door.query(client_id=unused)}")).status_code == 404


@pytest.mark.parametrize("way", ["form", "basic"])
async def test_a_wrong_secret_is_told_in_the_scheme_that_was_tried(door: Door, way: str) -> None:
    """RFC 6749, 5.2: a client reads there how it may prove itself."""
    form = {"grant_type": "client_credentials"}
    if way == "form":
        answer = await door.fetch(**form, client_secret="guessed")
    else:
        answer = await door.browser.post("/oauth/token", data=form, auth=(door.app["client_id"], "guessed"))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic " if way == "basic" else "Bearer ")


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"x"'])
async def test_what_cannot_be_read_is_an_invalid_request(door: Door, body: bytes) -> None:
    """In OAuth's words, which clients know."""
    headers = {"content-type": "application/json"}
    answer = await door.browser.post("/oauth/token", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_who_somebody_is_is_said_by_the_server_that_says_it_is_one(door: Door) -> None:
    """The issuer is the same in both places, and the picture is one that can be fetched."""
    door.app = (await door.register(scopes="profile")).json()
    said = (await door.get("/oauth/userinfo", await door.token(scope="profile"))).json()
    assert said["iss"] == (await door.browser.get("/.well-known/oauth-authorization-server")).json()["issuer"]
    assert (said["preferred_username"], said["profile"]) == ("mara", "http://kith.test/@mara")
    picture = await door.browser.get(said["picture"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"code": "1_2_3"}, "invalid_grant"),
        ({"grant_type": "client_credentials", "scope": "follow"}, "invalid_scope"),
    ],
)
async def test_what_is_wrong_is_said_in_words(door: Door, changes: dict[str, str | None], error: str) -> None:
    """Beside OAuth's word for it."""
    answer = await door.fetch(**{"code": await door.code()} | changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["error_description"]


async def test_a_page_asks_by_itself_who_somebody_is(door: Door) -> None:
    """Where a browser is led to sign in, no header asks for it too."""
    door.browser.cookies.clear()
    led = await door.browser.get(f"/oauth/authorize?{door.query()}")
    assert (led.status_code, "www-authenticate" in led.headers) == (303, False)
