"""The home list as JSON: true to what is there now, also when it was kept, and in every process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from kith.app import make_site
from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.web.metrics import Watched
from kith.base.work import House, Work
from kith.house import open_house
from kith.people import JoinForm, block, change_profile, follow, give_token, join, mute, wish_of
from kith.people.model import Account
from kith.posts import delete, edit, like, publish
from kith.posts.model import Words

HOME = "/api/v1/timelines/home"


class Cast:
    """Mara reads Ana; both are here."""

    def __init__(self, house: House, client: httpx.AsyncClient) -> None:
        self.house = house
        self.client = client
        self.mara: Account
        self.ana: Account
        self.token = ""

    async def act(self, who: Account, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
        """Let somebody do something."""
        async with self.house.work(actor=who.id) as work:
            return await deed(work, *given, **named)

    async def home(self, client: httpx.AsyncClient | None = None, **query: str) -> list[dict[str, Any]]:
        """Read Mara's list."""
        headers = {"authorization": f"Bearer {self.token}"}
        answer = await (client or self.client).get(HOME, params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        listed: list[dict[str, Any]] = answer.json()
        return listed

    async def say(self, text: str) -> Id:
        """Let Ana say something."""
        post = await self.act(self.ana, publish, Words(text=text))
        return Id(post.id)


@pytest_asyncio.fixture
async def cast(house: House, client: httpx.AsyncClient) -> Cast:
    """The two."""
    cast = Cast(house, client)
    async with house.work() as work:
        cast.mara = await join(work, JoinForm(handle="mara", password="a long table"))
        cast.ana = await join(work, JoinForm(handle="ana", password="a long table"))
    await cast.act(cast.mara, follow, cast.ana.id)
    cast.token = await cast.act(cast.mara, give_token, name="a script")
    return cast


async def test_it_lists_what_those_one_follows_say(cast: Cast) -> None:
    """With ids as strings, newest first, in the entity's shape."""
    first, second = await cast.say("First #bread"), await cast.say("Second, @mara")
    listed = await cast.home()
    assert [one["id"] for one in listed] == [str(second), str(first)]
    assert listed[0]["account"]["acct"] == "ana"
    assert listed[0]["mentions"][0]["acct"] == "mara"
    assert listed[1]["tags"] == [{"name": "bread", "url": "http://kith.test/tags/bread"}]
    assert listed[1]["visibility"] == "public"
    assert listed[1]["favourited"] is False


async def _say_more(cast: Cast, post: Id) -> None:
    await cast.say("Something new")


async def _edit(cast: Cast, post: Id) -> None:
    await cast.act(cast.ana, edit, post, Words(text="Now it says this"))


async def _delete(cast: Cast, post: Id) -> None:
    await cast.act(cast.ana, delete, post)


async def _like(cast: Cast, post: Id) -> None:
    await cast.act(cast.mara, like, post)


async def _block(cast: Cast, post: Id) -> None:
    await cast.act(cast.ana, block, cast.mara.id)


async def _mute(cast: Cast, post: Id) -> None:
    await cast.act(cast.mara, mute, cast.ana.id)


async def _rename(cast: Cast, post: Id) -> None:
    async def change(work: Work) -> None:
        wish = wish_of(cast.ana)
        await change_profile(work, type(wish)(name="Ana the Second"))

    await cast.act(cast.ana, change)


CHANGES = [_say_more, _edit, _delete, _like, _block, _mute, _rename]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
async def test_a_kept_answer_goes_when_what_it_says_changes(
    cast: Cast, change: Callable[[Cast, Id], Awaitable[None]]
) -> None:
    """Each change shows at the very next reading; without one the bytes stay the same."""
    post = await cast.say("The quinces are ready")
    before = await cast.home()
    assert await cast.home() == before
    await change(cast, post)
    assert await cast.home() != before


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
async def test_another_process_hears_of_it(
    cast: Cast, second: httpx.AsyncClient, change: Callable[[Cast, Id], Awaitable[None]]
) -> None:
    """The process that keeps an answer is not the one in which something changes."""
    post = await cast.say("The quinces are ready")
    before = await cast.home(second)
    assert await cast.home(second) == before
    await change(cast, post)
    for _moment in range(1000):
        if await cast.home(second) != before:
            return
        await asyncio.sleep(0.02)
    pytest.fail("the other process still shows what was")


@pytest_asyncio.fixture
async def second(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A second web process: another house on the same engines."""
    async with open_house(house.settings, clock=house.clock) as other:
        await until(lambda: other.cache.is_on)
        transport = httpx.ASGITransport(app=Watched(make_site(other)))
        async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
            yield client


async def test_a_kept_answer_costs_no_statement(cast: Cast) -> None:
    """Neither for the token nor for the list."""
    await cast.say("The quinces are ready")
    await cast.home()
    sent = cast.house.database.statements
    await cast.home()
    assert cast.house.database.statements == sent


@pytest.mark.parametrize("token", ["", "kith_1_2_3", "kith_", "kith_x_y_z", "x" * 5000, "kith_1_2_" + "é" * 10])
async def test_a_wrong_token_is_nobody(cast: Cast, token: str) -> None:
    """401, in JSON, whatever it looks like."""
    answer = await cast.client.get(HOME, headers={b"authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401
    assert "error" in answer.json()


async def test_one_walks_down_by_the_link(cast: Cast) -> None:
    """`next` leads to the rest, and then there is no further `next`."""
    said = [str(await cast.say(f"Number {number}")) for number in range(5)]
    headers = {"authorization": f"Bearer {cast.token}"}
    answer = await cast.client.get(HOME, params={"limit": "3"}, headers=headers)
    seen = [one["id"] for one in answer.json()]
    while 'rel="next"' in answer.headers.get("link", ""):
        url = answer.headers["link"].partition("<")[2].partition(">")[0]
        answer = await cast.client.get(url, headers=headers)
        seen += [one["id"] for one in answer.json()]
    assert seen == said[::-1]


async def test_a_script_posts_and_reads_back(cast: Cast) -> None:
    """Twice with the same key makes one post."""
    headers = {"authorization": f"Bearer {cast.token}", "idempotency-key": "one"}
    made = [
        (await cast.client.post("/api/v1/statuses", json={"status": "From a script"}, headers=headers)).json()["id"]
        for _time in range(2)
    ]
    assert made[0] == made[1]
    read = await cast.client.get(f"/api/v1/statuses/{made[0]}", headers=headers)
    assert read.json()["content"] == "<p>From a script</p>"
    assert (await cast.client.delete(f"/api/v1/statuses/{made[0]}", headers=headers)).status_code == 200
    assert (await cast.client.get(f"/api/v1/statuses/{made[0]}", headers=headers)).status_code == 404
