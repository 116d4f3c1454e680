"""Addresses of what belongs to a conversation, a message's files and the picture of a group: one for each person who
may see it, which nobody else can make up.

Apps show pictures without saying who asks, so the address says it, and is signed. It leads to the file as long as that
person may see the message, and tells nothing about the file: not its name on this server, nor its sum. Where one acts
for another, it says by whose hand, and leads there as long as they may.
"""

import hmac
from hashlib import sha256
from typing import TypeVar

import msgspec

from kith.base.core.ids import Id
from kith.conversations.model import Conversation, Message

Said = TypeVar("Said", bound=Message)


def addressed(message: Said, viewer_id: Id, secret: bytes, *, hand_id: Id | None = None) -> Said:
    """Give a message whose files have the addresses that they have for one person, in the place of their keys."""
    whom = written(viewer_id, hand_id)

    def path(file_id: Id, size: str, key: str) -> str:
        part = f"{file_id}{size}"
        signature = sign(secret, message.id, whom, part)
        return f"/talk/files/{message.id}/{whom}/{part}-{signature}.{key.rpartition('.')[2]}" if key else ""

    files = tuple(
        msgspec.structs.replace(one, key=path(one.id, "", one.key), small_key=path(one.id, "s", one.small_key))
        for one in message.attachments
    )
    return msgspec.structs.replace(message, attachments=files) if files else message


def pictured(conversation: Conversation, viewer_id: Id, secret: bytes, *, hand_id: Id | None = None) -> Conversation:
    """Give a conversation whose picture has the addresses that it has for one person, in the place of its keys."""
    picture, whom = conversation.picture, written(viewer_id, hand_id)
    if picture is None:
        return conversation

    def path(size: str, key: str) -> str:
        part = f"{picture.medium_id}{size}"
        signature = sign_picture(secret, conversation.id, whom, part)
        ending = key.rpartition(".")[2]
        return f"/talk/pictures/{conversation.id}/{whom}/{part}-{signature}.{ending}" if key else ""

    own = msgspec.structs.replace(picture, key=path("", picture.key), small_key=path("s", picture.small_key))
    return msgspec.structs.replace(conversation, picture=own)


def written(viewer_id: Id, hand_id: Id | None) -> str:
    """Write for whom an address is: a person; for whom somebody acts, behind it by whose hand."""
    return f"{viewer_id}" if hand_id in (None, viewer_id) else f"{viewer_id}-{hand_id}"


def sign_picture(secret: bytes, conversation_id: Id, whom: str, part: str) -> str:
    """Sign for whom an address of a group's picture is."""
    return hmac.new(secret, f"picture\0{conversation_id}\0{whom}\0{part}".encode(), sha256).hexdigest()[:32]


def sign(secret: bytes, message_id: Id, whom: str, part: str) -> str:
    """Sign for whom an address of a message's file is."""
    return hmac.new(secret, f"file\0{message_id}\0{whom}\0{part}".encode(), sha256).hexdigest()[:32]


def key_of(message: Message, part: str) -> str:
    """Find the key of a file in a message by its id, with an `s` for the small picture; empty where none is."""
    for file in message.attachments:
        if str(file.id) == part.removesuffix("s"):
            return file.small_key if part.endswith("s") else file.key
    return ""


def picture_key_of(conversation: Conversation, part: str) -> str:
    """Find the key of a group's picture by its id, with an `s` for the small one; empty where it has another."""
    picture = conversation.picture
    if picture is None or str(picture.medium_id) != part.removesuffix("s"):
        return ""
    return picture.small_key if part.endswith("s") else picture.key
