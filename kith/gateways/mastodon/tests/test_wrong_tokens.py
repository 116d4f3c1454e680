"""Tokens that fit nothing are counted before anybody looks them up, and lock out nobody who holds one that fits."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from kith.app import STREAM_PATHS, make_site
from kith.base.bus.limits import Limit
from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.web import limits
from kith.base.web.door.door import Door
from kith.base.web.sockets import WithSockets
from kith.base.work import House
from kith.gateways.mastodon.streaming import SOCKETS
from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import Key, hash_secret, new_secret
from kith.people.actions.doubting import KNOWN_MAX, KnownKeys
from kith.people.model import ApiToken
from kith.people.secrets import has_mark, new_key_secret, read_key

ME = "/api/v1/accounts/verify_credentials"
PUBLIC = "/api/v1/timelines/public"
TOWN = {"x-forwarded-for": "203.0.113.7"}  # the address behind which everybody of these tests lives
COUNT = 10  # wrong ones are looked up


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few be looked up, in so long a time that none grows back meanwhile."""
    monkeypatch.setattr(limits, "LIMITS", {**limits.LIMITS, "wrong-key": Limit("wrong-key", COUNT, 1_000_000)})


def wrong(number: int) -> str:
    """Make up a token."""
    return f"kith_17_{number + 1}_{new_secret()}"


async def ask(client: httpx.AsyncClient, token: str, path: str = ME, **headers: str) -> httpx.Response:
    """Ask from the town."""
    return await client.get(path, headers={**TOWN, "authorization": f"Bearer {token}", **headers})


async def flood(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    """Guess, until it is too much; give the last answer."""
    answers = [await ask(client, wrong(number), **headers) for number in range(COUNT + 1)]
    assert [one.status_code for one in answers] == [401] * COUNT + [429]
    return answers[-1]


async def older_token(apps: Apps, handle: str) -> str:
    """Give a token as it was made before tokens carried a mark."""
    async with apps.house.work() as work:
        key = Key(account_id=apps.id(handle), key_id=work.new_id(), secret=new_secret())
        kept = {"account_id": key.account_id, "id": key.key_id, "secret_hash": hash_secret(key.secret)}
        await work.db.insert(ApiToken(**kept, name="old", scopes=("read",), created_at=work.now))  # type: ignore[arg-type]
    return "kith_" + key.written("_")


async def test_the_thousandth_wrong_token_costs_no_statement(house: House, client: httpx.AsyncClient) -> None:
    """It is refused with the time to wait, in the words of limits."""
    refused = await flood(client)
    assert 1 <= int(refused.headers["retry-after"]) <= 100_000
    assert (refused.headers["ratelimit-limit"], refused.headers["ratelimit-remaining"]) == (str(COUNT), "0")
    assert refused.json()["error"]
    before = house.database.statements
    for number in range(1000):
        assert (await ask(client, wrong(number))).status_code == 429
    assert house.database.statements == before


async def test_who_holds_a_good_token_goes_on(apps: Apps, client: httpx.AsyncClient) -> None:
    """Of those behind one address: who was here before, and who comes with what this server has marked."""
    seen, unseen = await older_token(apps, "ana"), await older_token(apps, "ben")
    assert (await ask(client, seen)).status_code == 200
    await flood(client)
    for token, status in ((seen, 200), (apps.tokens["ana"], 200), (apps.tokens["ben"], 200), (unseen, 429)):
        assert (await ask(client, token)).status_code == status
    assert (await ask(client, unseen, **{"x-forwarded-for": "203.0.113.8"})).status_code == 200
    assert (await ask(client, unseen)).status_code == 200  # it was good elsewhere
    assert (await client.get(PUBLIC, headers=TOWN)).status_code == 200  # without any token


async def test_a_marked_token_that_ended_is_counted_for_itself(apps: Apps, client: httpx.AsyncClient) -> None:
    """An app that was not told disturbs nobody; and it costs no more than guesses do."""
    ended, other = apps.tokens["ana"], apps.tokens["ben"]
    await apps.ask("ana", "DELETE", f"/api/kith/v1/apps/{ended.split('_')[2]}")
    statuses = [(await ask(client, ended)).status_code for _turn in range(COUNT + 2)]
    assert statuses == [401] * (COUNT + 1) + [429]  # the first of them was known as good
    assert (await ask(client, other)).status_code == 200
    assert (await ask(client, wrong(0))).status_code == 401


async def test_what_a_token_may_not_is_no_guess(apps: Apps, client: httpx.AsyncClient) -> None:
    """Refusals of what somebody holds are not counted."""
    token = await older_token(apps, "ana")
    for _turn in range(COUNT + 1):
        headers = {**TOWN, "authorization": f"Bearer {token}"}
        assert (await client.post("/api/v1/statuses", data={"status": "x"}, headers=headers)).status_code == 403


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),  # one holder's own network
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 401),
        ("203.0.113.7", "203.0.113.8", 401),
    ],
)
async def test_guesses_are_counted_by_address(client: httpx.AsyncClient, one: str, other: str, status: int) -> None:
    """Of IPv6, by what one holder has."""
    await flood(client, **{"x-forwarded-for": one})
    assert (await ask(client, wrong(1), **{"x-forwarded-for": other})).status_code == status


