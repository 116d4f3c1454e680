"""Finding people with an app: by the rules of the pages."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import give_token
from kith.posts.tests.cast import ANA, BEN, CLEO, block, gather_cast
from kith.worker import run_everything_due
from tests.clock import BEGINNING

API = "/api/kith/v1"
BOOK = b"Name,Email\nBenjamin,ben@example.org\nCleo Lis,\nEva Fox,eva@example.org\n"
SCHOOL = {"kind": "school", "name": "School no. 5", "from_year": 1987, "until_year": 1991, "seen_by": "everyone"}
Ask = Callable[..., Awaitable[httpx.Response]]

_MEMBER = Statement("UPDATE members SET email = %(email)s, email_confirmed_at = %(at)s WHERE account_id = %(id)s")
_NAMED = Statement("UPDATE accounts SET name = 'Cleo Lis' WHERE id = %(id)s")


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app. Ben has a confirmed address; Cleo has a name to be found by."""
    await gather_cast(house)
    async with house.work() as work:
        await work.db.run(_MEMBER, id=BEN, email="ben@example.org", at=BEGINNING)
        await work.db.run(_NAMED, id=CLEO)
    site = make_site(house)

    async def asks(
        person: Id,
        method: str,
        path: str,
        body: Any = None,
        *,
        scopes: tuple[str, ...] = ("read", "write"),
        **more: Any,
    ) -> httpx.Response:
        async with house.work(actor=person) as work:
            token = await give_token(work, name="an app", scopes=scopes)
        transport = httpx.ASGITransport(app=site)
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers=headers) as client:
            return await client.request(method, f"{API}{path}", json=body, **more)

    return asks


async def test_a_file_is_sent_read_and_forgotten(ask: Ask, house: House) -> None:
    """And what was found is listed part by part."""
    wishes = (await ask(BEN, "PUT", "/finding/wishes", {"by_address": True, "x": "@BenC"})).json()
    assert wishes == {"decided": True, "by_address": True, "mastodon": "", "x": "benc", "instagram": ""}
    assert (await ask(ANA, "GET", "/finding/wishes")).json()["decided"] is False
    assert (await ask(ANA, "GET", "/finding/run")).status_code == 404
    begun = (await ask(ANA, "POST", "/finding/run", files={"file": ("book.csv", BOOK)})).json()
    assert (begun["state"], (await ask(ANA, "GET", "/finding/run/here")).status_code) == ("waiting", 404)
    await run_everything_due(house)
    run = (await ask(ANA, "GET", "/finding/run")).json()
    assert run == begun | {"state": "done", "percent": 100, "here": 1, "perhaps": 1, "absent": 1, "namesakes": 1}
    [here] = (await ask(ANA, "GET", "/finding/run/here")).json()
    assert (here["account"]["acct"], here["named"], here["why"]) == ("ben", "Benjamin", "address")
    [perhaps] = (await ask(ANA, "GET", "/finding/run/perhaps")).json()
    assert (perhaps["account"]["acct"], perhaps["why"]) == ("cleo", "name")
    [eva] = (await ask(ANA, "GET", "/finding/run/absent")).json()
    every = (await ask(ANA, "GET", "/finding/run/absent?namesakes=true")).json()
    assert ([one["number"] for one in every], every[1]) == ([0, 1], eva)
    assert (await ask(ANA, "GET", "/finding/run/absent?namesakes=true&offset=1&limit=1")).json() == [eva]
    assert (eva["number"], eva["email"], eva["invitation_url"]) == (1, "eva@example.org", None)
    invited = (await ask(ANA, "POST", "/finding/run/absent/1/invite", {"line": "Come!"})).json()
    assert (await ask(ANA, "GET", "/finding/run/absent")).json()[0]["invitation_url"] == invited["url"]
    assert (await ask(ANA, "POST", "/finding/run/absent/1/invite", {"by_mail": True})).status_code == 403
    assert (await ask(ANA, "POST", "/finding/run/absent/0/invite", {"line": "https://x.org"})).status_code == 422
    for number in ("99", "x"):
        assert (await ask(ANA, "POST", f"/finding/run/absent/{number}/invite", {})).status_code == 404
    assert (await ask(BEN, "GET", "/finding/run")).status_code == 404
    assert (await ask(ANA, "DELETE", "/finding/run")).json() == {}
    assert (await ask(ANA, "GET", "/finding/run")).status_code == 404


