"""What was said to few before there were talks stands in them afterwards."""

import asyncpg

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.migrate import FOLDER
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, gather_cast, say
from kith.talks import load_talks
from kith.talks.model import TalkView


async def _talks(house: House, owner: Id) -> list[TalkView]:
    async with house.reading(actor=owner) as work:
        return list((await load_talks(work, Paging())).items)


async def test_earlier_messages_are_gathered_as_new_ones_are(house: House) -> None:
    """The same talks, with the same people and last words, for everybody; and all of it is read."""
    await gather_cast(house)
    first = await say(house, ANA, "@ben @cleo One", audience="mentioned")
    await say(house, BEN, "@ana Two", audience="mentioned", reply_to=first)
    await say(house, CLEO, "To everyone")
    await say(house, CLEO, "A note", audience="mentioned")
    await run_jobs(house)
    by_jobs = {owner: await _talks(house, owner) for owner in (ANA, BEN, CLEO, DAN)}
    assert [len(found) for found in by_jobs.values()] == [1, 1, 2, 0]

    gathering = (FOLDER / "0020_pre_talks.sql").read_text(encoding="utf-8").partition("-- What was said")[2]
    connection = await asyncpg.connect(house.settings.database_url)
    try:
        await connection.execute("TRUNCATE talks, talk_messages; --" + gathering)
    finally:
        await connection.close()
    for owner, expected in by_jobs.items():
        found = await _talks(house, owner)
        assert [(one.root_id, one.last.post.id, one.people) for one in found] == [
            (one.root_id, one.last.post.id, one.people) for one in expected
        ]
        assert not any(one.unread for one in found)
