"""Which messages stand above a conversation, and who may put them there."""

from collections.abc import Collection, Iterable

import msgspec

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.conversations.model import MESSAGES_PINNED_MAX, Conversation, SeatState


def check_pinning(mine: SeatState, others: Collection[SeatState]) -> None:
    """Raise `Refused` unless a conversation is accepted, by whoever pins and by somebody who sees it."""
    if mine != "open":
        raise Refused(_("Accept it first."))
    if others and "open" not in others:
        raise Refused(_("Messages can be pinned once they have accepted."))


def with_pin(conversation: Conversation, message_id: Id, *, there: Collection[Id]) -> Conversation:
    """Pin one more message, the newest; of those that are still `there`, the one that was pinned first makes room."""
    kept = [one for one in conversation.pinned_ids if one in there and one != message_id]
    pinned = (*kept, message_id)[-MESSAGES_PINNED_MAX:]
    return msgspec.structs.replace(conversation, pinned_ids=pinned)


def without_pins(conversation: Conversation, message_ids: Iterable[Id]) -> Conversation:
    """Pin these messages no longer."""
    gone = set(message_ids)
    return msgspec.structs.replace(
        conversation, pinned_ids=tuple(one for one in conversation.pinned_ids if one not in gone)
    )
