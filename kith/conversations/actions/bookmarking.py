"""Keeping a message for oneself, which nobody else is told, and the list of those with one's heart on them."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.changing import find_place
from kith.conversations.actions.room import acting
from kith.conversations.model import Heart, MessageBookmark
from kith.conversations.rules import check_said


async def bookmark(work: Work, message_id: Id) -> None:
    """Keep a message that one may see. Raises `NotFound`."""
    room, message = await find_place(work, message_id)
    check_said(message)
    await store.add_bookmark(
        work.db,
        MessageBookmark(owner_id=acting(work), message_id=message.id, conversation_id=room.id, id=work.new_id()),
    )


async def unbookmark(work: Work, message_id: Id) -> None:
    """Keep it no longer, whether or not it may still be seen."""
    await store.remove_bookmark(work.db, acting(work), message_id)


async def bookmarks_of(work: Work, paging: Paging) -> Slice[MessageBookmark]:
    """List the messages that one keeps, what was kept last first; whether each may be seen is asked at its reading."""
    return await store.bookmarks_of(work.db, acting(work), paging)


async def hearts_of(work: Work, paging: Paging) -> Slice[Heart]:
    """List the messages that one put a heart on, the last first; whether each may be seen is asked at its reading."""
    return await store.hearts_of(work.db, acting(work), paging)


async def kept_among(work: Work, message_ids: Sequence[Id]) -> set[Id]:
    """Tell which of these messages one keeps."""
    return await store.kept_among(work.db, acting(work), message_ids)
