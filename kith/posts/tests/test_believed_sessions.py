"""A page session that is remembered writes what it would write if it were asked about first, and nothing else."""

from datetime import timedelta

import httpx

from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.posts.tests.cast import BEN, gather_cast, send, sign_in
from tests.clock import TestClock


async def _write(client: httpx.AsyncClient) -> httpx.Response:
    return await send(client, "/write", "/write", text="Tea at four.", audience="everyone")


async def _posts(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(Statement("SELECT count(*) FROM posts WHERE author_id = %(id)s"), id=BEN))


async def _behind_its_back(house: House, sql: str) -> None:
    """Change what the process goes on from, and let nobody know."""
    async with house.work() as work:
        assert await work.db.run(Statement(sql), id=BEN) == 1


async def _begin(house: House, client: httpx.AsyncClient) -> None:
    """Write twice: from then on the session is remembered."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    for _turn in range(2):
        assert (await _write(client)).status_code == 303


async def test_a_session_that_ended_writes_nothing(house: House, client: httpx.AsyncClient) -> None:
    """The form was opened before it ended."""
    await _begin(house, client)
    opened = await client.get("/write")
    signature = opened.text.partition('name="csrf" value="')[2].partition('"')[0]
    form = {"csrf": signature, "text": "Tea at four.", "audience": "everyone"}
    assert (await client.post("/write", data=form)).headers["location"] != "/sign-in"
    await _behind_its_back(house, "DELETE FROM page_sessions WHERE account_id = %(id)s")
    refused = await client.post("/write", data=form)
    assert refused.status_code in (401, 403)
    assert await _posts(house) == 3


async def test_who_is_not_let_in_any_more_writes_nothing(house: House, client: httpx.AsyncClient) -> None:
    """The session is there, and what it opened is not."""
    await _begin(house, client)
    opened = await client.get("/write")
    signature = opened.text.partition('name="csrf" value="')[2].partition('"')[0]
    await _behind_its_back(house, "UPDATE members SET approved_at = NULL WHERE account_id = %(id)s")
    refused = await client.post("/write", data={"csrf": signature, "text": "Tea.", "audience": "everyone"})
    assert refused.status_code in (401, 403)
    assert await _posts(house) == 2


async def test_its_use_is_noted_all_the_same(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Once an hour, also where it is remembered."""
    await _begin(house, client)
    clock.tick(hours=2)
    assert (await _write(client)).status_code == 303
    async with house.reading() as work:
        seen_at = await work.db.value(Statement("SELECT seen_at FROM page_sessions WHERE account_id = %(id)s"), id=BEN)
    assert clock() - seen_at < timedelta(minutes=1)
    assert await _posts(house) == 3
