"""What stands around a status: the talk, what was typed, what it said before."""

import msgspec

from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.attachment import MediaEntity
from kith.gateways.mastodon.status import StatusEntity


class ContextEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a status answers, oldest first, and what answers it."""

    ancestors: tuple[StatusEntity, ...]
    descendants: tuple[StatusEntity, ...]


class StatusSourceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed."""

    id: str
    text: str
    spoiler_text: str


class EditEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a status said at one time."""

    content: str
    spoiler_text: str
    sensitive: bool
    created_at: str
    account: AccountEntity
    media_attachments: tuple[MediaEntity, ...]
    emojis: tuple[str, ...] = ()
    poll: dict[str, list[dict[str, str]]] | None = None
