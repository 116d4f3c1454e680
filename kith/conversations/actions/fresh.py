"""A message that was just said, for those who hear of it in the same process: it is not read again."""

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.room import Room, room_for, shown
from kith.conversations.model import Conversation, ConversationMember, Message, MessageView, SeenMessage
from kith.conversations.rules import may_see
from kith.people import viewer_of
from kith.people.model import Account

SAID_BYTES, MEMBER_BYTES = 3_000, 2_000  # of the structs around its words, and of each member with their account


class _Said(msgspec.Struct, frozen=True):
    """A message, who was in its conversation, and the epoch of the caches before it was there."""

    message: SeenMessage
    conversation: Conversation
    members: tuple[ConversationMember, ...]
    accounts: dict[Id, Account]
    since: int


def keep_said(work: Work, room: Room, message: Message) -> None:
    """Keep what this work has said in a held conversation, for those who are told of it; unless it is an answer."""
    if message.kind != "said" or message.reply_seq is not None:
        return
    seen = SeenMessage(hidden=False, **{name: getattr(message, name) for name in message.__struct_fields__})
    accounts = {one: room.accounts[one] for one in room.member_ids if one in room.accounts}
    if len(accounts) < len(room.members):
        return  # somebody is gone, and hidden from all
    said = _Said(seen, room.conversation, room.members, accounts, work.house.cache.epoch())
    size_bytes = SAID_BYTES + 4 * (len(message.text) + len(message.html)) + MEMBER_BYTES * len(room.members)
    depends = [f"author:{one}" for one in room.member_ids]
    work.keep(_key(room.id, message.changed), said, depends=depends, size_bytes=size_bytes)


async def said_now(work: Work, conversation_id: Id, changed: int) -> MessageView | None:
    """Give the message that was just said here, with this change of its conversation, as whoever acts may see it.

    `None`: read what changed. The database is asked whether that was the last change, and whether they are in it
    still. Whoever is kept apart from somebody else now, or says that it brightened their day, is forgotten as a viewer.
    """
    cache = work.house.cache
    said = cache.get_as(_Said, _key(conversation_id, changed))
    if said is None:
        return None
    viewer, message = await viewer_of(work), said.message
    room = room_for(viewer, said.conversation, said.members, said.accounts)
    if room is None or not may_see(message, room.me, hidden_from=viewer.hidden, now=work.now):
        return None
    if not await store.is_last_change(work.db, viewer.id, message):
        return None
    if not cache.holds((f"viewer:{viewer.id}",), since=said.since):
        return None
    return shown(work, room, message, (), None)


def _key(conversation_id: Id, changed: int) -> str:
    return f"said:{conversation_id}:{changed}"
