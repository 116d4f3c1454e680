"""What is done with a message that was sent: edited, taken back, hidden, answered with an emoji, passed on."""

from collections.abc import Sequence

import msgspec

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.earlier import keep_earlier
from kith.conversations.actions.room import Room, acting, bumped, enter, handles_in, hold, show_changed, show_own
from kith.conversations.actions.sending import attached_to, check_accepted, emoji_in, say_in, worded
from kith.conversations.model import (
    FORWARDED_TO_MAX,
    HEART,
    HiddenMessage,
    Message,
    MessageChanged,
    MessageReacted,
    MessageReaction,
    MessageWish,
    SeenMessage,
)
from kith.conversations.rules import (
    check_emoji,
    check_forwarding,
    check_own,
    check_said,
    check_time_to_delete,
    letters,
    tidied,
    without_names,
    without_pins,
)
from kith.media import let_go
from kith.ties import record, unsay
from kith.ties.model import Act


async def edit(work: Work, message_id: Id, text: str) -> Message:
    """Let one's own message say something else, and be marked so. Raises `Invalid` where nothing would be left."""
    return await _reword(work, message_id, text, None)


async def reword(work: Work, message_id: Id, wish: MessageWish) -> Message:
    """Let one's own message be another altogether: its words, its warning, what is in it. What it answers stays."""
    return await _reword(work, message_id, wish.text, wish)


async def _reword(work: Work, message_id: Id, text: str, wish: MessageWish | None) -> Message:
    room, message = await held_place(work, message_id)
    check_own(message, acting(work))
    kept = MessageWish(
        text=text,
        warning=message.warning,
        sensitive=message.sensitive,
        media_ids=tuple(one.id for one in message.attachments),
        language=message.language,
    )
    if wish is not None:  # as when it was sent
        wish = msgspec.structs.replace(wish, text=without_names(wish.text, handles_in(work, room)))
    wish = tidied(wish or kept)
    if room.other_ids and set(wish.media_ids) - {one.id for one in message.attachments}:
        await check_accepted(work, room, has_media=True)
    changed = msgspec.structs.replace(
        worded(work, room, message, wish.text, await emoji_in(work, wish.text, wish.warning)),
        warning=wish.warning,
        sensitive=wish.sensitive or bool(wish.warning),
        language=wish.language or message.language,
        attachments=await attached_to(work, message, wish.media_ids),
    )
    if changed == message:
        return message
    if _words(changed) != _words(message):
        await keep_earlier(work, message)
    return await _write(work, room, msgspec.structs.replace(changed, edited_at=work.now))


def _words(message: Message) -> tuple[str, str, bool]:
    return message.text, message.warning, message.sensitive


async def delete_for_all(work: Work, message_id: Id) -> None:
    """Take one's own message back from everybody, within an hour. That something stood there remains to be seen."""
    room, message = await held_place(work, message_id)
    check_own(message, acting(work))
    check_time_to_delete(message, work.now)
    if message.attachments:
        await let_go(work, message.author_id, used_for=message.id)
    await store.forget_reactions(work.db, room.id, message.seq)
    await store.forget_versions(work.db, message)
    emptied = msgspec.structs.replace(
        message, text="", html="", warning="", mentions=(), emojis=(), attachments=(), deleted_at=work.now
    )
    await _write(work, room.becoming(without_pins(room.conversation, [message.id])), emptied)
    await unsay(work, letters(message, room.other_ids))


async def delete_for_me(work: Work, message_id: Id) -> None:
    """Let a message be gone for oneself, on all devices; nobody else is told."""
    room, message = await held_place(work, message_id)
    changed = bumped(room.conversation)
    hidden = HiddenMessage(conversation_id=room.id, account_id=acting(work), seq=message.seq, changed=changed.changes)
    if await store.hide(work.db, hidden):
        await store.change_conversation(work.db, changed)
        show_changed(work, changed, [acting(work)])
        show_own(work, room.id)


