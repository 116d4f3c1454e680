"""Short ways for the tests of conversations: who knows whom, saying something, what somebody sees."""

from collections.abc import Awaitable, Callable
from typing import Any

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import conversations_of, found_group, messages_of, open_pair, send
from kith.conversations.model import Message, MessageWish, SeatState
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast


async def gather_friends(house: House) -> None:
    """Let Ana, Ben and Cleo follow each other; Dan knows nobody."""
    await gather_cast(house)  # Ben follows Ana
    for follower, followee in ((ANA, BEN), (ANA, CLEO), (BEN, CLEO), (CLEO, ANA), (CLEO, BEN)):
        await follow(house, follower, followee)


async def act(house: House, person: Id, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
    """Let somebody do something in work of its own."""
    async with house.work(actor=person) as work:
        return await deed(work, *given, **named)


async def look(house: House, person: Id, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
    """Let somebody read something."""
    async with house.reading(actor=person) as work:
        return await deed(work, *given, **named)


async def pair(house: House, one: Id = ANA, other: Id = BEN) -> Id:
    """Open the conversation of two people."""
    room = await act(house, one, open_pair, other)
    conversation_id: Id = room.id
    return conversation_id


async def group(house: House, *others: Id, founder: Id = ANA, name: str = "Soup", **named: Any) -> Id:
    """Found a group."""
    made = await act(house, founder, found_group, name, list(others), **named)
    conversation_id: Id = made.id
    return conversation_id


async def say(house: House, person: Id, conversation_id: Id, text: str, **named: Any) -> Message:
    """Say something."""
    message: Message = await act(house, person, send, conversation_id, MessageWish(text=text), **named)
    return message


async def seen(house: House, person: Id, conversation_id: Id) -> list[str]:
    """List the words of a conversation as somebody sees them; what happened stands there as its kind."""
    views = await look(house, person, messages_of, conversation_id)
    return [
        "(gone)" if view.gone else view.message.text if view.message.kind == "said" else f"({view.message.kind})"
        for view in views
    ]


async def listed(house: House, person: Id, state: SeatState = "open") -> list[tuple[Id, int]]:
    """List somebody's conversations, each with how many messages are new."""
    found = await look(house, person, conversations_of, Paging(), state=state)
    return [(view.conversation.id, view.unread) for view in found.items]


__all__ = ["ANA", "BEN", "CLEO", "DAN", "act", "gather_friends", "group", "listed", "look", "pair", "say", "seen"]
