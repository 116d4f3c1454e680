"""A message that is all there is to write is one statement; and nothing that it goes on from may have changed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House, Work
from kith.conversations import leave, remove, rename, send, set_settings
from kith.conversations.model import MessageWish, TalkSettings
from kith.conversations.tests.scene import group, listed, pair, seen
from kith.gateways.kith.tests.conftest import Ask
from kith.people import block
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow
from kith.ties.model import TieRecord

MESSAGE_MAX = 1  # statements of a plain message
Doing = Callable[[House, Id], Awaitable[object]]


@pytest.fixture(autouse=True)
async def _friends(ask: Ask, house: House) -> None:
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, CLEO), (CLEO, ANA), (CLEO, BEN)):
        await follow(house, one, other)
    await until(lambda: house.cache.is_on)


async def _say(ask: Ask, person: Id, talk: Id, text: str, *, key: str = "", expect: int = 200) -> Any:
    said = await ask(person, "POST", f"/conversations/{talk}/messages", {"text": text}, key=key)
    assert said.status_code == expect, said.text
    return said.json()


async def _alone(house: House, ask: Ask, person: Id, talk: Id, text: str, *, key: str = "") -> Any:
    sent = house.database.statements
    made = await _say(ask, person, talk, text, key=key)
    assert house.database.statements - sent <= MESSAGE_MAX
    return made


async def _begun(house: House, ask: Ask, talk: Id, people: tuple[Id, ...] = (ANA, BEN)) -> None:
    """Let each say something, so that what is between them is known, as their keys are."""
    for person in people * 2:
        await _say(ask, person, talk, "Soup?")
    for person in people:
        await _alone(house, ask, person, talk, "Soup!")


async def _behind_its_back(house: House, sql: str, **params: object) -> None:
    """Change what the process goes on from, and let nobody know."""
    async with house.work() as work:
        assert await work.db.run(Statement(sql), **params) >= 1


@pytest.mark.parametrize("key", ["", "one"])
async def test_what_is_all_there_is_takes_one_statement(house: House, ask: Ask, key: str) -> None:
    """With a key as well, of either; it stands where every other one stands, and is unread where those are."""
    talk = await pair(house)
    await _begun(house, ask, talk)
    made = await _alone(house, ask, ANA, talk, "Bread :) too", key=key)
    assert made == (await ask(ANA, "GET", f"/messages/{made['id']}")).json()
    assert [made["seq"], made["changed"]] == [7, 7]
    assert await seen(house, BEN, talk) == ["Soup?"] * 4 + ["Soup!"] * 2 + ["Bread :) too"]
    assert (await listed(house, BEN), await listed(house, ANA)) == ([(talk, 1)], [(talk, 0)])
    found = (await ask(BEN, "GET", f"/conversations/{talk}/search?q=bread")).json()
    assert [one["id"] for one in found] == [made["id"]]


async def test_a_group_takes_one_as_well(house: House, ask: Ask) -> None:
    """Among few, between each of whom it counts."""
    talk = await group(house, BEN, CLEO)
    for person in (BEN, CLEO):
        await ask(person, "POST", f"/conversations/{talk}/accept")
    await _begun(house, ask, talk, (ANA, BEN, CLEO))
    assert [one["seq"] for one in (await ask(CLEO, "GET", f"/conversations/{talk}/messages")).json()] == [*range(1, 11)]


async def test_the_same_key_says_nothing_twice(house: House, ask: Ask) -> None:
    """Whether the first was alone or not, and whatever comes with it the second time."""
    talk = await pair(house)
    await _begun(house, ask, talk)
    first = await _alone(house, ask, ANA, talk, "Bread", key="one")
    for text in ("Bread", "Cheese", "", "x" * 6000):
        assert (await _say(ask, ANA, talk, text, key="one"))["id"] == first["id"]
    assert (await _alone(house, ask, BEN, talk, "Bread", key="one"))["id"] != first["id"]
    await _say(ask, ANA, talk, "Bread", key="x" * 1000, expect=422)
    assert len(await seen(house, BEN, talk)) == 8


async def test_what_is_counted_is_the_same(house: House, ask: Ask) -> None:
    """Between two who write alone as between two who do not: the numbers of their tie are equal, digit by digit."""
    alone, among = await pair(house, ANA, BEN), await pair(house, ANA, CLEO)
    for turn in range(6):
        for person, twin in ((ANA, ANA), (BEN, CLEO)):
            await _say(ask, person, alone, f"Soup {turn}")
            async with house.work(actor=twin) as work:
                await send(work, among, MessageWish(text=f"Soup {turn}"))
    one, other = await _tie(house, ANA, BEN), await _tie(house, ANA, CLEO)
    assert one == other
    assert (await _tie(house, BEN, ANA)) == (await _tie(house, CLEO, ANA))
    assert one["acts"] == 12


async def _tie(house: House, owner: Id, other: Id) -> dict[str, Any]:
    sql = f"SELECT {TieRecord.columns()} FROM ties WHERE owner_id = %(owner)s AND other_id = %(other)s"
    async with house.reading() as work:
        found = await work.db.one(Statement(sql), TieRecord, owner=owner, other=other)
    return {
        name: getattr(found, name)
        for name in found.__struct_fields__
        if name not in ("owner_id", "other_id") and not name.endswith("_at")
    }


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("UPDATE conversation_members SET left_at = now() WHERE account_id = %(ana)s AND %(ben)s > 0", 404),
        ("DELETE FROM api_tokens WHERE account_id = %(ana)s AND %(ben)s > 0", 401),
        ("INSERT INTO blocks (blocker_id, blocked_id, id, created_at) VALUES (%(ana)s, %(ben)s, 1, now())", 404),
        ("INSERT INTO blocked_by (blocked_id, blocker_id) VALUES (%(ana)s, %(ben)s)", 404),
        ("UPDATE accounts SET gone_at = now() WHERE id = %(ben)s AND %(ana)s > 0", 404),
        ("UPDATE seats SET state = 'request' WHERE owner_id = %(ben)s AND %(ana)s > 0", 200),
        ("UPDATE conversations SET keeps_days = 1 WHERE %(ben)s > 0 AND %(ana)s > 0", 200),
        ("UPDATE conversations SET changes = changes + 5 WHERE %(ben)s > 0 AND %(ana)s > 0", 200),
        ("UPDATE ties SET given_bits = 7 WHERE owner_id IN (%(ana)s, %(ben)s)", 200),
    ],
)
async def test_what_changed_behind_its_back_counts(house: House, ask: Ask, sql: str, status: int) -> None:
    """It is answered as by a process that knows nothing, and what is refused is not written."""
    talk = await pair(house)
    await _begun(house, ask, talk)
    await _behind_its_back(house, sql, ana=ANA, ben=BEN)
    sent = house.database.statements
    made = await _say(ask, ANA, talk, "Bread", expect=status)
    assert house.database.statements - sent > MESSAGE_MAX
    async with house.reading() as work:
        rows = Statement("SELECT count(*) FROM messages WHERE text = 'Bread'")
        assert await work.db.value(rows) == (1 if status == 200 else 0)
    if status == 200:
        assert (made["vanishes_at"] is not None) == ("keeps_days" in sql)


async def _blocks(house: House, _talk: Id) -> None:
    async with house.work(actor=BEN) as work:
        await block(work, ANA)


async def _wants_none(house: House, _talk: Id) -> None:
    async with house.work(actor=BEN) as work:
        await set_settings(work, TalkSettings(owner_id=BEN, who_may_write="inner"))


@pytest.mark.parametrize(("doing", "status"), [(_blocks, 404), (_wants_none, 200)])
async def test_what_was_done_meanwhile_counts(house: House, ask: Ask, doing: Doing, status: int) -> None:
    """As it does for everybody."""
    talk = await pair(house)
    await _begun(house, ask, talk)
    await doing(house, talk)
    await _say(ask, ANA, talk, "Bread", expect=status)


_DEEDS: dict[str, Callable[[Work, Id], Awaitable[object]]] = {
    "removed": lambda work, talk: remove(work, talk, BEN),
    "renamed": lambda work, talk: rename(work, talk, "Bread"),
    "left": leave,
}


@pytest.mark.parametrize(("what", "status"), [("removed", 404), ("renamed", 200), ("left", 200)])
async def test_who_is_held_is_waited_for(house: House, ask: Ask, what: str, status: int) -> None:
    """Whoever writes while somebody else changes the group writes after it, and as it is then."""
    talk = await group(house, BEN, CLEO)
    await ask(BEN, "POST", f"/conversations/{talk}/accept")
    await ask(CLEO, "POST", f"/conversations/{talk}/accept")
    await _begun(house, ask, talk, (ANA, BEN, CLEO))
    async with house.work(actor=ANA) as work:
        await _DEEDS[what](work, talk)
        said = asyncio.create_task(_say(ask, BEN, talk, "Bread", expect=status))
        await asyncio.sleep(0.05)
        assert not said.done()
    await said
    words = await seen(house, CLEO, talk)
    assert words[-2:] == [f"({what})", "Bread"] if status == 200 else words[-1] == f"({what})"


async def test_many_at_once_are_put_in_one_order(house: House, ask: Ask) -> None:
    """Some alone, some in line: no number is missing, none is there twice, and all that was answered is there."""
    talk = await group(house, BEN, CLEO)
    for person in (BEN, CLEO):
        await ask(person, "POST", f"/conversations/{talk}/accept")
    await _begun(house, ask, talk, (ANA, BEN, CLEO))

    async def writes(person: Id) -> list[str]:
        return [(await _say(ask, person, talk, f"{person} {turn}", key=f"k{turn}"))["text"] for turn in range(8)]

    said = await asyncio.gather(*(writes(person) for person in (ANA, BEN, CLEO, ANA)))
    found = (await ask(CLEO, "GET", f"/conversations/{talk}/messages?limit=100")).json()
    assert [one["seq"] for one in found] == [*range(1, len(found) + 1)]
    assert sorted(one["text"] for one in found[10:]) == sorted({text for some in said for text in some})


async def test_nobody_else_writes(house: House, ask: Ask) -> None:
    """Not even into what this process knows."""
    talk = await pair(house)
    await _begun(house, ask, talk)
    await _say(ask, DAN, talk, "Bread", expect=404)
    await _say(ask, DAN, talk, "", expect=404)
    await _say(ask, ANA, talk, " ", expect=422)
