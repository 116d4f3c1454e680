"""What brightens a day, what is remembered, and what is overheard."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import (
    accept,
    brighten_answer,
    brighten_message,
    brightened,
    delete_for_me,
    exchange_of,
    first_words,
    good_moments,
    memories_of,
    messages_of,
    set_memories,
    set_settings,
    take_private,
)
from kith.conversations.model import REQUEST_MESSAGES_MAX, Brightened, TalkSettings
from kith.conversations.tests.scene import (
    ANA,
    BEN,
    CLEO,
    DAN,
    act,
    group,
    listed,
    look,
    pair,
    say,
    seen,
)
from kith.people import block
from kith.people.store.remembering import set_remembered
from kith.posts.tests.cast import say as publish
from kith.ties import mark_parted
from tests.clock import TestClock

_REACTIONS = Statement("SELECT count(*) FROM tie_acts WHERE kind = 'reaction'")


async def _tell(house: House, person: Id, deed: Any, subject_id: Id, *, bright: bool = True) -> list[Brightened]:
    """Let somebody say that it brightened their day, and give what the two are told of it."""
    told: list[Brightened] = []
    async with house.work(actor=person) as work:
        tell = work.tell
        work.tell = lambda fact, **named: told.append(fact) if isinstance(fact, Brightened) else tell(fact, **named)  # type: ignore[method-assign]
        await deed(work, subject_id, bright=bright)
    return told


async def _moments(house: House, person: Id) -> list[tuple[Id, int, str]]:
    now = house.clock()
    found = await look(
        house, person, good_moments, since_at=now - timedelta(days=7), until_at=now + timedelta(seconds=9)
    )
    return [
        (one.other.id, one.exchange.count, one.message.message.text if one.message else one.card.post.text)
        for one in found
    ]


async def test_a_message_brightens_the_day_of_the_two(house: House) -> None:
    """Either may say so, once; it comes back to both and to nobody else."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup at six!")
    assert [fact.to_ids for fact in await _tell(house, BEN, brighten_message, message.id)] == [(ANA,)]
    await _tell(house, BEN, brighten_message, message.id)
    await _tell(house, ANA, brighten_message, message.id)
    assert await _moments(house, ANA) == [(BEN, 2, "Soup at six!")]
    assert await _moments(house, BEN) == [(ANA, 2, "Soup at six!")]
    assert await _moments(house, CLEO) == []
    assert await look(house, BEN, brightened, [message.id]) == {message.id}
    with pytest.raises(NotFound):
        await act(house, CLEO, brighten_message, message.id, bright=True)


async def test_the_two_hear_of_it_once_a_day(house: House, clock: TestClock) -> None:
    """However many messages, however often it is taken back and said again."""
    talk = await pair(house)
    first, second = await say(house, ANA, talk, "One"), await say(house, ANA, talk, "Two")
    assert len(await _tell(house, BEN, brighten_message, first.id)) == 1
    assert await _tell(house, BEN, brighten_message, second.id) == []
    await _tell(house, BEN, brighten_message, first.id, bright=False)
    assert await _tell(house, BEN, brighten_message, first.id) == []
    clock.tick(hours=25)
    await _tell(house, BEN, brighten_message, first.id, bright=False)
    assert len(await _tell(house, BEN, brighten_message, first.id)) == 1


