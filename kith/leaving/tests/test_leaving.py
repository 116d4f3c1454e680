"""Everything of one's own, and nothing of anybody else's."""

import asyncio
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import httpx
import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.catalogue import records
from kith.finding import state_past
from kith.finding.model import PastWish
from kith.leaving.actions import ask, expire, find_taking, forget
from kith.leaving.model import AGAIN_HOURS, KEPT_DAYS
from kith.leaving.parts import NAMED, STAYS, is_secret, part_of
from kith.leaving.store import rows_of
from kith.people import block as block_person
from kith.people import give_token, mute, remark
from kith.posts import bookmark, like, publish, save_draft
from kith.posts.model import PollWish, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say, send, sign_in
from kith.ties import hope_to_hear, keep_close, propose
from kith.ties.model import Past
from kith.worker import run_everything_due
from tests.clock import TestClock

MINE, THEIRS = "quince-of-ana", "plum-of-another"


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    for path in (house.blobs.folder / "takings").glob("*"):  # of the tests before this one
        path.unlink()


async def _live(house: House, person: Id, other: Id, word: str) -> None:
    """Let somebody do much of what can be done, each with their word in it."""
    post = await say(house, person, f"Good morning {word}")
    async with house.work(actor=person) as work:
        await publish(work, Words(text=f"Which {word}?", poll=PollWish(options=(f"This {word}", "That"), lasts_s=3600)))
        await save_draft(work, Words(text=f"Not yet {word}"))
        await remark(work, other, f"Note {word}")
        await state_past(work, PastWish(kind="school", name=f"School {word}"))
        await propose(work, other, "friend", Past(place=f"Village {word}"))
        await keep_close(work, other, 15)
        await hope_to_hear(work, DAN)
        await like(work, post.id)
        await bookmark(work, post.id)
        await mute(work, DAN)


async def _take(house: House, person: Id) -> None:
    async with house.work(actor=person) as work:
        await ask(work)
    await run_everything_due(house)


async def _fetch(house: House, client: httpx.AsyncClient, person: Id) -> ZipFile:
    await sign_in(house, client, person)
    answer = await client.get("/settings/taking/file")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return ZipFile(io.BytesIO(answer.content))


def _all_text(taken: ZipFile) -> str:
    return "".join(taken.read(name).decode(errors="replace") for name in taken.namelist())


async def test_everything_of_mine_is_in_it_and_nothing_of_theirs(house: House, client: httpx.AsyncClient) -> None:
    """What others wrote, noted, hoped, asked and drafted is not, though much of it is about me or for me."""
    await follow(house, ANA, BEN)
    await _live(house, ANA, BEN, MINE)
    for person in (BEN, CLEO):
        await _live(house, person, ANA, THEIRS)
    await say(house, ANA, f"@ben a letter {MINE}", audience="mentioned")
    await say(house, BEN, f"@ana an answer {THEIRS}", audience="mentioned")
    async with house.work(actor=CLEO) as work:
        await block_person(work, ANA)
    await _take(house, ANA)
    taken = await _fetch(house, client, ANA)
    assert THEIRS not in _all_text(taken)
    posts = taken.read("posts.html").decode()
    assert posts.count(MINE) >= 3
    told = {name: json.loads(taken.read(name)) for name in taken.namelist() if name.endswith(".json")}
    for table in ("posts", "polls", "drafts", "remarks", "stated_pasts", "declared_relations"):
        assert MINE in json.dumps(told[f"data/{table}.json"]), table
    assert told["data/accounts.json"][0]["id"] == str(ANA)
    assert {one["followee_id"] for one in told["data/follows.json"]} == {str(BEN)}
    assert {one["follower_id"] for one in told["data/followers.json"]} == {str(BEN)}
    assert not any("notify" in one for one in told["data/followers.json"])  # who wants to be told of me, is theirs
    assert "data/blocked_by.json" not in told
    assert {one["other_id"] for one in told["data/tie_wishes.json"]} == {str(BEN), str(DAN)}


