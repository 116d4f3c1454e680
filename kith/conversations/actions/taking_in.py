"""Taking what was said before into the conversation of just the people whom it was said to."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.earlier import take_in_earlier
from kith.conversations.actions.room import hearing_of, show_changed, show_own
from kith.conversations.model import (
    HEART,
    About,
    Conversation,
    ConversationMember,
    Letter,
    MemberRole,
    Message,
    MessageBookmark,
    MessageReaction,
    PairConversation,
    Seat,
)
from kith.conversations.rules import first_state, pushed, read_up_to, room_for
from kith.people import lock_account, relation


async def hold_for_letters(work: Work, people: Sequence[Id], writers: Collection[Id]) -> Conversation | None:
    """Hold the conversation of just these people, in ascending order, made where there is none. `writers` said
    something in it: for them it is open. `None` where one of them declined it, or left.
    """
    known = await _find(work, people)
    if known is None:
        await lock_account(work.db, people[0])
        known = await _find(work, people)
    if known is None:
        return await _make(work, people, writers)
    conversation = await store.lock_conversation(work.db, known)
    if await _find(work, people) != known:  # somebody came meanwhile, who was not named
        return None
    seats = await store.seats_in(work.db, people, [known])
    if len(seats) < len(people) or any(one.state in ("declined", "left") for one in seats):
        return None
    for one in seats:
        if one.state == "request" and one.owner_id in writers:
            await store.set_state(work.db, one.owner_id, known, "open")
            work.forget(hearing_of(known))
    return conversation


async def _find(work: Work, people: Sequence[Id]) -> Id | None:
    if len(people) == 2:
        return await store.find_pair(work.db, people[0], people[1])
    return await store.find_unchanged_group(work.db, people)


async def _make(work: Work, people: Sequence[Id], writers: Collection[Id]) -> Conversation:
    is_pair = len(people) == 2
    founder_id = min(writers)
    made = Conversation(
        id=work.new_id(),
        kind="pair" if is_pair else "group",
        founder_id=founder_id,
        shows_history=is_pair,
        created_at=work.now,
    )
    if is_pair:
        pair = PairConversation(low_id=people[0], high_id=people[1], conversation_id=made.id)
        if not await store.claim_pair(work.db, pair):
            known = await store.find_pair(work.db, people[0], people[1])
            assert known is not None, "whoever was first has committed"
            return await store.lock_conversation(work.db, known)
    await work.db.insert(made)
    settings = await store.settings_of(work.db, people)
    for owner in people:
        role: MemberRole = "founder" if not is_pair and owner == founder_id else "member"
        others = [one for one in writers if one != owner]
        follows = [(await relation(work.db, owner, one, work.now)).following for one in others]
        state = first_state(settings[owner].who_may_write, follows=any(follows), tied=False, circle=0)
        await store.put_member(
            work.db, ConversationMember(conversation_id=made.id, account_id=owner, role=role, joined_at=work.now)
        )
        await work.db.insert(
            Seat(
                owner_id=owner,
                conversation_id=made.id,
                other_id=people[owner == people[0]] if is_pair else None,
                state="open" if owner in writers else state,
            )
        )
    return made


async def take_letters(
    work: Work, conversation: Conversation, letters: Sequence[Letter], unread: Mapping[Id, Collection[Id]]
) -> None:
    """Put letters, by ascending id, into a held conversation, between what was said before and after them.

    They keep their ids. `unread` names to each member those that are new to them; the others they have read. What
    somebody kept out of their list comes back into it: else nothing would lead there.
    """
    among = [(one.seq, one.id) for one in await store.places_in(work.db, conversation.id)]
    ids = [one.post.id for one in letters]
    seqs, pushes = room_for(ids, among=among, last_seq=conversation.last_seq)
    if pushes:
        await store.push_up(work.db, conversation.id, pushes, changed=conversation.changes)
    moved = sum(seq >= pushes[0] for seq, _id in among) if pushes else 0
    taken = msgspec.structs.replace(
        conversation,
        last_seq=conversation.last_seq + len(letters),
        changes=conversation.changes + moved + len(letters),
    )
    await store.change_conversation(work.db, taken)
    replies = await _answered(work, conversation.id, letters, dict(zip(ids, seqs, strict=True)))
    for number, (letter, seq) in enumerate(zip(letters, seqs, strict=True), conversation.changes + moved + 1):
        await _put(
            work, _message(taken, letter, seq=seq, changed=number, reply_seq=replies.get(letter.post.id)), letter
        )
    await _mark(work, taken, dict(zip(ids, seqs, strict=True)), pushes, unread)
    show_changed(work, taken, unread)
    show_own(work, taken.id, *unread)


async def _answered(work: Work, conversation_id: Id, letters: Sequence[Letter], own: Mapping[Id, int]) -> dict[Id, int]:
    """Find which of the letters answer something in the same conversation."""
    wanted = {one.post.id: one.post.reply_to_id for one in letters if one.post.reply_to_id is not None}
    known = await store.places_of(work.db, wanted.values())
    seqs = {one.id: one.seq for one in known if one.conversation_id == conversation_id} | {**own}
    return {one: seqs[parent] for one, parent in wanted.items() if parent in seqs}


def _message(conversation: Conversation, letter: Letter, *, seq: int, changed: int, reply_seq: int | None) -> Message:
    post, about = letter.post, None
    if reply_seq is None and post.reply_to_id is not None and post.reply_to_author_id is not None:
        about = About(author_id=post.reply_to_author_id, post_id=post.reply_to_id)
    return Message(
        conversation_id=conversation.id,
        seq=seq,
        id=post.id,
        author_id=post.author_id,
        once_key=str(post.id),
        text=post.text,
        html=post.html,
        warning=post.warning,
        sensitive=post.sensitive,
        language=post.language,
        mentions=post.mentions,
        emojis=post.emojis,
        attachments=post.attachments,
        reply_seq=reply_seq,
        about=about,
        app=post.app,
        changed=changed,
        sent_at=post.published_at,
        edited_at=post.edited_at,
    )


async def _put(work: Work, message: Message, letter: Letter) -> None:
    await store.add_message(work.db, message)
    await take_in_earlier(work, message, letter)
    for person in letter.liked_by:
        where, seq = message.conversation_id, message.seq
        heart = MessageReaction(conversation_id=where, seq=seq, account_id=person, emoji=HEART, placed_id=message.id)
        await store.react(work.db, heart)
    for kept in letter.bookmarks:
        await store.add_bookmark(
            work.db,
            MessageBookmark(
                owner_id=kept.person_id, message_id=message.id, conversation_id=message.conversation_id, id=kept.id
            ),
        )


async def _mark(
    work: Work,
    now: Conversation,
    seqs: Mapping[Id, int],
    pushes: Sequence[int],
    unread: Mapping[Id, Collection[Id]],
) -> None:
    """Write for each member up to where they are, and what is newest in their list."""
    last_seq = now.last_seq - len(seqs)  # what it was before
    ends_with_letter = max(seqs.values()) == now.last_seq
    seats = {one.owner_id: one for one in await store.seats_in(work.db, list(unread), [now.id])}
    for member in await store.members_of(work.db, [now.id]):
        seat, new = seats[member.account_id], [seqs[one] for one in unread[member.account_id]]
        read = read_up_to(member.read_seq, last_seq=last_seq, new_last_seq=now.last_seq, pushes=pushes, unread=new)
        await store.set_marks(
            work.db,
            now.id,
            member.account_id,
            read_seq=read,
            delivered_seq=max(read, pushed(member.delivered_seq, pushes)),
            cleared_seq=pushed(member.cleared_seq, pushes),
        )
        await store.set_newest(
            work.db,
            now.id,
            member.account_id,
            last_id=max(seat.last_id, *seqs),
            last_seq=now.last_seq,
            unread=seat.unread or bool(new),
            vanishes_at=None if ends_with_letter else seat.vanishes_at,
        )
