"""Saying something in a conversation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from kith.base.core.errors import KithError, NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.core.text import find_mentions, render
from kith.base.storage.database import Outdated
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.alone import known_talk, may_be_alone, put_alone, remember
from kith.conversations.actions.happening import PutIn, gone_on_by, next_message, put_in
from kith.conversations.actions.opening import first_states
from kith.conversations.actions.room import Room, acting, hearing_of, hold
from kith.conversations.model import REQUEST_MESSAGES_MAX, About, Message, MessageWish, Run, Say, SeatState
from kith.conversations.rules import call, check_key, check_request, gone_on, is_call, letters, tidied
from kith.emoji import emoji_named, shortcodes_in
from kith.media import claim, copy_media
from kith.people.model import Account
from kith.posts import attached
from kith.posts.model import Attachment, Emoji, Mention
from kith.ties import record
from kith.ties.model import Act


async def send(
    work: Work, conversation_id: Id, wish: MessageWish, *, key: str | None = None, about: About | None = None
) -> Message:
    """Say something in a conversation. The same key again gives the message that it made, and says nothing.

    Raises `Invalid` for what does not fit, `NotFound` where one is not in it, `Refused` for what waits for somebody to
    accept.
    """
    if about is None and (message := await _said_alone(work, conversation_id, wish, key)) is not None:
        return message
    said = await say_in(work, await hold(work, conversation_id), wish, key=key, about=about)
    ties = await record(work, said.acts)
    if said.put is not None:
        remember(work, said.put, ties)
    return said.message


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said, what it counts for, and where it stands; nowhere new, where it had been said before."""

    message: Message
    acts: Sequence[Act] = ()
    put: PutIn | None = None


async def say_in(
    work: Work,
    room: Room,
    wish: MessageWish,
    *,
    key: str | None = None,
    about: About | None = None,
    passed_on: Message | None = None,
) -> Said:
    """Say something in a conversation that is held, and give what it counts for, to be recorded last of all.

    `passed_on` is a message that is forwarded, with its media.
    """
    if key:
        check_key(key)
        known = await store.find_by_key(work.db, room.id, acting(work), key)
        if known is not None:
            return Said(message=known)
    wish = wish if passed_on and passed_on.attachments else tidied(wish)
    room.check_somebody()
    await check_accepted(work, room, has_media=bool(wish.media_ids or (passed_on and passed_on.attachments)))
    message = await _made(work, room, wish, key)
    message = msgspec.structs.replace(
        message,
        about=about,
        forwarded=passed_on is not None,
        attachments=await _passed_on(work, message, passed_on) if passed_on else message.attachments,
        reply_seq=await _answered(work, room, wish.reply_to_id),
    )
    run, acts = _counting(room, message)
    return Said(message=message, acts=acts, put=await put_in(work, room, message, run=run))


async def _said_alone(work: Work, conversation_id: Id, wish: MessageWish, key: str | None) -> Message | None:
    """Say what is all there is to write where everybody may hear it; `None`: hold the conversation, and ask."""
    known = known_talk(work, conversation_id) if may_be_alone(work, wish) else None
    if known is None:
        return None
    room, talk = known
    try:
        if key:
            check_key(key)
        message = await _made(work, room, tidied(wish), key)
    except KithError as refusal:  # what was sent before is answered as it was then; and who is not in it hears nothing
        raise Outdated from refusal
    run, acts = _counting(room, message)
    if not work.db.may_believe or any(one.subject_id != message.id for one in acts):
        return None
    return message if await put_alone(work, talk, gone_on_by(room, message, run=run), message, acts) else None


async def _made(work: Work, room: Room, wish: MessageWish, key: str | None) -> Message:
    """Make the message of a wish that was tidied, where it may be said."""
    await work.permit(Say(author_id=acting(work), conversation_id=room.id, to_ids=tuple(room.other_ids)))
    message = await _worded(work, room, wish, next_message(work, room))
    return msgspec.structs.replace(
        message,
        once_key=key or message.once_key,
        warning=wish.warning,
        sensitive=wish.sensitive or bool(wish.warning),
    )


async def _passed_on(work: Work, message: Message, original: Message) -> tuple[Attachment, ...]:
    ids = [one.id for one in original.attachments]
    copies = await copy_media(work, original.author_id, ids, used_for=message.id)
    return tuple(attached(one) for one in copies)


