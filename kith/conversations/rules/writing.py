"""What may be written, changed and taken back, and by whom."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean, clean_line, is_emoji
from kith.base.core.words import _
from kith.conversations.model import (
    DELETE_FOR_ALL_MINUTES,
    KEEPS_DAYS,
    KEY_MAX,
    MEMBERS_MAX,
    NAME_MAX,
    REQUEST_MESSAGES_MAX,
    TEXT_MAX,
    Conversation,
    ConversationMember,
    Message,
    MessageWish,
    SeatState,
    WhoMayWrite,
)
from kith.conversations.model.message import TEXT_COLUMN_MAX
from kith.posts.model import WARNING_MAX

INNER_CIRCLE_MAX = 15  # the two inner circles: those who may ring at night


def tidied(wish: MessageWish) -> MessageWish:
    """Give the words as they are kept. Raises `Invalid` for what is too long, or says nothing."""
    text = clean(wish.text, length_max=TEXT_MAX, field="text", characters_max=TEXT_COLUMN_MAX)
    if not text and not wish.media_ids:
        raise Invalid(_("There is nothing in it yet."), field="text")
    warning = clean_line(wish.warning, length_max=WARNING_MAX, field="warning")
    return msgspec.structs.replace(wish, text=text, warning=warning, language=wish.language or None)


def check_key(key: str) -> None:
    """Raise `Invalid` for an idempotency key that is too long, or holds what no database keeps."""
    if len(key) > KEY_MAX or "\0" in key:
        raise Invalid(_("That idempotency key is too long."), field="key")


def check_name(text: str) -> str:
    """Give a group's name as it is kept. Raises `Invalid` for none."""
    name = clean_line(text, length_max=NAME_MAX, field="name")
    if not name:
        raise Invalid(_("A group needs a name."), field="name")
    return name


def check_room(members: int) -> None:
    """Raise `Refused` for more people than a group holds."""
    if members > MEMBERS_MAX:
        raise Refused(_("A group has room for {count} people.").format(count=MEMBERS_MAX))


def check_group(conversation: Conversation) -> None:
    """Raise `Refused` for what two people cannot do: nobody comes to them, and neither is sent away."""
    if conversation.kind != "group":
        raise Refused(_("This is between the two of you. Found a group to talk among more."))


def check_founder(member: ConversationMember) -> None:
    """Raise `Refused` for what only a group's founder does."""
    if member.role != "founder":
        raise Refused(_("Only who founded the group can do that."))


def first_state(wish: WhoMayWrite, *, follows: bool, tied: bool, circle: int) -> SeatState:
    """Tell where the first words of somebody go: into the list, or among the requests. All from the receiver's side."""
    if wish == "everyone":
        return "open"
    if wish == "inner":
        return "open" if 0 < circle <= INNER_CIRCLE_MAX else "request"
    return "open" if follows or tied else "request"


def check_request(states: Collection[SeatState], *, written: int, has_media: bool) -> None:
    """Raise `Refused` for what nobody sends to whom has not accepted yet: pictures, or many messages.

    Who declined looks like who has not answered.
    """
    if "open" in states or not states:
        return
    if has_media:
        raise Refused(_("Pictures can be sent once they have accepted. Your words can go now."))
    if written >= REQUEST_MESSAGES_MAX:
        raise Refused(_("Your messages wait to be accepted. More can be sent after that."))


def check_own(message: Message, person_id: Id) -> None:
    """Raise `NotFound` unless somebody said this themselves, and it is there still."""
    if message.author_id != person_id or message.kind != "said" or message.deleted_at is not None:
        raise NotFound


def check_said(message: Message) -> None:
    """Raise `NotFound` for what has no words: something that happened, or that is gone."""
    if message.kind != "said" or message.deleted_at is not None:
        raise NotFound


def check_time_to_delete(message: Message, now: datetime) -> None:
    """Raise `Refused` when it has stood for too long to be taken back from everybody."""
    if now - message.sent_at > timedelta(minutes=DELETE_FOR_ALL_MINUTES):
        raise Refused(_("It has stood for more than an hour. You can still delete it for yourself."))


def check_emoji(emoji: str) -> str:
    """Give a reaction as it is kept. Raises `Invalid` for what is no emoji."""
    if not is_emoji(emoji):
        raise Invalid(_("This is no emoji that can be used here."), field="emoji")
    return emoji


def check_forwarding(message: Message, person_id: Id, *, author_agrees: bool) -> None:
    """Raise `Refused` for words whose author does not let others pass them on; one's own always may be."""
    check_said(message)
    if message.author_id != person_id and not author_agrees:
        raise Refused(_("They did not allow others to pass their messages on. You can ask them."))


def check_days(days: int | None) -> int | None:
    """Give for how long messages are kept. Raises `Invalid` for what is not offered."""
    if days not in (None, *KEEPS_DAYS):
        raise Invalid(_("Choose one day, one week, 90 days or for ever."), field="days")
    return days