async def test_it_gives_the_tie_a_click_and_no_more(house: House) -> None:
    """Of one of the two; whoever listens gives nothing."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)

    async def clicks() -> int:
        async with house.reading() as work:
            return int(await work.db.value(_REACTIONS))

    await _tell(house, CLEO, brighten_answer, answer.id)
    assert await clicks() == 0
    await _tell(house, ANA, brighten_answer, answer.id)
    await _tell(house, ANA, brighten_answer, answer.id, bright=False)
    await _tell(house, ANA, brighten_answer, answer.id)
    assert await clicks() == 1


async def test_who_listens_may_say_so_of_what_is_public(house: House) -> None:
    """Both of the exchange hear of it; what answers nobody, or is not for everybody, is no public exchange."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)
    [fact] = await _tell(house, CLEO, brighten_answer, answer.id)
    assert fact.to_ids == (ANA, BEN)
    assert await _moments(house, ANA) == [(BEN, 1, "With bread!")]
    assert await _moments(house, CLEO) == []
    own = await publish(house, ANA, "And again", reply_to=first)
    few = await publish(house, BEN, "Between us", reply_to=first, audience="followers")
    for wrong in (first.id, own.id, few.id, Id(99)):
        with pytest.raises(NotFound):
            await act(house, CLEO, brighten_answer, wrong, bright=True)


async def test_in_a_group_it_is_between_two(house: House) -> None:
    """Whoever says so and the author; of one's own words to all there is no other side."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup at six!")
    await _tell(house, CLEO, brighten_message, message.id)
    assert await _moments(house, ANA) == [(CLEO, 1, "Soup at six!")]
    assert await _moments(house, BEN) == []
    with pytest.raises(Refused):
        await act(house, ANA, brighten_message, message.id, bright=True)


async def test_good_moments_show_what_is_there_still(house: House) -> None:
    """Not what one deleted for oneself, and nobody behind a block."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup at six!")
    await _tell(house, BEN, brighten_message, message.id)
    await act(house, BEN, delete_for_me, message.id)
    assert await _moments(house, BEN) == []
    assert await _moments(house, ANA) == [(BEN, 1, "Soup at six!")]
    await act(house, BEN, block, ANA)
    assert await _moments(house, ANA) == []


async def _today(house: House, person: Id) -> list[tuple[str, int, str]]:
    day = house.clock().replace(hour=0, minute=0, second=0, microsecond=0)
    found = await look(house, person, memories_of, day, day + timedelta(days=1))
    return [(one.kind, one.years, one.message.message.text) for one in found]


def _in_a_year(clock: TestClock) -> None:
    """Move to the same day of the next year."""
    now: datetime = clock()
    clock.tick(days=(now.replace(year=now.year + 1) - now).days)


async def test_on_this_day(house: House, clock: TestClock) -> None:
    """What the two said years ago today, once a year's day; the first of all is how it began."""
    talk, began = await pair(house), clock()
    await say(house, ANA, talk, "Hello Ben")
    clock.tick(days=40)
    await say(house, BEN, talk, "Come for soup")
    _in_a_year(clock)
    for person in (ANA, BEN):
        assert await _today(house, person) == [("on_this_day", 1, "Come for soup")]
    assert await _today(house, CLEO) == []
    clock.tick(days=(began.replace(year=began.year + 2) - clock()).days + 1)
    assert await _today(house, ANA) == [("first_talk", 2, "Hello Ben")]
    assert (await look(house, ANA, first_words, talk)).message.message.text == "Hello Ben"


@pytest.mark.parametrize("who", [ANA, BEN])
@pytest.mark.parametrize("how", ["settings", "conversation", "parted", "blocked"])
async def test_either_can_want_no_memories(house: House, clock: TestClock, who: Id, how: str) -> None:
    """Of all, or of one conversation; and none is shown of whom one parted from or keeps away."""
    talk, other = await pair(house), BEN if who == ANA else ANA
    await say(house, ANA, talk, "Hello Ben")
    await say(house, BEN, talk, "Hello Ana")
    _in_a_year(clock)
    assert len(await _today(house, other)) == 1
    if how == "settings":
        await act(house, who, set_settings, TalkSettings(owner_id=who, memories=False))
    elif how == "conversation":
        await act(house, who, set_memories, talk, wanted=False)
    elif how == "parted":
        await act(house, who, mark_parted, other, parted=True)
    else:
        await act(house, who, block, other)
    for person in (ANA, BEN):
        assert await _today(house, person) == []
        if how != "blocked":
            assert await look(house, person, first_words, talk) is None


