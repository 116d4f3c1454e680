"""Finding in a conversation what was said."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.reading import SEQ_MAX, show
from kith.conversations.actions.room import enter
from kith.conversations.model import LETTERS_SOUGHT_IN, MESSAGES_READ_MAX, WORDS_SOUGHT_MAX, MessageView
from kith.conversations.rules import words_query


async def messages_saying(
    work: Work, conversation_id: Id, words: str, *, before_seq: int | None = None, limit: int = 20
) -> list[MessageView]:
    """Search a conversation for words that begin so, the newest first.

    Where what is sought is no word, as an emoji, or of a script without spaces, its newest few thousand messages are
    looked through for these letters.
    """
    room, words = await enter(work, conversation_id), words.strip()[:WORDS_SOUGHT_MAX]
    if not words:
        return []
    before_seq, limit = SEQ_MAX if before_seq is None else before_seq, min(limit, MESSAGES_READ_MAX)
    db, viewer, now = work.db, room.viewer, work.now
    if query := words_query(words):
        found = await store.messages_saying(db, viewer, room.id, now, query, before_seq=before_seq, limit=limit)
    else:
        after_seq = room.conversation.last_seq - LETTERS_SOUGHT_IN
        found = await store.messages_holding(
            db, viewer, room.id, now, words, after_seq=after_seq, before_seq=before_seq, limit=limit
        )
    return await show(work, room, found)
