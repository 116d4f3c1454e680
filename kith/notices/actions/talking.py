"""What happens in conversations, as far as people are told of it elsewhere than in the conversation.

Whether a conversation is silent, was read, or was left, is asked whenever a notice is read: of it stands with each
member. So a notice here may be late, and never says what is not so.
"""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations.model import Brightened, ConversationRead, MemberGone, MessageSent, RequestAccepted
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.actions.telling import find_own_post, say_new, tell
from kith.notices.model import NoticedTogether
from kith.notices.rules import group_key_of, is_of_use, is_pushed


async def hear_message(work: Work, fact: MessageSent) -> None:
    """Tell the members that somebody wrote, and those who were not asked before that somebody would like to.

    What a stranger writes is to a policy what a private mention is.
    """
    await _tell_members(work, fact)
    for owner_id in fact.asked_ids:
        await store.lock_owner(work.db, owner_id)
        await tell_of_person(work, owner_id, "knock", fact.author_id, about_id=fact.conversation_id, private=True)


async def hear_read(work: Work, fact: ConversationRead) -> None:
    """Take back that something is new, at once: the number beside the notices goes down with the other."""
    await _end(work, fact.person_id, fact.conversation_id)


async def hear_accepted(work: Work, fact: RequestAccepted) -> None:
    """Take back that somebody asks."""
    await _end(work, fact.person_id, fact.conversation_id)


async def hear_gone(work: Work, fact: MemberGone) -> None:
    """Take back what somebody was told of a conversation they are in no more."""
    await _end(work, fact.account_id, fact.conversation_id)


async def hear_brightened(work: Work, fact: Brightened) -> None:
    """Tell the two of an exchange that it brightened a day. How often, the fact itself knows."""
    post = None
    if fact.kind == "post":
        ends = (fact.low_id, fact.high_id)
        found = [await find_own_post(work, author_id, fact.subject_id) for author_id in ends]
        post = next((one for one in found if one is not None), None)
        if post is None:
            return
    for owner_id in fact.to_ids:
        await store.lock_owner(work.db, owner_id)
        if post is None:
            await tell_of_person(work, owner_id, "brightened", fact.person_id, about_id=fact.subject_id)
        elif await store.hearers_of(work.db, fact.person_id, [owner_id], work.now):
            await tell(work, owner_id, "brightened", fact.person_id, post_id=post.id, author_id=post.author_id)


async def _tell_members(work: Work, fact: MessageSent) -> None:
    policies = await store.hearers_of(work.db, fact.author_id, fact.to_ids, work.now)
    told = {one.owner_id: work.new_id(exact=True) for one in policies if is_of_use(one, "message")}
    if not told:
        return
    group_key = group_key_of("message", fact.message_id, None, work.now, about_id=fact.conversation_id)
    known = {"from_id": fact.author_id, "conversation_id": fact.conversation_id}
    await store.renew_messages(work.db, told, group_key=group_key, said=fact.said, now=work.now, **known)
    say_new(work, *told)
    pushed = tuple(one.owner_id for one in policies if one.owner_id in told and is_pushed(one, "message"))
    ids = tuple(told.values())
    work.tell(NoticedTogether(owner_ids=tuple(told), notice_ids=ids, pushed_ids=pushed, kind="message"))


async def _end(work: Work, owner_id: Id, conversation_id: Id) -> None:
    if await store.end_talk_notices(work.db, owner_id, conversation_id):
        say_new(work, owner_id)