def _counting(room: Room, message: Message) -> tuple[Run | None, list[Act]]:
    """Tell to which run a message belongs, and what it counts for."""
    run = gone_on(room.conversation.run, message) if room.conversation.kind == "pair" else None
    acts = letters(message, room.other_ids)
    if run is not None and is_call(run) and not run.counted:
        run = msgspec.structs.replace(run, counted=True)
        acts = [*acts, *call(run)]
    return run, acts


async def check_accepted(work: Work, room: Room, *, has_media: bool) -> None:
    """Raise `Refused` for more than waits with a stranger; whom they know meanwhile is not a stranger any more."""
    if room.conversation.kind == "group":
        states = {seat.state for seat in await store.seats_in(work.db, room.other_ids, [room.id])}
        await _check_waiting(work, room, states, has_media=has_media)
        return
    [seat] = await store.seats_in(work.db, room.other_ids, [room.id])
    if seat.state == "request":
        state = (await first_states(work, [seat.owner_id], counted=False))[seat.owner_id]
        if state == "open":
            await store.set_state(work.db, seat.owner_id, room.id, state)
            work.forget(hearing_of(room.id))
            return
    await _check_waiting(work, room, {seat.state}, has_media=has_media)


async def _check_waiting(work: Work, room: Room, states: set[SeatState], *, has_media: bool) -> None:
    """Raise `Refused` for more than waits where nobody has accepted yet, counted since the first of them was asked."""
    if "open" not in states:
        since_id = first_id_at(min((one.joined_at for one in room.others), default=work.now))
        written = await store.count_by(work.db, room.id, acting(work), since_id=since_id, limit=REQUEST_MESSAGES_MAX)
        check_request(states, written=written, has_media=has_media)


async def _answered(work: Work, room: Room, message_id: Id | None) -> int | None:
    """Find what is answered, in this conversation, as far as whoever answers may see it."""
    if message_id is None:
        return None
    places = [one for one in await store.places_of(work.db, [message_id]) if one.conversation_id == room.id]
    seen = await store.some_messages(work.db, room.viewer, room.id, work.now, [one.seq for one in places])
    if not seen:
        raise NotFound
    return seen[0].seq


async def _worded(work: Work, room: Room, wish: MessageWish, message: Message) -> Message:
    """Find who and what stands in the words, and take the media for them."""
    return msgspec.structs.replace(
        worded(work, room, message, wish.text, await emoji_in(work, wish.text, wish.warning)),
        language=wish.language,
        app=wish.app,
        attachments=await attached_to(work, message, wish.media_ids),
    )


async def attached_to(work: Work, message: Message, media_ids: Sequence[Id]) -> tuple[Attachment, ...]:
    """Take media for a message, and let go of those that it had and that are not among them."""
    if not media_ids and not message.attachments:
        return ()
    return tuple(attached(one) for one in await claim(work, media_ids, used_for=message.id, with_files=True))


async def emoji_in(work: Work, text: str, warning: str) -> tuple[Emoji, ...]:
    """Find the pictures of this server that are written into the words, or into the warning before them."""
    found = await emoji_named(work.db, shortcodes_in(text, warning)) if ":" in text + warning else []
    return tuple(Emoji(shortcode=one.shortcode, url=media_url(one.picture_key)) for one in found)


def worded(work: Work, room: Room, message: Message, text: str, emojis: tuple[Emoji, ...]) -> Message:
    """Give the message with these words. Only who is in the conversation can be named in it."""
    base = work.house.settings.url
    named = _named(room, text, work.house.settings.domain.lower())
    return msgspec.structs.replace(
        message,
        text=text,
        html=render(
            text,
            mention_urls={name: f"{base}/@{one.handle}" for name, one in named.items()},
            hashtag_url=lambda tag: f"{base}/tags/{quote(tag)}",
            emoji_urls={},
        ),
        mentions=tuple(
            Mention(account_id=one.id, handle=one.handle, url=f"{base}/@{one.handle}")
            for one in {one.id: one for one in named.values()}.values()
        ),
        emojis=emojis,
    )


def _named(room: Room, text: str, domain: str) -> Mapping[str, Account]:
    by_handle = {room.accounts[one].handle.lower(): room.accounts[one] for one in room.other_ids}
    people = find_mentions(text) if "@" in text else ()
    return {
        one.address: by_handle[one.handle] for one in people if one.domain in (None, domain) and one.handle in by_handle
    }
