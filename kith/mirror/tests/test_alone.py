"""H4: only its owner reads it, and nothing else in Kith knows of it."""

import json
import re
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest_asyncio

from kith.base.web.routing import Route
from kith.base.work import House
from kith.catalogue import FEATURES
from kith.leaving import ask, file_of
from kith.mirror import mark_needless
from kith.mirror.model import MirrorWeek
from kith.mirror.tests.scene import ANA, BEN, DAN, less, looks, mirrors, needless, speak, wait_for_monday, weeks
from kith.people import set_role, unfollow
from kith.people.model import Left
from kith.posts.tests.cast import gather_cast, say, send, sign_in
from kith.worker import run_everything_due
from tests.clock import TestClock

KITH = Path(__file__).parents[2]
WORD = "Mostly broadcasting|mostly broadcasting|more telling than talking|a constant horn|mirror_weeks"
_STREAMS = {"/live", "/api/v1/streaming"}
# Its own gates, the one list of all features, and the word that it is not taken along.
MAY_NAME = {"mirror", "gateways/kith/mirror.py", "gateways/kith/feature.py", "catalogue.py", "demo", "leaving/parts.py"}


@pytest_asyncio.fixture(autouse=True)
async def _loud(house: House, clock: TestClock) -> None:
    await wait_for_monday(house, clock)
    await gather_cast(house)
    await looks(house)
    await speak(house, 60)
    await wait_for_monday(house, clock)


def test_no_source_but_its_own_names_its_code_or_its_tables() -> None:
    """A feature that is made tomorrow is held to it, too; the linter holds those of today."""
    named = re.compile(r"kith\.mirror|mirror_(?:weeks|less|needless)|\bFROM mirrors\b")
    found = {path.relative_to(KITH) for path in KITH.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))}
    odd = {str(path) for path in found if path.parts[0] not in MAY_NAME and str(path) not in MAY_NAME}
    assert {one for one in odd if "/tests/" not in one} == set()


async def test_every_page_and_answer_of_others_is_silent(house: House, client: httpx.AsyncClient) -> None:
    """No path without a hole gives it away: to a friend, to an owner of the server, to a passer-by."""
    await sign_in(house, client, ANA)
    assert re.search(WORD, (await client.get("/mirror")).text)
    async with house.work() as work:
        await set_role(work.db, BEN, "owner")
    for person in (BEN, DAN, None):
        client.cookies.clear()
        if person is not None:
            await sign_in(house, client, person)
        for path in [*_plain_paths(), "/@ana", "/@ana/replies", "/@ana/us", "/api/v1/accounts/11"]:
            assert not re.search(WORD, (await client.get(path)).text), (person, path)


def _plain_paths() -> list[str]:
    routes: list[Route] = [route for feature in FEATURES for route in feature.routes]
    return sorted({route.path for route in routes if route.method == "GET" and "{" not in route.path} - _STREAMS)


async def test_the_way_stands_on_ones_own_page_alone(house: House, client: httpx.AsyncClient) -> None:
    """And among one's settings; not on Home."""
    await sign_in(house, client, ANA)
    ways = {path: 'href="/mirror"' in (await client.get(path)).text for path in ("/@ana", "/settings", "/", "/@ben")}
    assert ways == {"/@ana": True, "/settings": True, "/": False, "/@ben": False}


async def test_home_is_the_same_with_a_mirror_and_without(house: House, client: httpx.AsyncClient) -> None:
    """What Ben reads, byte for byte but for what is new each time."""
    await sign_in(house, client, BEN)
    with_it = _calm((await client.get("/")).text)
    await sign_in(house, client, ANA)
    await send(client, "/mirror", "/mirror/off")
    assert await weeks(house) == []
    await sign_in(house, client, BEN)
    assert _calm((await client.get("/")).text) == with_it


def _calm(text: str) -> str:
    return re.sub(r"[0-9a-f]{32,}|\d{6,}|nonce=\S+", "", text)


async def test_one_takes_ones_own_weeks_along_and_nobody_elses(house: House) -> None:
    """Numbers without names; not who chose to read less."""
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    await run_everything_due(house)
    assert len(await less(house)) == 1
    for person, number in ((ANA, 1), (BEN, 0)):
        async with house.work(actor=person) as work:
            await ask(work)
        await run_everything_due(house)
        async with house.reading(actor=person) as work:
            with ZipFile(await file_of(work)) as packed:
                names = packed.namelist()
                told = {name: json.loads(packed.read(name)) for name in names if "mirror" in name}
        assert not [name for name in names if "less" in name]
        assert sum(len(rows) for name, rows in told.items() if "weeks" in name) == number


async def test_nothing_is_left_when_somebody_leaves(house: House) -> None:
    """Neither of their own mirror, nor of them in another's."""
    reply = await say(house, BEN, "Yes", reply_to=(await speak(house, 1))[0])
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    async with house.work(actor=ANA) as work:
        await mark_needless(work, reply.id)
    await run_everything_due(house)
    assert [len(rows) for rows in (await less(house), await needless(house))] == [1, 1]
    async with house.work() as work:
        work.tell(Left(account_id=BEN))
    await run_everything_due(house)
    assert (await less(house), await needless(house)) == ([], [])
    assert len(await weeks(house)) == len(await mirrors(house)) == 1
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_everything_due(house)
    assert (await weeks(house), await mirrors(house)) == ([], [])


def test_a_week_holds_no_name() -> None:
    """Numbers, a day and a topic: nobody but its owner can be read out of it."""
    assert {column.name for column in MirrorWeek.column_list() if column.name.endswith("_id")} == {"owner_id"}
