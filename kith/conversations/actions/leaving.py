"""Forgetting somebody who left for good: their words, their places, their name in what others said."""

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.emptying import delete_where_empty
from kith.conversations.actions.room import bumped, hearing_of, show_own
from kith.conversations.model import Conversation, ForgettingLeft
from kith.conversations.rules import without_pins

CONVERSATIONS_A_STEP = 20
WORDS_A_STEP = 500  # messages a step; one then takes well under a second


async def forget(work: Work, account_id: Id) -> None:
    """Delete what is somebody's, some conversations at a time. Safe to repeat at any point."""
    found = await store.memberships_of(work.db, account_id, limit=CONVERSATIONS_A_STEP)
    for conversation_id in found:
        if not await _forget_in(work, account_id, conversation_id):
            break
    else:
        if len(found) < CONVERSATIONS_A_STEP:
            await store.forget_person(work.db, account_id)
            await store.forget_bright(work.db, account_id)
            return
    work.tell(ForgettingLeft(account_id=account_id))


async def _forget_in(work: Work, account_id: Id, conversation_id: Id) -> bool:
    """Take somebody out of one conversation. `False` where there is more to delete in it."""
    conversation = await store.lock_conversation(work.db, conversation_id)
    words = await store.words_of(work.db, account_id, conversation_id, limit=WORDS_A_STEP)
    await store.delete_words(work.db, conversation_id, words)
    if len(words) == WORDS_A_STEP:
        return False
    members = [one for one in await store.members_of(work.db, [conversation_id]) if one.account_id != account_id]
    present = [one for one in members if one.left_at is None]
    await store.forget_member(work.db, account_id, conversation_id)
    work.forget(hearing_of(conversation_id))
    if await delete_where_empty(work, conversation_id, members=len(present)):
        return True
    unpinned = without_pins(conversation, [one.id for one in words])
    changed = _without(unpinned, account_id, present[0].account_id)
    if changed.founder_id != conversation.founder_id:
        await store.set_role(work.db, conversation_id, changed.founder_id, "founder")
    await store.forget_words(work.db, account_id, conversation_id)
    await store.change_conversation(work.db, changed)
    show_own(work, conversation_id, *(one.account_id for one in present))
    return True


def _without(conversation: Conversation, account_id: Id, heir_id: Id) -> Conversation:
    return msgspec.structs.replace(
        bumped(conversation),
        founder_id=heir_id if conversation.founder_id == account_id else conversation.founder_id,
        picture=None if conversation.picture_by == account_id else conversation.picture,
        picture_by=None if conversation.picture_by == account_id else conversation.picture_by,
        asked_by=None if conversation.asked_by == account_id else conversation.asked_by,
        run=None,
    )