async def react(work: Work, message_id: Id, emoji: str) -> None:
    """Put an emoji on a message, in the place of the one that one put there before; none takes it off."""
    room, message = await held_place(work, message_id)
    check_said(message)
    emoji = check_emoji(emoji) if emoji else ""
    me = acting(work)
    if emoji:
        placed_id = work.new_id() if emoji == HEART else None
        reaction = MessageReaction(
            conversation_id=room.id, seq=message.seq, account_id=me, emoji=emoji, placed_id=placed_id
        )
        is_new = await store.react(work.db, reaction)
    else:
        is_new = await store.unreact(work.db, room.id, message.seq, me)
    if not is_new:
        return
    changed = await _stamped(work, room, message)
    work.tell(
        MessageReacted(
            conversation_id=room.id, message_id=message.id, author_id=message.author_id, person_id=me, emoji=emoji
        )
    )
    show_changed(work, changed.conversation, room.member_ids)


async def forward(
    work: Work, message_id: Id, conversation_ids: Sequence[Id], *, key: str | None = None
) -> list[Message]:
    """Pass a message on into other conversations; whose words they are, it does not say.

    Raises `Refused` unless they are one's own, or their author lets others pass them on. The same key again passes
    nothing on a second time.
    """
    wanted = sorted(set(conversation_ids))
    if not 0 < len(wanted) <= FORWARDED_TO_MAX:
        text = _("Choose up to {count} conversations.").format(count=FORWARDED_TO_MAX)
        raise Invalid(text, field="conversation_ids")
    message = await check_may_forward(work, message_id)
    wish = MessageWish(
        text=message.text, warning=message.warning, sensitive=message.sensitive, language=message.language
    )
    sent: list[Message] = []
    acts: list[Act] = []
    for room in [await hold(work, one) for one in wanted]:  # all before anything is counted: ties come last
        own_key = None if key is None else f"{key}:{room.id}"
        said = await say_in(work, room, wish, key=own_key, passed_on=message)
        sent.append(said.message)
        acts += said.acts
    await record(work, acts)
    return sent


async def check_may_forward(work: Work, message_id: Id) -> SeenMessage:
    """Give a message that may be passed on. Raises `Refused` for another's words, unless they let others do that."""
    _room, message = await find_place(work, message_id)
    agrees = (await store.settings_of(work.db, [message.author_id]))[message.author_id].may_forward
    check_forwarding(message, acting(work), author_agrees=agrees)
    return message


async def find_place(work: Work, message_id: Id) -> tuple[Room, SeenMessage]:
    """Find a message by its id, and the conversation it stands in, as far as whoever acts may see it."""
    for place in await store.places_of(work.db, [message_id]):
        room = await enter(work, place.conversation_id)
        for message in await store.some_messages(work.db, room.viewer, room.id, work.now, [place.seq]):
            return room, message
    raise NotFound


async def held_place(work: Work, message_id: Id) -> tuple[Room, SeenMessage]:
    """Find a message as `find_place` does, in a conversation that is held."""
    for place in await store.places_of(work.db, [message_id]):
        room = await hold(work, place.conversation_id)
        for message in await store.some_messages(work.db, room.viewer, room.id, work.now, [place.seq]):
            return room, message
    raise NotFound


async def _write(work: Work, room: Room, message: Message) -> Message:
    conversation = bumped(room.conversation)
    message = msgspec.structs.replace(message, changed=conversation.changes)
    await store.change_message(work.db, message)
    await store.change_conversation(work.db, conversation)
    work.tell(
        MessageChanged(
            conversation_id=room.id,
            message_id=message.id,
            seq=message.seq,
            author_id=message.author_id,
            gone=message.deleted_at is not None,
        )
    )
    show_changed(work, conversation, room.member_ids)
    return message


async def _stamped(work: Work, room: Room, message: Message) -> Room:
    """Note that something about a message changed, so that whoever comes back reads it again."""
    conversation = bumped(room.conversation)
    await store.stamp(work.db, room.id, message.seq, changed=conversation.changes)
    await store.change_conversation(work.db, conversation)
    return room.becoming(conversation)
