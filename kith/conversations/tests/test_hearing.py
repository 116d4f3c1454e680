"""Who hears that somebody writes: asked once, known until it changes, and told once a second however many write."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kith.base.bus.live import LiveEvent
from kith.base.bus.tests.following import follow as following
from kith.base.bus.tests.waiting import until
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import accept, add, decline, leave, note_typing, remove, send, who_is_typing
from kith.conversations.actions.hearing import who_hears
from kith.conversations.actions.leaving import forget
from kith.conversations.actions.presence import end_typing
from kith.conversations.model import MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, look, pair, say
from kith.conversations.web.saying import writing_words
from kith.people import block, unblock, viewer_of
from kith.people.actions.leaving import come_back
from kith.people.actions.leaving import leave as leave_for_good
from kith.people.secrets import hash_password

EVERYBODY = (ANA, BEN, CLEO, DAN)
_PASSWORD = "a sentence to remember"
_GIVE_PASSWORD = Statement("UPDATE members SET password_hash = %(hash)s WHERE account_id = %(person)s")
Doing = Callable[[House, Id], Awaitable[object]]


async def _hear(house: House, talk: Id) -> dict[Id, list[Id] | None]:
    """Tell of everybody whom they hear in a conversation; `None`: they are not in it."""
    heard: dict[Id, list[Id] | None] = {}
    for person in EVERYBODY:
        try:
            heard[person] = sorted((await look(house, person, who_hears, talk)).ids)
        except NotFound:
            heard[person] = None
    return heard


async def _leave_for_good(house: House, _talk: Id) -> None:
    async with house.work() as work:
        await work.db.run(_GIVE_PASSWORD, hash=await hash_password(_PASSWORD), person=BEN)
    await act(house, BEN, leave_for_good, password=_PASSWORD)


DEEDS: dict[str, Doing] = {
    "removed": lambda house, talk: act(house, ANA, remove, talk, BEN),
    "left": lambda house, talk: act(house, BEN, leave, talk),
    "added": lambda house, talk: act(house, ANA, add, talk, [DAN]),
    "accepted": lambda house, talk: act(house, DAN, accept, talk),
    "declined": lambda house, talk: act(house, DAN, decline, talk),
    "accepted by writing": lambda house, talk: act(house, DAN, send, talk, MessageWish(text="Hello")),
    "blocked": lambda house, _talk: act(house, BEN, block, CLEO),
    "forgotten": lambda house, _talk: act(house, ANA, forget, BEN),
    "gone": _leave_for_good,
}


@pytest.mark.parametrize("deed", list(DEEDS))
async def test_whatever_changes_who_hears_is_known_at_once(house: House, deed: str) -> None:
    """What the process knows is what it would read; Dan waits among those who were asked."""
    await until(lambda: house.cache.is_on)
    talk = await group(house, BEN, CLEO, *(() if deed == "added" else (DAN,)))
    await say(house, ANA, talk, "Soup?")
    before = await _hear(house, talk)
    await DEEDS[deed](house, talk)
    known = await _hear(house, talk)
    await house.cache.clear()
    assert known == await _hear(house, talk)
    assert known != before or deed in ("added", "declined")  # whoever has not accepted is heard by nobody either way


async def test_what_is_taken_back_is_known_too(house: House) -> None:
    """A block taken back, and somebody who changes their mind."""
    await until(lambda: house.cache.is_on)
    talk = await group(house, BEN, CLEO)
    await say(house, ANA, talk, "Soup?")
    before = await _hear(house, talk)
    await act(house, BEN, block, CLEO)
    assert (await _hear(house, talk))[BEN] == [ANA]
    await act(house, BEN, unblock, CLEO)
    assert await _hear(house, talk) == before
    await _leave_for_good(house, talk)
    assert (await _hear(house, talk))[ANA] == [CLEO]
    await act(house, BEN, come_back)
    assert await _hear(house, talk) == before


async def test_what_was_read_before_a_change_is_not_known_after_it(house: House) -> None:
    """Neither when the viewer was read first, as streams do that tell of several things in one breath."""
    await until(lambda: house.cache.is_on)
    talk = await group(house, BEN, CLEO)
    await say(house, ANA, talk, "Soup?")
    async with house.reading(actor=BEN) as work:
        await viewer_of(work)
        await act(house, BEN, block, CLEO)
        await who_hears(work, talk)
    assert (await look(house, BEN, who_hears, talk)).ids == [ANA]


async def test_typing_asks_the_database_nothing_once_it_is_known(house: House) -> None:
    """Neither to say it, nor to hear it."""
    await until(lambda: house.cache.is_on)
    talk = await pair(house)
    await say(house, ANA, talk, "Soup?")
    for _twice in range(2):
        sent = house.database.statements
        await act(house, ANA, note_typing, talk)
        assert await look(house, BEN, who_is_typing, talk) == [ANA]
    assert house.database.statements == sent
    await act(house, ANA, end_typing, talk)
    assert await look(house, BEN, who_is_typing, talk) == []


async def test_many_who_write_at_once_are_one_word_a_second(house: House) -> None:
    """The first is heard at once, all others together at the end of that second; nobody is left out."""
    talk = await group(house, BEN, CLEO)
    await say(house, ANA, talk, "Soup?")
    position = await house.live.arrive([str(ANA)])
    heard: list[LiveEvent] = []

    async def hear() -> None:
        async for batch in following(house.live, (str(ANA),), position, pause_s=3):
            heard.extend(one.event for one in batch)
            if not batch:
                return

    hearing = asyncio.create_task(hear())
    for _moment in range(5):
        for person in (BEN, CLEO):
            await act(house, person, note_typing, talk)
    assert await look(house, ANA, who_is_typing, talk) == [BEN, CLEO]
    await hearing
    assert [one.kind for one in heard] == ["typing", "typing"]


def test_many_names_make_one_short_sentence() -> None:
    """Two of them, and how many others; each name keeps its own direction."""
    names = [f"Name{number}" for number in range(14)]
    said = [writing_words(names[:count]).replace("\u2068", "").replace("\u2069", "") for count in (1, 2, 3, 4, 14)]
    assert said == [
        "Name0 is writing…",
        "Name0 and Name1 are writing…",
        "Name0, Name1 and Name2 are writing…",
        "Name0, Name1 and 2 others are writing…",
        "Name0, Name1 and 12 others are writing…",
    ]
