"""What is said to people by name, from wherever posts are written: it is said in the conversation of just these."""

from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Taken, Work
from kith.conversations import store
from kith.conversations.actions.opening import found_unnamed, open_pair
from kith.conversations.actions.reading import found_by_ids
from kith.conversations.actions.room import Room, acting, enter, handles_in
from kith.conversations.actions.sending import send
from kith.conversations.model import KEY_MAX, MEMBERS_MAX, About, Message, MessageWish
from kith.conversations.rules import may_be_said, without_names
from kith.people import lock_account, viewer_of
from kith.posts import find_post, fitting, people_named, publish
from kith.posts.model import Address, Post, Sought, Words


async def take_addressed(work: Work, intent: Address) -> Taken | None:
    """Say in a conversation what is for the people named in it alone, or answers a message.

    `None` for what stays a post: a poll or a quote, which no message holds; what answers such a post, beside it; and
    what is for more people than a group has room for.
    """
    words, key = intent.words, _key(intent.idempotency_key)
    if words.reply_to_id is not None and (answered := await found_by_ids(work, [words.reply_to_id])):
        return await _answer(work, answered[0].room, words, key)
    return await _begin(work, words, key)


async def _begin(work: Work, words: Words, key: str | None) -> Taken | None:
    if words.audience != "mentioned" or not may_be_said(words):
        return None
    parent = None if words.reply_to_id is None else await find_post(work.db, await viewer_of(work), words.reply_to_id)
    if words.reply_to_id is not None and (parent is None or parent.audience == "mentioned"):
        return None
    people = await people_named(work, words.text, parent)
    if len(people) >= MEMBERS_MAX or any(one.domain is not None for one in people):
        return None
    words = fitting(work, words)
    room = await room_of(work, [one.id for one in people])
    return _taken(await _say(work, room, words, key, about=parent))


async def take_sought(work: Work, intent: Sought) -> Taken | None:
    """Lead to the message that has the id of a post, for those who may see it."""
    if work.actor is None:
        return None
    for one in await found_by_ids(work, [intent.post_id]):
        at = one.view.message.seq
        return Taken(id=intent.post_id, page=f"/talk/{one.room.id}?at={at}#m-{at}")
    return None


async def room_of(work: Work, other_ids: Sequence[Id]) -> Room:
    """Enter the conversation of just these people and oneself: the pair's, or a group's, made where there is none.

    Of several groups of the same people it is the one in which something was said last. Raises as `open_pair` does.
    """
    if len(other_ids) == 1:
        return await open_pair(work, other_ids[0])
    people = sorted({acting(work), *other_ids})
    known = await store.find_group(work.db, acting(work), people)
    if known is None:
        await lock_account(work.db, people[0])  # two of them may begin at once, and shall not begin twice
        known = await store.find_group(work.db, acting(work), people)
    return await found_unnamed(work, other_ids) if known is None else await enter(work, known)


async def _answer(work: Work, room: Room, words: Words, key: str | None) -> Taken | None:
    """Answer a message in its conversation. What no message holds is a post for the same.

    Who names some of a group and leaves others out speaks to those named, apart: nobody hears what was not for them.
    """
    if words.audience == "mentioned" and may_be_said(words):
        spoken_to = {one.id for one in await people_named(work, words.text, None)}
        if spoken_to and not spoken_to.issuperset(room.other_ids):
            return await _begin(work, msgspec.structs.replace(words, reply_to_id=None), key)
    if not may_be_said(words):
        named = _naming(words.text, room)
        apart = msgspec.structs.replace(words, text=named, audience="mentioned", reply_to_id=None)
        post = await publish(work, apart, idempotency_key=key)
        return Taken(id=post.id, page=f"/posts/{post.id}")
    return _taken(await _say(work, room, fitting(work, words), key, reply_to_id=words.reply_to_id))


async def _say(
    work: Work,
    room: Room,
    words: Words,
    key: str | None,
    *,
    reply_to_id: Id | None = None,
    about: Post | None = None,
) -> Message:
    wish = MessageWish(
        text=without_names(words.text, handles_in(work, room)),
        warning=words.warning,
        sensitive=words.sensitive,
        media_ids=words.media_ids,
        reply_to_id=reply_to_id,
        language=words.language,
        app=words.app,
    )
    begun = None if about is None else About(author_id=about.author_id, post_id=about.id)
    return await send(work, room.id, wish, key=key, about=begun)


def _naming(text: str, room: Room) -> str:
    missing = [room.accounts[one].handle for one in room.other_ids if f"@{room.accounts[one].handle}" not in text]
    return " ".join((*(f"@{handle}" for handle in missing), text))


def _taken(message: Message) -> Taken:
    return Taken(id=message.id, page=f"/talk/{message.conversation_id}#write")


def _key(key: str | None) -> str | None:
    """Shorten a key that is longer than a message keeps: the same one is the same still."""
    if key is None or len(key) <= KEY_MAX:
        return key
    return blake2b(key.encode(), digest_size=16).hexdigest()
