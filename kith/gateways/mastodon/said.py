"""Messages of conversations, as apps know them: direct statuses. A heart on one is a favourite.

What only posts have, a message has not: it is in no list but those of talks, and cannot be passed on or bookmarked.
"""

import re
from collections.abc import Sequence
from functools import wraps

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.routing import Handler, path_id
from kith.base.work import Work
from kith.conversations import Found, delete_for_all, edit, found_by_ids, messages_of, react, send
from kith.conversations.model import MessageWish
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.posts.model import TEXT_COLUMN_MAX, Card, Mention, Mine, Post, Tally, Words

HEART = "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}"
ABOVE_MAX, BELOW_MAX = 40, 60  # messages around one
# Apps begin an answer with the names of those it is for, who are in the conversation anyway.
_NAMES_FIRST = re.compile(r"^(?:@[\w.]+(?:@[\w.:-]+)?[\s,:]+)+")


async def present_said(work: Work, found: Sequence[Found]) -> list[StatusEntity]:
    """Give messages as statuses, in their order; what is gone, or was not said, is left out."""
    kept = [one for one in found if not one.view.gone and one.view.message.kind == "said" and one.view.author]
    return await present_statuses(work, [_card(one, work.house.settings.url) for one in kept])


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


async def answer(work: Work, said: Found, words: Words, *, key: str | None, at_once: bool) -> StatusEntity:
    """Say what answers a message in its conversation. Raises `Invalid` for what no message can be."""
    if words.audience != "mentioned":
        raise Invalid(_("This was said in private. Answer it directly."), field="visibility")
    if words.poll is not None or words.quote_of_id is not None or not at_once:
        raise Invalid(_("A message is sent at once, without a poll or a quote."), field="status")
    wish = MessageWish(
        text=_text(words),
        media_ids=words.media_ids,
        reply_to_id=said.view.message.id,
        language=words.language,
        app=words.app,
    )
    sent = await send(work, said.room.id, wish, key=key)
    return await said_status(work, sent.id)


async def change(work: Work, message_id: Id, text: str) -> StatusEntity:
    """Let one's own message say something else."""
    await edit(work, message_id, text)
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


def _text(words: Words) -> str:
    text = _NAMES_FIRST.sub("", words.text) or words.text
    return f"{words.warning}\n\n{text}".strip() if words.warning else text


def _mine(said: Found) -> bool:
    me = said.room.viewer.id
    return any(emoji == HEART and me in people for emoji, people in said.view.reactions)


def _card(said: Found, url: str) -> Card:
    one, view = said.view.message, said.view
    assert view.author is not None, "who is gone for good has left no words"
    others = [account for id_, account in said.room.accounts.items() if id_ in said.room.member_ids]
    named = [account for account in others if account.id != one.author_id and account.id not in said.room.viewer.hidden]
    hearts = sum(len(people) for emoji, people in view.reactions if emoji == HEART)
    post = Post(
        author_id=one.author_id,
        id=one.id,
        text=one.text[:TEXT_COLUMN_MAX],
        html=one.html,
        language=one.language,
        audience="mentioned",
        reply_to_id=view.reply_to.id if view.reply_to else None,
        reply_to_author_id=view.reply_to.author_id if view.reply_to else None,
        root_id=one.conversation_id,
        root_author_id=one.author_id,
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
        mine=Mine(liked=_mine(said)),
        tally=Tally(author_id=one.author_id, post_id=one.id, likes=hearts),
    )
