"""Who asks too often is told so, honestly, and by whom it was counted."""

from datetime import datetime

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kith.base.bus.limits import Limit
from kith.base.core.ids import Id
from kith.base.web import limits
from kith.base.web.caller import Caller
from kith.base.web.limits import guard, neighbourhood
from kith.base.web.page import Pages
from kith.base.web.routing import Route
from kith.base.web.site import Site
from kith.base.work import House, Work


async def _answer(_work: Work, request: Request) -> Response:
    return PlainTextResponse(limits.client_address(request))


async def _identify(_work: Work, request: Request) -> Caller | None:
    who = request.headers.get("x-who")
    return Caller(person_id=Id(int(who)), role="member", session=who) if who else None


ROUTES = tuple(
    Route(method="GET", path=path, handler=_answer, access="anyone", limit=limit)
    for path, limit in (("/few", "few"), ("/door", "sign-in"), ("/read", None), ("/free", "none"))
)


@pytest_asyncio.fixture
async def asking(house: House, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """A client of a site that takes three of the `few` in ten minutes, and three sign-ins."""
    few = {"few": Limit("few", 3, 600), "sign-in": Limit("sign-in", 3, 600)}
    monkeypatch.setattr(limits, "LIMITS", {**limits.LIMITS, **few})
    site = Site(house, ROUTES, Pages([], {}, check_for_changes=False), _identify, guard)
    transport = httpx.ASGITransport(app=site, client=("127.0.0.1", 5))
    return httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers={"accept": "application/json"})


async def test_the_fourth_is_refused_and_told_when_to_come_back(asking: httpx.AsyncClient) -> None:
    """In the words of the IETF's draft and in those of Mastodon's apps."""
    answers = [await asking.get("/few") for _turn in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["ratelimit-remaining"] for one in answers] == ["2", "1", "0", "0"]
    last = answers[3].headers
    assert last["ratelimit-limit"] == last["x-ratelimit-limit"] == "3"
    assert 190 <= int(last["retry-after"]) <= 200
    assert 590 <= int(last["ratelimit-reset"]) <= 600
    assert datetime.fromisoformat(last["x-ratelimit-reset"]).tzinfo is not None


async def test_people_count_for_themselves(asking: httpx.AsyncClient) -> None:
    """Behind one address, each has their own."""
    for who in ("1", "2"):
        answers = [await asking.get("/few", headers={"x-who": who}) for _turn in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]


async def test_signing_in_is_counted_by_network(asking: httpx.AsyncClient) -> None:
    """Whoever guesses has a hundred addresses beside each other, and being signed in elsewhere does not help."""
    statuses = []
    for number in range(5):
        headers = {"x-forwarded-for": f"203.0.113.{number}", "x-who": str(number + 1)}
        statuses.append((await asking.get("/door", headers=headers)).status_code)
    assert statuses == [200, 200, 200, 429, 429]
    assert (await asking.get("/door", headers={"x-forwarded-for": "198.51.100.1"})).status_code == 200


async def test_what_needs_no_limit_has_none(asking: httpx.AsyncClient) -> None:
    """And says nothing of one."""
    answer = await asking.get("/free")
    assert answer.status_code == 200
    assert "ratelimit-limit" not in answer.headers


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ([], "127.0.0.1"),
        (["203.0.113.7"], "203.0.113.7"),
        (["6.6.6.6, 203.0.113.7"], "203.0.113.7"),  # the first is what the client itself wrote
        (["6.6.6.6", "203.0.113.7"], "203.0.113.7"),  # the same in two headers
        (["203.0.113.7, 127.0.0.2"], "203.0.113.7"),  # two proxies of our own
        (["203.0.113.7:4711"], "203.0.113.7"),
        (["[2001:db8::1]:443"], "2001:db8::1"),
        (["::ffff:203.0.113.7"], "203.0.113.7"),
        (["nonsense"], "unknown"),
        (["127.0.0.1, nonsense"], "unknown"),
    ],
)
async def test_only_our_own_proxies_are_believed(asking: httpx.AsyncClient, forwarded: list[str], found: str) -> None:
    """Each hop is believed as far as the one before it is ours."""
    headers = [("x-forwarded-for", one) for one in forwarded]
    assert (await asking.get("/free", headers=headers)).text == found


async def test_a_stranger_cannot_pass_for_somebody_else(house: House) -> None:
    """Without a proxy of ours in between, the header is only a claim."""
    site = Site(house, ROUTES, Pages([], {}, check_for_changes=False), _identify, guard)
    transport = httpx.ASGITransport(app=site, client=("198.51.100.9", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
        assert (await client.get("/free", headers={"x-forwarded-for": "127.0.0.1"})).text == "198.51.100.9"


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("nonsense", "unknown"),
    ],
)
def test_what_one_holder_has_at_no_cost_counts_as_one(address: str, shared: str) -> None:
    """A household's prefix, or a small network."""
    assert neighbourhood(address) == shared
