"""Many say something at once, twice, while somebody is removed and let in again: alone or in line, all is in order."""

import asyncio
import random
from collections import Counter

import msgspec

from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import add, keep_for, remove
from kith.conversations.tests.scene import group
from kith.gateways.kith.tests.conftest import Ask
from kith.posts.tests.cast import ANA, BEN, CLEO, follow

_ALL = Statement("""
    SELECT seq, author_id, kind, text, vanishes_at IS NOT NULL AS vanishes
      FROM messages
     WHERE conversation_id = %(talk)s
     ORDER BY seq
""")


class Row(msgspec.Struct, frozen=True):
    """A message as it stands in its conversation."""

    seq: int
    author_id: Id
    kind: str
    text: str
    vanishes: bool


class Storm:
    """One conversation, and what was answered to whoever said something in it."""

    def __init__(self, house: House, ask: Ask, talk: Id, *, seed: int) -> None:
        self.house, self.ask, self.talk = house, ask, talk
        self.chance = random.Random(seed)
        self.made: dict[str, set[str]] = {}

    async def say(self, person: Id, text: str) -> None:
        """Say it, at some moment; the words are the key."""
        await asyncio.sleep(self.chance.random() / 50)
        said = await self.ask(person, "POST", f"/conversations/{self.talk}/messages", {"text": text}, key=text)
        assert said.status_code in (200, 404)
        self.made.setdefault(text, set()).update([said.json()["id"]] if said.status_code == 200 else [])

    async def change(self, turn: int) -> None:
        """Remove Ben, let messages vanish, let Ben in again."""
        await asyncio.sleep(self.chance.random() / 50)
        async with self.house.work(actor=ANA) as work:
            match turn % 3:
                case 0:
                    await remove(work, self.talk, BEN)
                case 1:
                    await keep_for(work, self.talk, 1)
                case _:
                    await add(work, self.talk, [BEN])


async def test_all_is_in_order(house: House, ask: Ask) -> None:
    """No number is missing, nothing is there twice; who is removed says no more, and what is to vanish will."""
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, CLEO), (CLEO, ANA), (CLEO, BEN)):
        await follow(house, one, other)
    await until(lambda: house.cache.is_on)
    storm = Storm(house, ask, await group(house, BEN, CLEO), seed=7)
    for person in (ANA, BEN, CLEO):
        await ask(person, "POST", f"/conversations/{storm.talk}/accept")
    for turn in range(6):
        words = [(person, f"{person} {turn} {number}") for person in (ANA, BEN, CLEO) for number in range(2)]
        await asyncio.gather(storm.change(turn), *(storm.say(*one) for one in words * 2))
    async with house.reading() as work:
        rows = await work.db.all(_ALL, Row, talk=storm.talk)
    assert [one.seq for one in rows] == [*range(1, len(rows) + 1)]
    said = Counter(one.text for one in rows if one.kind == "said")
    assert said == {text: 1 for text, ids in storm.made.items() if ids}
    assert all(len(ids) <= 1 for ids in storm.made.values())
    is_out = vanishes = False
    for row in rows:
        is_out = (is_out or row.kind == "removed") and row.kind != "added"
        vanishes = vanishes or row.kind == "keeping"
        if row.kind == "said":
            assert not (is_out and row.author_id == BEN)
            assert row.vanishes or not vanishes
