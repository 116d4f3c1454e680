"""Deleting a conversation in which nobody is left."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.media import let_go

MEDIA_A_STEP = 200


async def delete_where_empty(work: Work, conversation_id: Id, *, members: int) -> bool:
    """Delete a held conversation in which nobody is left, or nothing was said by who is. Tells whether it was."""
    if members and await store.has_words(work.db, conversation_id):
        return False
    after = 0
    while found := await store.with_media(work.db, conversation_id, after=after, limit=MEDIA_A_STEP):
        for message in found:
            await let_go(work, message.author_id, used_for=message.id)
        after = found[-1].seq
    await store.delete_conversation(work.db, conversation_id)
    return True
