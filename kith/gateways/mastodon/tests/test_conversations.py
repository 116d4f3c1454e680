"""Talks as apps know them: `/api/v1/conversations` and `/api/v1/timelines/direct`."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import give_token
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say

ALL, DIRECT = "/api/v1/conversations", "/api/v1/timelines/direct"
Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app."""
    await gather_cast(house)
    site = make_site(house)

    async def asks(person: Id, method: str, path: str, *scopes: str) -> httpx.Response:
        async with house.work(actor=person) as work:
            token = await give_token(work, name="an app", scopes=scopes or ("read", "write"))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://kith.test") as client:
            return await client.request(method, path, headers={"authorization": f"Bearer {token}"})

    return asks


async def _tell(house: House, person: Id, text: str, reply_to: Post | None = None) -> Post:
    post = await say(house, person, text, audience="mentioned", reply_to=reply_to)
    await run_jobs(house)
    return post


async def test_a_conversation_says_with_whom_and_what_was_last(house: House, ask: Ask) -> None:
    """For each as it is for them."""
    first = await _tell(house, ANA, "@ben @cleo Soup?")
    last = await _tell(house, BEN, "@ana Yes", first)
    [mine] = (await ask(ANA, "GET", ALL)).json()
    assert (mine["id"], mine["unread"], mine["last_status"]["id"]) == (str(first.id), True, str(last.id))
    assert [one["acct"] for one in mine["accounts"]] == ["ben"]
    [cleos] = (await ask(CLEO, "GET", ALL)).json()
    assert cleos["last_status"]["id"] == str(first.id)
    assert [one["id"] for one in (await ask(CLEO, "GET", DIRECT)).json()] == [str(first.id)]
    assert [one["id"] for one in (await ask(ANA, "GET", DIRECT)).json()] == [str(last.id), str(first.id)]


async def test_a_note_to_oneself_is_with_oneself(house: House, ask: Ask) -> None:
    """Apps show the first of the accounts: there is always one."""
    await _tell(house, ANA, "Buy leeks")
    [note] = (await ask(ANA, "GET", ALL)).json()
    assert ([one["acct"] for one in note["accounts"]], note["unread"]) == (["ana"], False)


async def test_it_is_read_and_removed(house: House, ask: Ask) -> None:
    """Reading gives it back; removing loses no status."""
    first = await _tell(house, ANA, "@ben Soup?")
    read = await ask(BEN, "POST", f"{ALL}/{first.id}/read")
    assert (read.status_code, read.json()["unread"]) == (200, False)
    assert (await ask(BEN, "DELETE", f"{ALL}/{first.id}")).json() == {}
    assert (await ask(BEN, "GET", ALL)).json() == []
    assert (await ask(BEN, "GET", f"/api/v1/statuses/{first.id}")).status_code == 200
    assert (await ask(BEN, "DELETE", f"{ALL}/{first.id}")).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("POST", "/read"), ("DELETE", "")])
async def test_anothers_is_not_there(house: House, ask: Ask, method: str, path: str) -> None:
    """Nor what is none; and a token needs its scope."""
    first = await _tell(house, ANA, "@ben Soup?")
    assert (await ask(BEN, method, f"{ALL}/{first.id}{path}", "read", "write:statuses")).status_code == 403
    answers = [await ask(who, method, f"{ALL}/{name}{path}") for who, name in ((CLEO, first.id), (BEN, 5), (BEN, "x"))]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert (await ask(BEN, method, f"{ALL}/{first.id}{path}", "write:conversations")).status_code == 200


async def test_both_lists_are_walked_by_link(house: House, ask: Ask) -> None:
    """Conversations by the newest status of each."""
    said = [str((await _tell(house, ANA, f"@ben {number}")).id) for number in range(5)]
    for path, key in ((ALL, "last_status"), (DIRECT, None)):
        found, url = [], f"{path}?limit=2"
        while url:
            answer = await ask(BEN, "GET", url)
            found += [(one[key] if key else one)["id"] for one in answer.json()]
            link = answer.headers.get("link", "")
            url = link.partition("<")[2].partition(">")[0] if 'rel="next"' in link else ""
        assert found == said[::-1]
    up = await ask(BEN, "GET", f"{ALL}?min_id={said[0]}&limit=2")
    assert [one["last_status"]["id"] for one in up.json()] == said[2:0:-1]
