"""Messages of conversations, as apps know them: direct statuses. A heart on one is a favourite.

What only posts have, a message has not: it is in no list but those of talks, and cannot be passed on.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import wraps

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.text import find_hashtags
from kith.base.web.routing import Handler, path_id
from kith.base.work import Work
from kith.conversations import (
    Found,
    bookmark,
    delete_for_all,
    found_by_ids,
    kept_among,
    messages_of,
    react,
    reword,
    silence,
    silent_among,
    unbookmark,
)
from kith.conversations.model import HEART, SILENT_DAYS_MAX, MessageView, MessageWish
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.posts import fitting, sift
from kith.posts.model import HASHTAGS_MAX, TEXT_COLUMN_MAX, Card, Mention, Mine, Post, Tally, Words

ABOVE_MAX, BELOW_MAX = 40, 60  # messages around one


async def present_said(work: Work, found: Sequence[Found]) -> list[StatusEntity]:
    """Give messages as statuses, in their order; what is gone, or was not said, is left out."""
    kept = [one for one in found if not one.view.gone and one.view.message.kind == "said" and one.view.author]
    if not kept:
        return []
    marked = await kept_among(work, [one.view.message.id for one in kept])
    silent = await silent_among(work, {one.room.id for one in kept})
    cards = [
        card_of(one, work.house.settings.url, kept=one.view.message.id in marked, silent=one.room.id in silent)
        for one in kept
    ]
    return await present_statuses(work, (await sift(work, cards, "thread")).cards)


async def said_status(work: Work, message_id: Id) -> StatusEntity:
    """Give one message as a status. Raises `NotFound`."""
    return (await present_said(work, [await find_said(work, message_id)]))[0]


async def find_said(work: Work, message_id: Id) -> Found:
    """Find a message by its id, which is there still, with its conversation. Raises `NotFound`."""
    if work.actor is None:
        raise NotFound
    for one in await found_by_ids(work, [message_id]):
        if not one.view.gone and one.view.message.kind == "said":
            return one
    raise NotFound


async def said_by_ids(work: Work, ids: Sequence[Id]) -> dict[Id, StatusEntity]:
    """Give those of these messages that are there still, by their ids."""
    found = await found_by_ids(work, ids) if ids else []
    return {Id(int(one.id)): one for one in await present_said(work, found)}


async def around(work: Work, message_id: Id) -> tuple[list[StatusEntity], list[StatusEntity]]:
    """Give what was said before a message and after it, the oldest first."""
    said = await find_said(work, message_id)
    room, seq = said.room, said.view.message.seq
    before = await messages_of(work, room.id, before_seq=seq, limit=ABOVE_MAX)
    after = await messages_of(work, room.id, after_seq=seq, limit=BELOW_MAX)
    above, below = ([Found(room=room, view=view) for view in views] for views in (before, after))
    return await present_said(work, above), await present_said(work, below)


async def change(work: Work, message_id: Id, words: Words) -> StatusEntity:
    """Let one's own message say something else. Raises `Invalid` for what does not fit."""
    words = fitting(work, words)
    wish = MessageWish(
        text=words.text,
        warning=words.warning,
        sensitive=words.sensitive,
        media_ids=words.media_ids,
        language=words.language,
    )
    await reword(work, message_id, wish)
    return await said_status(work, message_id)


async def take_back(work: Work, message_id: Id) -> StatusEntity:
    """Take one's own message back from everybody; gives it once more, as it was typed."""
    said = await find_said(work, message_id)
    [entity] = await present_said(work, [said])
    await delete_for_all(work, message_id)
    return msgspec.structs.replace(entity, text=said.view.message.text)


async def set_heart(work: Work, message_id: Id, *, there: bool) -> StatusEntity:
    """Put a heart on a message, or take it off. Another emoji of one's own stays, where there is no heart."""
    mine = _mine(await find_said(work, message_id))
    if there != mine:
        await react(work, message_id, HEART if there else "")
    return await said_status(work, message_id)


async def keep(work: Work, message_id: Id, *, there: bool) -> StatusEntity:
    """Bookmark a message, or do so no longer."""
    await find_said(work, message_id)
    await (bookmark if there else unbookmark)(work, message_id)
    return await said_status(work, message_id)


async def mute(work: Work, message_id: Id, *, there: bool) -> StatusEntity:
    """Let the conversation of a message interrupt nobody for as long as it can, or again."""
    said = await find_said(work, message_id)
    await silence(work, said.room.id, work.now + timedelta(days=SILENT_DAYS_MAX) if there else None)
    return await said_status(work, message_id)


def or_said(of_post: Handler, of_message: Handler) -> Handler:
    """Answer for a post, and where there is none of that id, for a message."""

    @wraps(of_post)
    async def handler(work: Work, request: Request) -> Response:
        try:
            return await of_post(work, request)
        except NotFound:
            if work.actor is None or not await found_by_ids(work, [path_id(request)]):
                raise
            return await of_message(work, request)

    return handler


def _mine(said: Found) -> bool:
    me = said.room.viewer.id
    return any(emoji == HEART and me in people for emoji, people in said.view.reactions)


def card_of(said: Found, url: str, *, kept: bool = False, silent: bool = False) -> Card:
    """Give a message as the card of a post for the people of its conversation."""
    one, view = said.view.message, said.view
    assert view.author is not None, "who is gone for good has left no words"
    others = [account for id_, account in said.room.accounts.items() if id_ in said.room.member_ids]
    named = [account for account in others if account.id != one.author_id and account.id not in said.room.viewer.hidden]
    reply_to_id, reply_to_author_id = _answered(view)
    hearts = sum(len(people) for emoji, people in view.reactions if emoji == HEART)
    post = Post(
        author_id=one.author_id,
        id=one.id,
        text=one.text[:TEXT_COLUMN_MAX],
        html=one.html,
        warning=one.warning,
        sensitive=one.sensitive,
        language=one.language,
        audience="mentioned",
        reply_to_id=reply_to_id,
        reply_to_author_id=reply_to_author_id,
        root_id=one.conversation_id,
        root_author_id=one.author_id,
        hashtags=find_hashtags(one.text)[:HASHTAGS_MAX],
        mentioned_ids=tuple(account.id for account in named),
        mentions=tuple(
            Mention(account_id=account.id, handle=account.handle, url=f"{url}/@{account.handle}") for account in named
        ),
        emojis=one.emojis,
        attachments=one.attachments,
        app=one.app,
        published_at=one.sent_at,
        edited_at=one.edited_at,
    )
    return Card(
        post=post,
        author=view.author,
        mine=Mine(liked=_mine(said), bookmarked=kept, thread_muted=silent),
        tally=Tally(author_id=one.author_id, post_id=one.id, likes=hearts),
    )


def _answered(view: MessageView) -> tuple[Id | None, Id | None]:
    """Name the message that is answered, or the post with which it began, and whose it is."""
    if view.reply_to is not None:
        return view.reply_to.id, view.reply_to.author_id
    about = view.message.about
    return (about.post_id, about.author_id) if about is not None else (None, None)
