"""What may be refused before it happens in conversations, and what is told afterwards."""

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id


class Say(Intent, frozen=True, kw_only=True):
    """Somebody is about to write to these people."""

    author_id: Id
    conversation_id: Id
    to_ids: tuple[Id, ...]


class Gather(Intent, frozen=True, kw_only=True):
    """Somebody is about to found a group with these people, or to let them into one."""

    author_id: Id
    other_ids: tuple[Id, ...]


class LookFor(Intent, frozen=True, kw_only=True):
    """Somebody is about to be given what they, or another for whom they act, may see: by an address that they kept."""

    owner_id: Id
    hand_id: Id


class MessageSent(Fact, frozen=True, kw_only=True):
    """Something was said, or happened, in a conversation. `to_ids` are those in whose open lists it stands new, and
    `asked_ids` those with whom it waits as a request. `said`: it is somebody's words, and no line about what happened.
    `among_people`: no organisation is in it.
    """

    conversation_id: Id
    message_id: Id
    seq: int
    author_id: Id
    to_ids: tuple[Id, ...]
    asked_ids: tuple[Id, ...] = ()
    named_ids: tuple[Id, ...] = ()
    said: bool = True
    among_people: bool = False


class MessageChanged(Fact, frozen=True, kw_only=True):
    """A message says something else, or is gone for all."""

    conversation_id: Id
    message_id: Id
    seq: int
    author_id: Id
    gone: bool


class MessagesVanished(Fact, frozen=True, kw_only=True):
    """Messages of a conversation were deleted for good, because their time was over."""

    conversation_id: Id
    message_ids: tuple[Id, ...]


class MessageReacted(Fact, frozen=True, kw_only=True):
    """Somebody put an emoji on a message, or took it away: then it is empty."""

    conversation_id: Id
    message_id: Id
    author_id: Id
    person_id: Id
    emoji: str


class ConversationRead(Fact, frozen=True, kw_only=True):
    """Somebody has read a conversation up to its newest message."""

    conversation_id: Id
    person_id: Id


class MemberGone(Fact, frozen=True, kw_only=True):
    """Somebody left a conversation, or was removed from it."""

    conversation_id: Id
    account_id: Id


class RequestAccepted(Fact, frozen=True, kw_only=True):
    """Somebody took a stranger's conversation among their own."""

    conversation_id: Id
    person_id: Id


class KeepingAsked(Fact, frozen=True, kw_only=True):
    """One of a pair would like messages to vanish after so many days, or to stay."""

    conversation_id: Id
    by_id: Id
    days: int | None


class ForgettingLeft(Fact, frozen=True, kw_only=True):
    """There is more to delete of somebody who left."""

    account_id: Id
