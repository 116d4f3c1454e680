"""What every act in a conversation begins with: who acts, and the conversation as they may enter it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.model import (
    Conversation,
    ConversationMember,
    Message,
    MessageReaction,
    MessageView,
    Seat,
    SeenMessage,
)
from kith.conversations.rules import addressed
from kith.people import present_accounts, viewer_of
from kith.people.model import Account, Viewer


@dataclass(frozen=True, kw_only=True)
class Room:
    """A conversation that somebody may enter: who is in it, who of them is there, and who is hidden from them."""

    conversation: Conversation
    me: ConversationMember
    members: tuple[ConversationMember, ...]  # those of now
    accounts: dict[Id, Account]  # of everybody who is there, also of those who left the conversation
    viewer: Viewer  # with those among the hidden whose account is gone

    @property
    def id(self) -> Id:
        """Which conversation it is."""
        return self.conversation.id

    @property
    def member_ids(self) -> list[Id]:
        """Who is in it now."""
        return [one.account_id for one in self.members]

    @property
    def others(self) -> list[ConversationMember]:
        """Who is in it beside oneself, as far as one may know."""
        return [one for one in self.members if one is not self.me and one.account_id not in self.viewer.hidden]

    @property
    def other_ids(self) -> list[Id]:
        """The same, their ids."""
        return [one.account_id for one in self.others]

    @property
    def is_among_people(self) -> bool:
        """Whether everybody in it is there, and none is an organisation."""
        found = [self.accounts.get(one.account_id) for one in self.members]
        return all(one is not None and one.kind == "person" for one in found)

    def becoming(self, conversation: Conversation) -> "Room":
        """Give the room with its conversation as it is now."""
        return replace(self, conversation=conversation)

    def among(self, members: Iterable[ConversationMember]) -> "Room":
        """Give the room with these in it."""
        return replace(self, members=tuple(members))

    def check_somebody(self) -> None:
        """Raise `Refused` where nobody is left to write to."""
        if self.conversation.kind == "pair" and not self.others:
            raise Refused(_("Nobody else is here any more. What was said stays for you to read."))


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


async def hold(work: Work, conversation_id: Id) -> Room:
    """Enter a conversation to write into it: whoever else does waits. Raises `NotFound`."""
    acting(work)
    conversation = await store.lock_conversation(work.db, conversation_id)
    rooms = await _rooms(work, [conversation])
    if conversation_id not in rooms:
        raise NotFound
    return rooms[conversation_id]


async def enter(work: Work, conversation_id: Id) -> Room:
    """Enter a conversation to read in it. Raises `NotFound`."""
    rooms = await enter_all(work, [conversation_id])
    if conversation_id not in rooms:
        raise NotFound
    return rooms[conversation_id]


async def enter_all(work: Work, conversation_ids: Iterable[Id]) -> dict[Id, Room]:
    """Enter those of these conversations that whoever acts may enter."""
    acting(work)
    found = await store.conversations_by_ids(work.db, conversation_ids)
    return await _rooms(work, list(found.values()))


async def seat_in(work: Work, room: Room) -> Seat:
    """Read what one has of a conversation."""
    seat = await store.find_seat(work.db, acting(work), room.id)
    if seat is None:
        raise NotFound
    return seat


def bumped(conversation: Conversation) -> Conversation:
    """Count one more change."""
    return msgspec.structs.replace(conversation, changes=conversation.changes + 1)


def show_changed(
    work: Work, conversation: Conversation, member_ids: Iterable[Id], *, author_id: Id | None = None
) -> None:
    """Let a conversation's members see what is new in it, as far as each may; with who said it, where it was said."""
    event = LiveEvent(
        kind="message", subject_id=conversation.id, number=conversation.changes, author_id=author_id or Id(0)
    )
    work.announce(event, member_ids)


def show_own(work: Work, conversation_id: Id, *owner_ids: Id) -> None:
    """Let somebody's open pages see that a conversation is something else to them now."""
    work.announce(LiveEvent(kind="conversation", subject_id=conversation_id), owner_ids or (acting(work),))


def hearing_of(conversation_id: Id) -> str:
    """Name what caches depend on who is in a conversation, and who of them has it open."""
    return f"hearing:{conversation_id}"


def shown(
    work: Work, room: Room, message: SeenMessage, reactions: Iterable[MessageReaction], parent: Message | None
) -> MessageView:
    """Give a message as it is shown, with the reactions to it and what it answers."""
    by_emoji: dict[str, tuple[Id, ...]] = {}
    for one in reactions:
        if one.account_id not in room.viewer.hidden:
            by_emoji[one.emoji] = (*by_emoji.get(one.emoji, ()), one.account_id)
    if message.whom:
        whom = tuple(one for one in message.whom if one not in room.viewer.hidden)
        message = msgspec.structs.replace(message, whom=whom)
    return MessageView(
        message=addressed(message, room.viewer.id, work.house.secret, hand_id=work.hand),
        author=room.accounts.get(message.author_id),
        gone=message.hidden or message.deleted_at is not None,
        mine=message.author_id == room.viewer.id,
        reactions=tuple(by_emoji.items()),
        reply_to=parent,
    )


async def _rooms(work: Work, conversations: Sequence[Conversation]) -> dict[Id, Room]:
    me, viewer = acting(work), await viewer_of(work)
    rows: dict[Id, list[ConversationMember]] = {one.id: [] for one in conversations}
    for row in await store.members_of(work.db, list(rows)):
        rows[row.conversation_id].append(row)
    people = {row.account_id for some in rows.values() for row in some}
    there = {one.id: one for one in await present_accounts(work.db, people)}
    sees = msgspec.structs.replace(viewer, hidden=tuple(sorted({*viewer.hidden, *(people - set(there) - {me})})))
    rooms = {one.id: room_for(sees, one, rows[one.id], there) for one in conversations}
    return {one: room for one, room in rooms.items() if room is not None}


def room_for(
    viewer: Viewer, conversation: Conversation, rows: Iterable[ConversationMember], accounts: dict[Id, Account]
) -> Room | None:
    """Give a conversation as the viewer may enter it, if they may: of two people, neither may be hidden from them."""
    now = tuple(row for row in rows if row.left_at is None)
    mine = next((row for row in now if row.account_id == viewer.id), None)
    away = conversation.kind == "pair" and any(row.account_id in viewer.hidden for row in now)
    if mine is None or away:
        return None
    return Room(conversation=conversation, me=mine, members=now, accounts=accounts, viewer=viewer)


def handles_in(work: Work, room: Room) -> Collection[str]:
    """Give the names by which the people of a conversation are written, here and from elsewhere."""
    here = [one.handle.lower() for id_, one in room.accounts.items() if id_ in room.member_ids]
    return {*here, *(f"{handle}@{work.house.settings.domain.lower()}" for handle in here)}
