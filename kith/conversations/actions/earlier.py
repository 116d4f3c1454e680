"""What messages said before they were edited."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.model import Letter, Message, MessageVersion, MessageView
from kith.posts.model import PostVersion


async def keep_earlier(work: Work, message: Message) -> None:
    """Keep the words of a message that is about to be edited."""
    version = _version(work, message, message, written_at=message.edited_at or message.sent_at)
    await store.keep_versions(work.db, [msgspec.structs.replace(version, emojis=message.emojis)])


async def take_in_earlier(work: Work, message: Message, letter: Letter) -> None:
    """Keep what a letter said before, now that it is a message."""
    versions = [
        _version(work, message, one, written_at=one.written_at)
        for one in sorted(letter.versions, key=lambda one: one.version)
    ]
    await store.keep_versions(work.db, versions)


async def earlier_words(work: Work, views: Sequence[MessageView]) -> dict[Id, list[MessageVersion]]:
    """List what these messages of one conversation said before, each the first first: those that were edited, and are
    there for whoever acts.
    """
    edited = [one.message for one in views if one.message.edited_at is not None and not one.gone]
    if not edited:
        return {}
    return await store.versions_of(work.db, edited[0].conversation_id, [one.id for one in edited])


def _version(work: Work, message: Message, said: Message | PostVersion, *, written_at: datetime) -> MessageVersion:
    """Write down, as an earlier version of a message, what was said."""
    return MessageVersion(
        conversation_id=message.conversation_id,
        message_id=message.id,
        id=work.new_id(),
        text=said.text,
        html=said.html,
        warning=said.warning,
        sensitive=said.sensitive,
        written_at=written_at,
    )
