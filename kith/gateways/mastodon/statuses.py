"""Statuses: post, read, edit, delete; what a post said before, and the talk around it."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.web.form import read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Taken, Work
from kith.conversations import found_by_ids
from kith.gateways.mastodon.answers import json_answer, some_ids
from kith.gateways.mastodon.around import ContextEntity, EditEntity, StatusSourceEntity
from kith.gateways.mastodon.asking import told_once
from kith.gateways.mastodon.attachment import present_media
from kith.gateways.mastodon.composing import EditForm, StatusForm, words_to_edit, words_to_post
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.deeds import present_sent, status_of
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.relationship import AskedFor
from kith.gateways.mastodon.said import or_said, present_said
from kith.gateways.mastodon.said_statuses import (
    do_edit_said,
    do_take_back,
    show_said,
    show_said_context,
    show_said_history,
    show_said_source,
)
from kith.gateways.mastodon.scheduled import ScheduledEntity, present_draft
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.media import discard, own_media
from kith.people import viewer_of
from kith.pledges import anyway
from kith.posts import (
    delete,
    edit,
    get_post,
    hydrate,
    hydrate_one,
    posts_by_ids,
    save_draft,
    send,
    thread,
    versions_of,
)
from kith.posts.model import Card, Post

ABOVE_MAX, BELOW_MAX = 40, 60  # what a passer-by is shown of a talk, as Mastodon does


class DeleteQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What goes along with a status."""

    delete_media: bool = False


async def do_post(work: Work, request: Request) -> Response:
    """`POST /api/v1/statuses`, once for each `Idempotency-Key`; with `scheduled_at`, it is kept until then."""
    words, publish_at = await words_to_post(work, request)
    key = request.headers.get("idempotency-key") or None
    if publish_at is not None:
        draft = await save_draft(work, words, publish_at=publish_at, idempotency_key=key)
        return json_answer(await present_draft(work, draft))

    async def post(work: Work, *, over: bool) -> Post | Taken:
        return await send(work, anyway(words) if over else words, idempotency_key=key)

    return json_answer(await present_sent(work, await told_once(work, words, post)))