async def test_a_bad_file_is_told_of(ask: Ask, house: House) -> None:
    """In a word for programs and a sentence for people."""
    assert (await ask(ANA, "POST", "/finding/run", {})).status_code == 422
    assert (await ask(ANA, "POST", "/finding/run", files={"file": ("a.zip", b"PK\x03\x04torn")})).status_code == 200
    await run_everything_due(house)
    run = (await ask(ANA, "GET", "/finding/run")).json()
    assert (run["state"], run["problem"], "damaged" in run["problem_text"]) == ("failed", "broken", True)


async def test_pasts_are_stated_and_shared(ask: Ask, house: House) -> None:
    """Each sees of another what that one shows; to whom a block keeps away it is not there."""
    mine = (await ask(ANA, "POST", "/finding/pasts", SCHOOL)).json()
    assert mine == SCHOOL | {"id": mine["id"], "day_on": None, "lives_there": False}
    kept = SCHOOL | {"day_on": "1991-06-30"}
    assert (await ask(ANA, "PUT", f"/finding/pasts/{mine['id']}", kept)).json()["day_on"] == "1991-06-30"
    wrong = SCHOOL | {"day_on": "1993-06-30"}
    assert (await ask(ANA, "PUT", f"/finding/pasts/{mine['id']}", wrong)).status_code == 422
    assert (await ask(ANA, "PUT", f"/finding/pasts/{mine['id']}", SCHOOL)).json() == mine
    await ask(CLEO, "POST", "/finding/pasts", SCHOOL | {"from_year": 1990, "until_year": None})
    [cleo] = (await ask(ANA, "GET", f"/finding/pasts/{mine['id']}/people")).json()
    assert (cleo["account"]["acct"], cleo["past"]["from_year"], cleo["past"]["seen_by"]) == ("cleo", 1990, None)
    assert len((await ask(BEN, "GET", f"/accounts/{CLEO}/pasts")).json()) == 1
    assert (await ask(ANA, "GET", "/finding/pasts")).json() == [mine]
    assert (await ask(ANA, "PUT", f"/finding/pasts/{mine['id']}", SCHOOL | {"until_year": 1900})).status_code == 422
    changed = (await ask(ANA, "PUT", f"/finding/pasts/{mine['id']}", SCHOOL | {"seen_by": "nobody"})).json()
    assert (await ask(ANA, "GET", f"/finding/pasts/{mine['id']}")).json() == changed
    assert (await ask(ANA, "GET", f"/finding/pasts/{mine['id']}/people")).json() == []
    assert (await ask(BEN, "GET", f"/accounts/{ANA}/pasts")).json() == []
    await block(house, CLEO, BEN)
    assert (await ask(BEN, "GET", f"/accounts/{CLEO}/pasts")).status_code == 404
    for method, more in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/people")):
        body = SCHOOL if method == "PUT" else None
        answers = [await ask(BEN, method, f"/finding/pasts/{one}{more}", body) for one in (mine["id"], "9", "x")]
        assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert (await ask(ANA, "DELETE", f"/finding/pasts/{mine['id']}")).json() == {}


@pytest.mark.parametrize(
    ("method", "path", "enough", "short"),
    [
        ("GET", "/finding/wishes", "read", "read:accounts"),
        ("PUT", "/finding/wishes", "write", "write:accounts"),
        ("GET", "/finding/pasts", "read", "read:accounts"),
        ("DELETE", "/finding/run", "write", "write:accounts"),
    ],
)
async def test_a_token_needs_its_scope(ask: Ask, method: str, path: str, enough: str, short: str) -> None:
    """The whole of it: with `read:accounts` alone people sign in elsewhere."""
    body: dict[str, Any] | None = {} if method == "PUT" else None
    assert (await ask(ANA, method, path, body, scopes=(enough,))).status_code == 200
    assert (await ask(ANA, method, path, body, scopes=(short,))).status_code == 403
