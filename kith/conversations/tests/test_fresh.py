"""A message comes to open streams out of memory, and only as the database would give it at that moment."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from kith.base.bus.tests.following import follow
from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.conversations import (
    brighten_message,
    changes_after,
    clear,
    delete_for_all,
    delete_for_me,
    edit,
    leave,
    react,
    remove,
    rename,
    said_now,
    send,
)
from kith.conversations.model import Message, MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, look, pair, say
from kith.people import block

Deed = Callable[[Work, Message], Awaitable[object]]


@pytest_asyncio.fixture(autouse=True)
async def _listening(house: House) -> AsyncIterator[None]:
    """Somebody listens in this process, which hears of changes."""
    topics = [str(BEN), str(CLEO), str(DAN)]
    following = follow(house.live, topics, await house.live.arrive(topics), pause_s=0.01)
    await anext(following)
    await until(lambda: house.cache.is_on)
    yield
    await following.aclose()


def _wish(text: str) -> MessageWish:
    return MessageWish(text=text)


# Who does what between a message of Ana's and the moment in which Ben is told of it.
DEEDS: dict[str, tuple[Id, Deed]] = {
    "Ben leaves": (BEN, lambda work, one: leave(work, one.conversation_id)),
    "Ben clears it": (BEN, lambda work, one: clear(work, one.conversation_id)),
    "Ben deletes it for himself": (BEN, lambda work, one: delete_for_me(work, one.id)),
    "Ben blocks Ana": (BEN, lambda work, _one: block(work, ANA)),
    "Ben says it brightened his day": (BEN, lambda work, one: brighten_message(work, one.id, bright=True)),
    "Ben reacts": (BEN, lambda work, one: react(work, one.id, "🍲")),
    "Ana deletes it": (ANA, lambda work, one: delete_for_all(work, one.id)),
    "Ana edits it": (ANA, lambda work, one: edit(work, one.id, "Bread")),
    "Ana removes Ben": (ANA, lambda work, one: remove(work, one.conversation_id, BEN)),
    "Ana blocks Ben": (ANA, lambda work, _one: block(work, BEN)),
    "Ana renames it": (ANA, lambda work, one: rename(work, one.conversation_id, "Bread")),
    "Cleo says more": (CLEO, lambda work, one: send(work, one.conversation_id, _wish("Yes"))),
}


async def test_it_is_what_is_read(house: House) -> None:
    """For each member; and nobody reads it again: one statement asks whether it is so still."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup at six, @ben?")
    for person in (ANA, BEN, CLEO):
        views, _end = await look(house, person, changes_after, talk, message.changed - 1)
        before = house.database.statements
        assert [await look(house, person, said_now, talk, message.changed)] == views
        assert house.database.statements == before + 1


@pytest.mark.parametrize("what", DEEDS)
async def test_what_happened_before_the_moment_of_sending_counts(house: House, what: str) -> None:
    """Whoever did what: it is read anew."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup at six?")
    assert await look(house, BEN, said_now, talk, message.changed) is not None
    person, deed = DEEDS[what]
    await act(house, person, deed, message)
    assert await look(house, BEN, said_now, talk, message.changed) is None


@pytest.mark.parametrize("blocker", [ANA, BEN])
async def test_of_two_neither_hears_the_other_after_a_block(house: House, blocker: Id) -> None:
    """Not what was said just before it either."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup at six?")
    assert await look(house, BEN, said_now, talk, message.changed) is not None
    await act(house, blocker, block, BEN if blocker == ANA else ANA)
    assert await look(house, BEN, said_now, talk, message.changed) is None


async def test_who_is_not_in_it_is_given_nothing(house: House) -> None:
    """Nobody else knows it by its number."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup at six?")
    for person in (CLEO, DAN):
        assert await look(house, person, said_now, talk, message.changed) is None


async def test_an_answer_is_read(house: House) -> None:
    """With what it answers."""
    talk = await pair(house)
    first = await say(house, ANA, talk, "Soup at six?")
    answer = await act(house, BEN, send, talk, MessageWish(text="Yes", reply_to_id=first.id))
    assert await look(house, ANA, said_now, talk, answer.changed) is None