async def test_each_row_is_mine_whatever_the_record(house: House) -> None:
    """Walked record by record, for each of three people: what one of them takes no other takes, but what is of both."""
    for person, other in ((ANA, BEN), (BEN, ANA), (CLEO, BEN)):
        await _live(house, person, other, MINE)
    async with house.reading() as work:
        for record in records():
            part = part_of(record)
            if part is None:
                continue
            keys: list[set[tuple[object, ...]]] = []
            for person in (ANA, BEN, CLEO):
                found = [row async for rows in rows_of(work.db, record, part, person) for row in rows]
                keys.append({tuple(getattr(row, name) for name in record.key) for row in found})
                ids = [name for name in record.key if name.endswith("_id")]
                if record.table_name in STAYS or record.table_name in NAMED:
                    continue
                assert all(getattr(row, ids[0]) == person for row in found), record.table_name
            assert not keys[0] & keys[1], record.table_name
            assert not keys[0] & keys[2], record.table_name


def test_somebody_decided_about_every_record() -> None:
    """A new one whose key does not say whose it is asks for a word; what is named is there, and so are its columns."""
    tables = {record.table_name: record for record in records()}
    for record in tables.values():
        part = part_of(record)
        if part is None:
            continue
        columns = {column.name for column in record.column_list()}
        assert set(part.without) <= columns, record.table_name
        assert not [name for name in columns - set(part.without) if is_secret(name)], record.table_name
    assert set(NAMED) | set(STAYS) <= set(tables)


async def test_it_is_its_owners_alone(house: House, client: httpx.AsyncClient) -> None:
    """For everybody else, and before it is packed, there is none."""
    async with house.work(actor=ANA) as work:
        await ask(work)
    await sign_in(house, client, ANA)
    assert (await client.get("/settings/taking/file")).status_code == 404
    assert "being packed" in (await client.get("/settings/taking")).text
    await run_everything_due(house)
    assert "It is ready" in (await client.get("/settings/taking")).text
    assert (await client.get("/settings/taking/file")).headers["cache-control"] == "private, no-store"
    await sign_in(house, client, BEN)
    assert (await client.get("/settings/taking/file")).status_code == 404
    client.cookies.clear()
    assert (await client.get("/settings/taking/file")).status_code in (303, 401, 404)


async def test_once_a_day_is_enough(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Also of many windows at once; a day later the new one takes the place of the last."""

    async def asked() -> bool:
        try:
            async with house.work(actor=ANA) as work:
                await ask(work)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(asked() for _window in range(4)))) == 1
    await run_everything_due(house)
    await sign_in(house, client, ANA)
    assert "a day after you asked" in (await client.get("/settings/taking")).text
    refused = await send(client, "/settings/leave", "/settings/taking")
    assert (refused.status_code, "less than a day ago" in refused.text) == (403, True)
    clock.tick(hours=AGAIN_HOURS + 1)
    assert (await send(client, "/settings/taking", "/settings/taking")).status_code == 303
    await run_everything_due(house)
    assert len(list((house.blobs.folder / "takings").iterdir())) == 1


async def test_it_expires(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """For fetching to the hour, and from the disk by the next nights."""
    await _take(house, ANA)
    await sign_in(house, client, ANA)
    clock.tick(days=KEPT_DAYS + 2)
    assert (await client.get("/settings/taking/file")).status_code in (303, 404)
    async with house.work() as work:
        work.now += timedelta(days=1)
        await expire(work)
    async with house.reading(actor=ANA) as work:
        assert await find_taking(work) is None
    assert list((house.blobs.folder / "takings").iterdir()) == []


async def test_who_left_leaves_no_file(house: House) -> None:
    """Nor one that is packed afterwards."""
    await _take(house, ANA)
    async with house.work(actor=BEN) as work:
        await ask(work)
    for person in (ANA, BEN):
        async with house.work() as work:
            await forget(work, person)
    await run_everything_due(house)
    assert list((house.blobs.folder / "takings").iterdir()) == []


async def test_apps_take_it_too(house: House, client: httpx.AsyncClient) -> None:
    """Asked for, watched, fetched."""
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="test")
    headers = {"authorization": f"Bearer {token}"}
    path = "/api/kith/v1/taking"
    assert (await client.get(path, headers=headers)).status_code == 404
    assert (await client.post(path, headers=headers)).json()["state"] == "waiting"
    assert (await client.post(path, headers=headers)).status_code == 403
    await run_everything_due(house)
    done = (await client.get(path, headers=headers)).json()
    assert (done["state"], done["percent"], done["size_bytes"] > 0) == ("done", 100, True)
    fetched = await client.get(f"{path}/file", headers=headers)
    assert ZipFile(io.BytesIO(fetched.content)).testzip() is None