async def show_status(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID`."""
    return json_answer(await status_of(work, path_id(request)))


async def show_several(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses?id[]=…`: those of them that may be seen."""
    viewer = await viewer_of(work)
    ids = some_ids(read_query(request, AskedFor).id)
    posts = await posts_by_ids(work.db, viewer, ids)
    found = await present_statuses(work, await hydrate(work.db, viewer, posts))
    if work.actor is not None and len(found) < len(ids):
        found += await present_said(work, await found_by_ids(work, ids))
    return json_answer(sorted(found, key=lambda one: ids.index(Id(int(one.id)))))


async def do_edit(work: Work, request: Request) -> Response:
    """`PUT /api/v1/statuses/ID`."""
    card = await _own_card(work, path_id(request))
    words = await words_to_edit(work, request, card)

    async def change(work: Work, *, over: bool) -> Post:
        return await edit(work, card.post.id, anyway(words) if over else words)

    return json_answer(await status_of(work, (await told_once(work, words, change)).id))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/statuses/ID`: gives it back as it was typed, as Mastodon does.

    Its media wait for a day, to be posted anew; with `delete_media` they go at once.
    """
    card, query = await _own_card(work, path_id(request)), read_query(request, DeleteQuery)
    [entity] = await present_statuses(work, [card])
    await delete(work, card.post.id)
    if query.delete_media:
        await discard(work, await own_media(work, [one.id for one in card.post.attachments]))
    return json_answer(msgspec.structs.replace(entity, text=card.post.text))


async def show_source(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID/source`: for its author."""
    post = (await _own_card(work, path_id(request))).post
    return json_answer(StatusSourceEntity(id=str(post.id), text=post.text, spoiler_text=post.warning))


async def show_history(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID/history`: the first words first, today's last."""
    card = await _card(work, path_id(request))
    post, url = card.post, work.house.settings.url
    [account] = await present_accounts_of(work, [card.author])
    before = sorted(await versions_of(work.db, post), key=lambda one: one.version)
    edits = [
        EditEntity(
            content=one.html,
            spoiler_text=one.warning,
            sensitive=one.sensitive,
            created_at=date_text(one.written_at),
            account=account,
            media_attachments=tuple(present_media(medium, url) for medium in one.attachments),
            poll=_options(one.poll_options),
        )
        for one in before
    ]
    now = EditEntity(
        content=post.html,
        spoiler_text=post.warning,
        sensitive=post.sensitive,
        created_at=date_text(post.edited_at or post.published_at),
        account=account,
        media_attachments=tuple(present_media(medium, url) for medium in post.attachments),
        poll=_options(card.poll.options if card.poll else ()),
    )
    return json_answer([*edits, now])


async def show_context(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID/context`: the whole talk around a status, as far as whoever asks may see it."""
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, path_id(request))
    if post.repost_of_id is not None:
        post = await get_post(work.db, viewer, post.repost_of_id)
    found = await thread(work.db, viewer, post)
    below: list[Post] = list(found.below)
    above = found.above
    if work.actor is None:
        below, above = below[:BELOW_MAX], above[-ABOVE_MAX:]
    else:
        while found.more_after is not None and len(below) < DEEP_MAX:
            found = await thread(work.db, viewer, post, after=found.more_after)
            below.extend(found.below)
    cards = await hydrate(work.db, viewer, [*above, *below])
    entities = {entity.id: entity for entity in await present_statuses(work, cards)}
    return json_answer(
        ContextEntity(
            ancestors=tuple(entities[str(one.id)] for one in above if str(one.id) in entities),
            descendants=tuple(entities[str(one.id)] for one in _depth_first(post, below) if str(one.id) in entities),
        )
    )


DEEP_MAX = 4096  # answers; what Mastodon gives to somebody who is signed in


def _depth_first(top: Post, below: list[Post]) -> list[Post]:
    """Put each answer after what it answers, as clients draw them. An answer to something unseen stands at the end."""
    children: dict[Id, list[Post]] = {}
    for one in below:
        children.setdefault(one.reply_to_id or top.id, []).append(one)
    ordered: list[Post] = []
    waiting = list(reversed(children.pop(top.id, [])))
    while waiting:
        one = waiting.pop()
        ordered.append(one)
        waiting.extend(reversed(children.pop(one.id, [])))
    return ordered + [one for rest in children.values() for one in rest]


def _options(titles: tuple[str, ...]) -> dict[str, list[dict[str, str]]] | None:
    return {"options": [{"title": title} for title in titles]} if titles else None


async def _card(work: Work, post_id: Id) -> Card:
    viewer = await viewer_of(work)
    card = await hydrate_one(work.db, viewer, await get_post(work.db, viewer, post_id))
    if card is None:
        raise NotFound
    return card


async def _own_card(work: Work, post_id: Id) -> Card:
    if work.actor is None:
        raise SignInFirst
    card = await _card(work, post_id)
    if card.post.author_id != work.actor:
        raise NotFound
    return card


def _get(path: str, handler: Handler, gives: Any, query: tuple[type[msgspec.Struct], ...] = ()) -> Route:
    return Route(
        method="GET", path=path, handler=handler, access="anyone", scope="read:statuses", gives=gives, query=query
    )


_ONE = "/api/v1/statuses/{id}"
ROUTES = (
    Route(
        method="POST",
        path="/api/v1/statuses",
        handler=do_post,
        scope="write:statuses",
        limit="post",
        asks=(StatusForm,),
        gives=(StatusEntity, ScheduledEntity),
    ),
    _get("/api/v1/statuses", show_several, list[StatusEntity], query=(AskedFor,)),
    _get(_ONE, or_said(show_status, show_said), StatusEntity),
    Route(
        method="PUT",
        path=_ONE,
        handler=or_said(do_edit, do_edit_said),
        scope="write:statuses",
        asks=(EditForm,),
        gives=StatusEntity,
    ),
    Route(
        method="DELETE",
        path=_ONE,
        handler=or_said(do_delete, do_take_back),
        scope="write:statuses",
        query=(DeleteQuery,),
        gives=StatusEntity,
    ),
    Route(
        method="GET",
        path=f"{_ONE}/source",
        handler=or_said(show_source, show_said_source),
        scope="read:statuses",
        gives=StatusSourceEntity,
    ),
    _get(f"{_ONE}/history", or_said(show_history, show_said_history), list[EditEntity]),
    _get(f"{_ONE}/context", or_said(show_context, show_said_context), ContextEntity),
)