@pytest_asyncio.fixture
async def streams(house: House) -> AsyncIterator[int]:
    """The port of the streams' own door."""
    door = await Door.open(WithSockets(make_site(house), house, SOCKETS), STREAM_PATHS, host="127.0.0.1", port=0)
    yield door.port
    await door.close()
    await until(lambda: door.is_empty)


@pytest.mark.parametrize("way", ["query", "header", "protocol", "events", "events in query"])
async def test_who_guesses_at_streams_waits_and_others_listen(house: House, apps: Apps, streams: int, way: str) -> None:
    """Wherever the token stands; the answer says so before the socket opens."""

    async def knock(token: str) -> tuple[int, str]:
        return await listen_at(streams, token, way)

    answers = [await knock(wrong(number)) for number in range(COUNT + 1)]
    assert [status for status, _retry in answers] == [401] * COUNT + [429]
    assert int(answers[-1][1]) >= 1
    before = house.database.statements
    assert (await knock(wrong(0)))[0] == 429
    assert "query" not in way or (await knock("%E2%98%83"))[0] == 429  # no token could be written so
    assert house.database.statements == before
    assert (await knock(apps.tokens["ana"]))[0] in (101, 200)


async def listen_at(port: int, token: str, way: str) -> tuple[int, str]:
    """Open a stream in one of the ways; give the status, and when to come back."""
    address, header = f"//127.0.0.1:{port}/api/v1/streaming", {"authorization": f"Bearer {token}"}
    if "events" in way:
        query, headers = (f"?access_token={token}", TOWN) if "query" in way else ("", TOWN | header)
        async with (
            httpx.AsyncClient() as client,
            client.stream("GET", f"http:{address}/user{query}", headers=headers) as answer,
        ):
            return answer.status_code, answer.headers.get("retry-after", "")
    ways: dict[str, Any] = {
        "query": {"uri": f"ws:{address}?access_token={token}", "additional_headers": TOWN},
        "header": {"uri": f"ws:{address}", "additional_headers": TOWN | header},
        "protocol": {"uri": f"ws:{address}", "additional_headers": TOWN, "subprotocols": [token]},
    }
    try:
        async with connect(**ways[way]):
            return 101, ""
    except InvalidStatus as refused:
        return refused.response.status_code, refused.response.headers.get("retry-after", "")


async def test_wrong_cookies_are_nobody_without_being_looked_up(house: House, client: httpx.AsyncClient) -> None:
    """And the pages stay open to whoever sends them."""
    cookies = [{"cookie": f"kith_session=17.{number + 1}.{new_secret()}", **TOWN} for number in range(COUNT + 1)]
    for one in cookies[:COUNT]:
        await client.get("/sign-in", headers=one)
    before = house.database.statements
    answer = await client.get("/sign-in", headers=cookies[COUNT])
    without = house.database.statements - before
    assert answer.status_code == 200
    before = house.database.statements
    await client.get("/sign-in", headers=TOWN)
    assert house.database.statements - before == without


@pytest.mark.parametrize("path", ["/sign-in", "/@nobody-here", "/no/such/page"])
async def test_pages_tell_who_guesses_to_wait(house: House, client: httpx.AsyncClient, path: str) -> None:
    """Those too that are not there, whose own page would ask who comes."""
    await flood(client)
    before = house.database.statements
    for accept in ("text/html", "*/*"):
        answer = await ask(client, wrong(0), path, accept=accept)
        assert (answer.status_code, int(answer.headers["retry-after"]) >= 1) == (429, True)
        assert "please wait a moment" in answer.text.lower()
    assert path != "/no/such/page" or house.database.statements == before  # nothing was opened at all


@pytest.mark.parametrize("path", ["/sign-in", "/@nobody-here", "/no/such/page"])
async def test_a_wrong_cookie_is_counted_once_a_page(house: House, client: httpx.AsyncClient, path: str) -> None:
    """Also where the page is not there."""
    costs = []
    for number in range(COUNT + 1):
        before = house.database.statements
        cookie = f"kith_session=17.{number + 1}.{new_secret()}"
        await client.get(path, headers={"cookie": cookie, "accept": "text/html", **TOWN})
        costs.append(house.database.statements - before)
    assert len(set(costs[1:COUNT])) == 1
    assert costs[COUNT] < costs[COUNT - 1]


def test_a_mark_is_of_this_server_and_of_this_key() -> None:
    """Change anything, and it is none."""
    key = Key(account_id=Id(17), key_id=Id(18), secret=new_key_secret(b"ours", Id(17), Id(18)))
    assert has_mark(b"ours", key)
    assert read_key(key.written("_"), "_") == key
    changed: list[dict[str, Any]] = [
        {"account_id": Id(18)},
        {"key_id": Id(17)},
        {"secret": "x" + key.secret[1:]},
        {"secret": key.secret[:-1]},
        {"secret": "é"},
    ]
    for one in changed:
        fields: dict[str, Any] = {"account_id": key.account_id, "key_id": key.key_id, "secret": key.secret}
        assert not has_mark(b"ours", Key(**fields | one))
    assert not has_mark(b"theirs", key)


def test_the_memory_of_good_keys_is_bounded() -> None:
    """The longest unseen is forgotten first."""
    known = KnownKeys()
    for number in range(KNOWN_MAX):
        known.add(b"%d" % number)
    assert b"0" in known
    known.add(b"one more")
    assert b"0" in known
    assert b"1" not in known
