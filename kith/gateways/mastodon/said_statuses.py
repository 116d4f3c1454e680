"""Messages asked for as statuses, each by its own address."""

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.routing import path_id
from kith.base.work import Work
from kith.conversations import earlier_words
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.around import ContextEntity, EditEntity, StatusSourceEntity
from kith.gateways.mastodon.composing import words_to_edit
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.said import around, card_of, change, find_said, said_status, take_back


async def show_said(work: Work, request: Request) -> Response:
    """Show a message of a conversation."""
    return json_answer(await said_status(work, path_id(request)))


async def show_said_context(work: Work, request: Request) -> Response:
    """Show what was said before a message and after it."""
    above, below = await around(work, path_id(request))
    return json_answer(ContextEntity(ancestors=tuple(above), descendants=tuple(below)))


async def show_said_source(work: Work, request: Request) -> Response:
    """Show what was typed, for its author."""
    said = await find_said(work, path_id(request))
    if not said.view.mine:
        raise NotFound
    one = said.view.message
    return json_answer(StatusSourceEntity(id=str(one.id), text=one.text, spoiler_text=one.warning))


async def show_said_history(work: Work, request: Request) -> Response:
    """Show what it said, the first words first, today's last."""
    said = await said_status(work, path_id(request))
    view = (await find_said(work, path_id(request))).view
    before = [
        EditEntity(
            content=one.html,
            spoiler_text=one.warning,
            sensitive=one.sensitive,
            created_at=date_text(one.written_at),
            account=said.account,
            media_attachments=(),
        )
        for one in (await earlier_words(work, [view])).get(view.message.id, [])
    ]
    now = EditEntity(
        content=said.content,
        spoiler_text=said.spoiler_text,
        sensitive=said.sensitive,
        created_at=said.edited_at or said.created_at,
        account=said.account,
        media_attachments=said.media_attachments,
    )
    return json_answer([*before, now])


async def do_edit_said(work: Work, request: Request) -> Response:
    """Let one's own message say something else."""
    said = await find_said(work, path_id(request))
    if not said.view.mine:
        raise NotFound
    words = await words_to_edit(work, request, card_of(said, work.house.settings.url))
    return json_answer(await change(work, said.view.message.id, words))


async def do_take_back(work: Work, request: Request) -> Response:
    """Take one's own message back from everybody."""
    return json_answer(await take_back(work, path_id(request)))
