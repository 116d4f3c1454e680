"""The entity `Conversation`: one's talks and conversations, as Mastodon's apps know them, and all that is said in them.

The two lie side by side, and are one list by the ids of their newest messages, which are of one clock
(docs/decisions/0018).
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations import Found, conversations_of, find_conversation, found_by_ids, read, recent_messages
from kith.conversations import leave_out as leave_out_conversation
from kith.conversations.model import ConversationView
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, link_header, listing, posts_paging
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.said import present_said
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import get_account
from kith.posts.model import Card
from kith.talks import TalkView, direct_cards, find_talk, leave_out, load_talks, mark_read


class ConversationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A talk: with whom, the newest that was said, and whether it is new."""

    id: str
    unread: bool
    accounts: tuple[AccountEntity, ...]
    last_status: StatusEntity | None


async def present_talks(work: Work, views: Sequence[TalkView]) -> list[ConversationEntity]:
    """Give the entities. Apps expect somebody in each: whoever talks to nobody is there alone."""
    assert work.actor is not None
    alone = [await get_account(work.db, work.actor)] if not all(view.people for view in views) else []
    people = [view.people or tuple(alone) for view in views]
    flat = {one.id: one for group in people for one in group}
    entities = dict(zip(flat, await present_accounts_of(work, list(flat.values())), strict=True))
    statuses = await present_statuses(work, [view.last for view in views])
    return [
        ConversationEntity(
            id=str(view.root_id),
            unread=view.unread,
            accounts=tuple(entities[one.id] for one in group),
            last_status=status,
        )
        for view, group, status in zip(views, people, statuses, strict=True)
    ]


async def present_messages_as_talks(work: Work, views: Sequence[ConversationView]) -> list[ConversationEntity]:
    """Give conversations with messages of their own in the same shape."""
    rooms = await enter_all_of(work, views)
    people = [view.people or (await get_account(work.db, view.seat.owner_id),) for view in views]
    flat = {one.id: one for group in people for one in group}
    entities = dict(zip(flat, await present_accounts_of(work, list(flat.values())), strict=True))
    last = {one.id: one for one in await present_said(work, list(rooms.values()))}
    return [
        ConversationEntity(
            id=str(view.conversation.id),
            unread=view.unread > 0,
            accounts=tuple(entities[one.id] for one in group),
            last_status=last.get(str(view.last.message.id)) if view.last else None,
        )
        for view, group in zip(views, people, strict=True)
    ]


async def enter_all_of(work: Work, views: Sequence[ConversationView]) -> dict[Id, Found]:
    """Read the newest message of each with its conversation, by the conversation's id."""
    ids = [view.last.message.id for view in views if view.last is not None]
    return {one.room.id: one for one in await found_by_ids(work, ids)}


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/conversations`: walked by the newest status of each."""
    paging = posts_paging(request)
    posts, messages = await load_talks(work, paging), await conversations_of(work, paging)
    part: Slice[TalkView | ConversationView] = merged(posts, messages, paging, place=attrgetter("id"))
    talks = [one for one in part.items if isinstance(one, TalkView)]
    others = [one for one in part.items if isinstance(one, ConversationView)]
    by_id = {one.id: one for one in await present_talks(work, talks)}
    by_id |= {one.id: one for one in await present_messages_as_talks(work, others)}
    names = [str(one.root_id if isinstance(one, TalkView) else one.conversation.id) for one in part.items]
    return listing(work, request, [by_id[name] for name in names], part)


async def do_read(work: Work, request: Request) -> Response:
    """`POST /api/v1/conversations/ID/read`."""
    talk_id = path_id(request)
    try:
        await mark_read(work, talk_id)
        [entity] = await present_talks(work, [await find_talk(work, talk_id)])
    except NotFound:
        await read(work, talk_id)
        [entity] = await present_messages_as_talks(work, [await find_conversation(work, talk_id)])
    return json_answer(entity)


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/conversations/ID`: out of one's list; the statuses stay."""
    try:
        await leave_out(work, path_id(request))
    except NotFound:
        await leave_out_conversation(work, path_id(request))
    return json_answer({})


async def show_direct(work: Work, request: Request) -> Response:
    """`GET /api/v1/timelines/direct`."""
    paging = posts_paging(request)
    posts, messages = await direct_cards(work, paging), await recent_messages(work, paging)
    part: Slice[Card | Found] = merged(posts, messages, paging, place=_status_id)
    statuses = await present_statuses(work, [one for one in part.items if isinstance(one, Card)])
    statuses += await present_said(work, [one for one in part.items if isinstance(one, Found)])
    by_id = {one.id: one for one in statuses}
    wanted = [by_id[name] for one in part.items if (name := str(_status_id(one))) in by_id]
    newest = _status_id(part.items[0]) if part.items else None
    return json_answer(wanted, headers=link_header(work, request, newest=newest, older_than=part.older_than))


def merged(first: Slice[Any], second: Slice[Any], paging: Paging, *, place: Callable[[Any], Id]) -> Slice[Any]:
    """Make one part of two lists that are walked by the same ids, newest first.

    Either may go on below its end: what the other holds below that is left for the next part, so that nothing is
    passed over.
    """
    items = sorted((*first.items, *second.items), key=place, reverse=True)
    ends = [one.older_than for one in (first, second) if one.older_than is not None]
    if paging.upwards:
        kept = items[-paging.limit :]
        return Slice(items=kept, older_than=place(kept[-1]) if kept else None)
    floor = max(ends, default=Id(0))
    kept = [one for one in items if place(one) >= floor][: paging.limit]
    goes_on = bool(ends) or len(kept) < len(items)
    return Slice(items=kept, older_than=(place(kept[-1]) if kept else floor) if goes_on else None)


def _status_id(one: Card | Found) -> Id:
    return one.post.id if isinstance(one, Card) else one.view.message.id


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/conversations",
        handler=show_all,
        scope="read:statuses",
        gives=list[ConversationEntity],
        paged=True,
    ),
    Route(
        method="POST",
        path="/api/v1/conversations/{id}/read",
        handler=do_read,
        scope="write:conversations",
        gives=ConversationEntity,
    ),
    Route(
        method="DELETE",
        path="/api/v1/conversations/{id}",
        handler=do_remove,
        scope="write:conversations",
        gives=Nothing,
    ),
    Route(
        method="GET",
        path="/api/v1/timelines/direct",
        handler=show_direct,
        scope="read:statuses",
        gives=list[StatusEntity],
        paged=True,
    ),
)
