"""A mail as it was read, before anything is decided about it."""

from datetime import datetime
from typing import Literal

import msgspec

# A bounce says that something did not arrive; what is automatic was written by no hand; a list writes to many.
Nature = Literal["personal", "bounce", "delayed", "automatic", "list"]


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a mail, as it came."""

    name: str
    content: bytes


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a mail says. Everything in it was written by whoever sent it, and may be a lie.

    `address` is where an answer goes, empty where there is none; `sender` who says they wrote it. `failed_ids` are the
    mails that a bounce is about, `failed_why` what the other server said; `copied` are others whom it names as readers.
    """

    message_id: str
    refers_to: tuple[str, ...]
    sender: str
    address: str
    name: str
    subject: str
    text: str
    nature: Nature
    copied: tuple[str, ...] = ()
    written_at: datetime | None = None  # as it says itself
    files: tuple[Attached, ...] = ()
    files_left: int = 0
    cut: bool = False
    failed_ids: tuple[str, ...] = ()
    failed_why: str = ""
