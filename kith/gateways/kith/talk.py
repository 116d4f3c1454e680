"""The entities of conversations: `Talk`, one of them as one member has it, and `Message`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.conversations import Presence, addressed, brightened
from kith.conversations.model import ConversationView, Message, MessageKind, MessageView, SeatState
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.attachment import MediaEntity, present_media
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.people.model import Account


class MessageReactionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An emoji on a message, and who put it there."""

    emoji: str
    account_ids: tuple[str, ...]


class MessageEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Something said in a conversation, or that happened in it.

    `seq` is its number in the conversation, the same for everybody; `changed` the number of the change in which it
    became what it is. What is `gone` has no words. `whom` are those to whom something happened; what was `pinned` is
    named by `reply_to_id`.
    """

    id: str
    conversation_id: str
    seq: int
    changed: int
    kind: MessageKind
    account_id: str
    mine: bool
    gone: bool
    text: str
    content: str
    warning: str
    sensitive: bool
    language: str | None
    media: tuple[MediaEntity, ...]
    mentioned_ids: tuple[str, ...]
    reply_to_id: str | None
    reply_to_text: str | None
    about_status_id: str | None
    whom: tuple[str, ...]
    forwarded: bool
    brightened: bool
    reactions: tuple[MessageReactionEntity, ...]
    created_at: str
    edited_at: str | None
    vanishes_at: str | None


class MarkEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which message somebody has received and read."""

    account_id: str
    read: int
    received: int


class TalkEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as whoever asks has it.

    `changes` is the number to ask for later changes with. `keeps_days` is null where messages stay; what one of two
    asked for instead stands in `asked_days` (0: that they stay). `read` is the last message that one has read.
    """

    id: str
    kind: Literal["pair", "group"]
    name: str
    picture: str | None
    state: SeatState
    accounts: tuple[AccountEntity, ...]
    founder_id: str | None  # nobody, where they cannot be seen
    founder: bool
    may_write: bool
    last_message: MessageEntity | None
    last_seq: int
    changes: int
    unread: int
    read: int
    marks: tuple[MarkEntity, ...]
    silent_until: str | None
    pinned: bool
    memories: bool
    draft: str
    shows_history: bool
    keeps_days: int | None
    asked_days: int | None
    asked_by: str | None


class PresenceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether somebody is here, away or gone, and when they last were here."""

    account_id: str
    state: Literal["here", "away", "gone"]
    seen_at: str | None


async def present_messages(work: Work, views: Sequence[MessageView]) -> list[MessageEntity]:
    """Give the entities of messages, in their order."""
    bright = await brightened(work, [view.message.id for view in views])
    url = work.house.settings.url
    return [_message(view, url, bright=view.message.id in bright) for view in views]


async def present_message(work: Work, view: MessageView) -> MessageEntity:
    """Give the entity of one message."""
    return (await present_messages(work, [view]))[0]


def present_said(work: Work, view: MessageView) -> MessageEntity:
    """Give the entity of a message that was just said: nobody has done anything with it yet."""
    return _message(view, work.house.settings.url, bright=False)


def present_new(work: Work, message: Message) -> MessageEntity:
    """Give the entity of a message that was said in this very work and answers none, without reading it again."""
    message = addressed(message, message.author_id, work.house.secret, hand_id=work.hand)
    view = MessageView(message=message, author=None, gone=False, mine=True, reactions=(), reply_to=None)
    return _message(view, work.house.settings.url, bright=False)


async def present_conversations(work: Work, views: Sequence[ConversationView]) -> list[TalkEntity]:
    """Give the entities of conversations, in their order."""
    accounts = await _accounts(work, [one for view in views for one in view.people])
    last = [view.last for view in views if view.last is not None]
    messages = {one.id: one for one in await present_messages(work, last)}
    return [_talk(view, accounts, messages, work.house.settings.url) for view in views]


async def present_conversation(work: Work, view: ConversationView) -> TalkEntity:
    """Give the entity of one conversation."""
    return (await present_conversations(work, [view]))[0]


def present_presences(found: Iterable[Presence]) -> list[PresenceEntity]:
    """Give the entities of who is here."""
    return [
        PresenceEntity(
            account_id=str(one.account_id),
            state=one.state,
            seen_at=date_text(one.seen_at) if one.seen_at else None,
        )
        for one in found
    ]


def present_marks(view: ConversationView) -> tuple[MarkEntity, ...]:
    """Give the entities of what others received and read."""
    return tuple(
        MarkEntity(account_id=str(one.account_id), read=one.read_seq, received=one.delivered_seq) for one in view.marks
    )


async def _accounts(work: Work, people: Sequence[Account]) -> Mapping[Id, AccountEntity]:
    unique = {one.id: one for one in people}
    return dict(zip(unique, await present_accounts_of(work, list(unique.values())), strict=True))


def _message(view: MessageView, url: str, *, bright: bool) -> MessageEntity:
    one = view.message
    gone = view.gone
    return MessageEntity(
        id=str(one.id),
        conversation_id=str(one.conversation_id),
        seq=one.seq,
        changed=one.changed,
        kind=one.kind,
        account_id=str(one.author_id),
        mine=view.mine,
        gone=gone,
        text="" if gone else one.text,
        content="" if gone else one.html,
        warning="" if gone else one.warning,
        sensitive=one.sensitive and not gone,
        language=one.language,
        media=() if gone else tuple(present_media(each, url) for each in one.attachments),
        mentioned_ids=() if gone else tuple(str(each.account_id) for each in one.mentions),
        reply_to_id=str(view.reply_to.id) if view.reply_to else None,
        reply_to_text=_quoted(view.reply_to),
        about_status_id=str(one.about.post_id) if one.about else None,
        whom=tuple(str(each) for each in one.whom),
        forwarded=one.forwarded,
        brightened=bright,
        reactions=tuple(
            MessageReactionEntity(emoji=emoji, account_ids=tuple(str(each) for each in people))
            for emoji, people in view.reactions
            if not gone
        ),
        created_at=date_text(one.sent_at),
        edited_at=date_text(one.edited_at) if one.edited_at else None,
        vanishes_at=date_text(one.vanishes_at) if one.vanishes_at else None,
    )


def _is_seen(view: ConversationView, account_id: Id) -> bool:
    return account_id in {view.me.account_id, *(one.id for one in view.people)}


def _quoted(message: Message | None) -> str | None:
    return None if message is None or message.deleted_at is not None else message.opening


def _talk(
    view: ConversationView, accounts: Mapping[Id, AccountEntity], messages: Mapping[str, MessageEntity], url: str
) -> TalkEntity:
    one, seat = view.conversation, view.seat
    return TalkEntity(
        id=str(one.id),
        kind=one.kind,
        name=one.name,
        picture=url + media_url(one.picture.small_key) if one.picture else None,
        state=seat.state,
        accounts=tuple(accounts[each.id] for each in view.people),
        founder_id=str(one.founder_id) if _is_seen(view, one.founder_id) else None,
        founder=view.founder,
        may_write=view.may_write,
        last_message=messages.get(str(view.last.message.id)) if view.last else None,
        last_seq=one.last_seq,
        changes=one.changes,
        unread=view.unread,
        read=view.me.read_seq,
        marks=present_marks(view),
        silent_until=date_text(seat.silent_until) if seat.silent_until else None,
        pinned=seat.pinned,
        memories=seat.memories,
        draft=seat.draft,
        shows_history=one.shows_history,
        keeps_days=one.keeps_days,
        asked_days=one.asked_days,
        asked_by=str(one.asked_by) if one.asked_by else None,
    )
