"""Ties can be made anew from their history, and go with whoever leaves."""

import asyncio
from random import Random

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.model import Left
from kith.posts import delete, like, publish, unlike
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, gather_cast, say
from kith.ties import confirm, hope_to_hear, keep_close, my_ties, propose, rebuild, record
from kith.ties.feature import FEATURE
from kith.ties.model import ACT_KINDS, Act, Past, TieRecord
from kith.ties.tests.reading import row
from tests.clock import BEGINNING, TestClock

PEOPLE = (ANA, BEN, CLEO, DAN)
NAMES = {ANA: "ana", BEN: "ben", CLEO: "cleo", DAN: "dan"}


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _live(house: House, clock: TestClock, chance: Random) -> None:
    """A few weeks: posts, answers, quotes, likes and letters, some deleted and taken back, some arriving late."""
    posts: list[Post] = []
    for number in range(60):
        clock.tick(hours=chance.randint(1, 30))
        who, other = chance.sample(PEOPLE, 2)
        deed = chance.choice(("say", "answer", "letter", "like", "quote", "late", "delete"))
        if deed == "say" or not posts:
            posts.append(await say(house, who, f"Hello @{NAMES[other]}"))
        elif deed == "answer":
            posts.append(await say(house, who, "Yes", reply_to=chance.choice(posts)))
        elif deed == "letter":
            await say(house, who, f"@{NAMES[other]} dear", audience="mentioned")
        elif deed == "like":
            post = chance.choice(posts)
            async with house.work(actor=who) as work:
                await like(work, post.id)
            async with house.work(actor=who) as work:
                await unlike(work, post.id)
        elif deed == "quote":
            async with house.work(actor=who) as work:
                posts.append(await publish(work, Words(text="See", quote_of_id=chance.choice(posts).id)))
        elif deed == "late":
            async with house.work() as work:
                work.now = BEGINNING
                kind = chance.choice(ACT_KINDS)
                await record(work, [Act(giver_id=who, getter_id=other, kind=kind, subject_id=Id(number + 1))])
        else:
            gone = posts.pop(chance.randrange(len(posts)))
            async with house.work(actor=gone.author_id) as work:
                await delete(work, gone.id)


async def _rows(house: House) -> list[TieRecord]:
    found = [await row(house, one, other) for one in PEOPLE for other in PEOPLE if one != other]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_all_ties_come_out_of_their_history_as_they_were(house: House, clock: TestClock, seed: int) -> None:
    """After deletions, likes taken back and late arrivals; whatever stood in the rows before."""
    await _live(house, clock, Random(seed))
    async with house.work(actor=ANA) as work:
        await propose(work, BEN, "friend", Past())
    async with house.work(actor=BEN) as work:
        await confirm(work, ANA, "friend")
    before = await _rows(house)
    assert len(before) > 6
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE ties SET given_fast = 7, got_slow = 7, peak = 99, exchanges = 500, acts = 0")
    told: list[int] = []
    assert await rebuild(house, told.append) == len(before) / 2
    assert told
    after = await _rows(house)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        for name, value in msgspec.structs.asdict(one).items():
            again = getattr(other, name)
            assert again == (pytest.approx(value, abs=1e-9) if isinstance(value, float) else value), name


async def test_lost_ties_come_back(house: House, clock: TestClock) -> None:
    """The history alone is enough for all that people did."""
    await say(house, ANA, "@ben dear", audience="mentioned")
    before = await _rows(house)
    async with house.work() as work:
        await (await work.db.connection()).execute("DELETE FROM ties")
    await rebuild(house, lambda _done: None)
    assert await _rows(house) == before


async def test_people_go_on_while_ties_are_made_anew(house: House, clock: TestClock) -> None:
    """Nothing that happens meanwhile is lost or counted twice."""
    await _live(house, clock, Random(4))

    async def act(number: int) -> None:
        giver, getter = Random(number).sample(PEOPLE, 2)
        async with house.work(actor=giver) as work:
            await record(work, [Act(giver_id=giver, getter_id=getter, kind="letter", subject_id=Id(5000 + number))])

    await asyncio.gather(
        rebuild(house, lambda _done: None), *(act(number) for number in range(30)), rebuild(house, lambda _done: None)
    )
    meanwhile = await _rows(house)
    await rebuild(house, lambda _done: None)
    assert await _rows(house) == meanwhile


async def _left(house: House, person: Id) -> None:
    async with house.work() as work:
        await (await work.db.connection()).execute("DELETE FROM accounts WHERE id = $1", person)
        for listener in FEATURE.listeners:
            if listener.fact is Left:
                await listener.run(work, Left(account_id=person))


async def test_nothing_of_whoever_leaves_is_left(house: House, clock: TestClock) -> None:
    """In no table, on neither side; what others have among themselves stays, and nothing new comes up."""
    await say(house, ANA, "@ben dear", audience="mentioned")
    await say(house, CLEO, "@ben dear", audience="mentioned")
    for person, other in ((ANA, BEN), (BEN, ANA), (CLEO, BEN)):
        async with house.work(actor=person) as work:
            await keep_close(work, other, 5)
            await hope_to_hear(work, other)
            await propose(work, other, "friend", Past())
    for person in (ANA, BEN):
        for _each in range(3):
            clock.tick(days=1)
            async with house.reading(actor=person) as work:
                await my_ties(work)
    await _left(house, ANA)
    async with house.work() as work:
        await record(work, [Act(giver_id=BEN, getter_id=ANA, kind="letter", subject_id=Id(1))])
    async with house.reading() as work:
        connection = await work.db.connection()
        for table in FEATURE.records:
            columns = [column.name for column in table.column_list() if column.name.endswith("_id")]
            for column in columns:
                found = await connection.fetchval(
                    f"SELECT count(*) FROM {table.table_name} WHERE {column} = $1",
                    ANA,
                )
                assert found == 0, f"{table.table_name}.{column}"
    assert await row(house, CLEO, BEN) is not None
