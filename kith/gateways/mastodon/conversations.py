"""The entity `Conversation`: one's talks, as Mastodon's apps know them, and the list of all that is said in them."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, link_header, listing, posts_paging
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import get_account
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


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/conversations`: walked by the newest status of each."""
    part = await load_talks(work, posts_paging(request))
    return listing(work, request, await present_talks(work, part.items), part)


async def do_read(work: Work, request: Request) -> Response:
    """`POST /api/v1/conversations/ID/read`."""
    root_id = path_id(request)
    await mark_read(work, root_id)
    [entity] = await present_talks(work, [await find_talk(work, root_id)])
    return json_answer(entity)


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/conversations/ID`: out of one's list; the statuses stay."""
    await leave_out(work, path_id(request))
    return json_answer({})


async def show_direct(work: Work, request: Request) -> Response:
    """`GET /api/v1/timelines/direct`."""
    part = await direct_cards(work, posts_paging(request))
    newest = part.items[0].post.id if part.items else None
    link = link_header(work, request, newest=newest, older_than=part.older_than)
    return json_answer(await present_statuses(work, part.items), headers=link)


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