@pytest.mark.parametrize("asked_before", [False, True])
async def test_of_who_has_died_memories_come_to_who_asks_for_them(
    house: House, clock: TestClock, *, asked_before: bool
) -> None:
    """To nobody else, also where they were wanted while both lived; and a no of the one who died stays one."""
    talk = await pair(house)
    await say(house, ANA, talk, "Hello Ben")
    await say(house, BEN, talk, "Hello Ana")
    if asked_before:
        await act(house, ANA, set_memories, talk, wanted=True)
    _in_a_year(clock)
    assert len(await _today(house, ANA)) == 1
    async with house.work() as work:
        await set_remembered(work.db, BEN, work.now)
    assert await _today(house, ANA) == []
    assert await look(house, ANA, first_words, talk) is None
    await act(house, ANA, set_memories, talk, wanted=True)
    assert len(await _today(house, ANA)) == 1
    await act(house, ANA, set_memories, talk, wanted=False)
    assert await _today(house, ANA) == []


async def test_a_public_exchange_reads_as_a_conversation(house: House) -> None:
    """What the two said to each other, in order, without what others put between; for whoever may hear it."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)
    await publish(house, CLEO, "And me?", reply_to=answer)
    again = await publish(house, ANA, "Of course", reply_to=answer)
    exchange = await look(house, DAN, exchange_of, answer.id)
    assert [card.post.id for card in exchange.cards] == [first.id, answer.id, again.id]
    assert [one.id for one in exchange.people] == [ANA, BEN]
    assert not exchange.mine
    assert (await look(house, ANA, exchange_of, answer.id)).mine
    await act(house, DAN, block, ANA)
    with pytest.raises(NotFound):
        await look(house, DAN, exchange_of, answer.id)


async def test_either_takes_it_private_in_one_step(house: House) -> None:
    """It goes on in their conversation, which shows where it began; others cannot, and see nothing."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)
    room = await act(house, ANA, take_private, answer.id)
    assert await seen(house, BEN, room.id) == ["(taken)"]
    views = await look(house, BEN, messages_of, room.id)
    assert views[0].message.about.post_id == answer.id
    assert await listed(house, BEN) == [(room.id, 1)]
    with pytest.raises(NotFound):
        await act(house, CLEO, take_private, answer.id)
    assert await listed(house, CLEO) == []


async def test_taking_it_private_again_says_nothing_again(house: House) -> None:
    """Whichever of the two does, and with two hands at once."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)
    room = await act(house, ANA, take_private, answer.id)
    await asyncio.gather(*(act(house, person, take_private, answer.id) for person in (ANA, BEN, BEN)))
    assert await seen(house, BEN, room.id) == ["(taken)"]
    again = await publish(house, ANA, "Which bread?", reply_to=answer)
    await act(house, BEN, take_private, again.id)
    assert await seen(house, BEN, room.id) == ["(taken)", "(taken)"]


async def test_a_stranger_takes_no_more_private_than_they_may_say(house: House) -> None:
    """What waits with somebody is five words, of whatever kind; with whoever accepted them it goes on."""
    first = await publish(house, ANA, "Soup for all?")
    answers = [await publish(house, DAN, f"With bread {n}!", reply_to=first) for n in range(REQUEST_MESSAGES_MAX + 1)]
    for one in answers[:-1]:
        room = await act(house, DAN, take_private, one.id)
    with pytest.raises(Refused):
        await act(house, DAN, take_private, answers[-1].id)
    assert len(await seen(house, ANA, room.id)) == REQUEST_MESSAGES_MAX
    await act(house, ANA, accept, room.id)
    await act(house, DAN, take_private, answers[-1].id)
    assert len(await seen(house, ANA, room.id)) == REQUEST_MESSAGES_MAX + 1
