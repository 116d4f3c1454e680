"""The entity `Notification`: Kith's notices as apps know them."""

from collections.abc import Collection, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, meant_in_javascript
from kith.base.web.form import read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, link_header, one_id, people_paging
from kith.gateways.mastodon.collection import CollectionEntity, present_collection
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.fallback import (
    NotificationFallbackEntity,
    fallback_for,
    kinds_wanted,
    type_of,
)
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.report import ReportEntity, present_reports
from kith.gateways.mastodon.said import said_by_ids
from kith.gateways.mastodon.severance import RelationshipSeveranceEntity, present_severance
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.moderation import reports_by_ids
from kith.notices import clear, count_unread_groups, dismiss, load_notice, load_notices
from kith.notices.model import NoticeView
from kith.posts.model import Card

COUNTED_MAX = 1000


class NotificationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody did something."""

    id: str
    type: str
    created_at: str
    group_key: str
    account: AccountEntity
    status: StatusEntity | None = None
    report: ReportEntity | None = None
    collection: CollectionEntity | None = None
    event: RelationshipSeveranceEntity | None = None
    fallback: NotificationFallbackEntity | None = None


class NotificationsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which are wanted."""

    types: tuple[str, ...] = ()
    exclude_types: tuple[str, ...] = ()
    account_id: str | None = None
    include_filtered: bool = False
    supported_types: tuple[str, ...] = ()


class SupportedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What an app knows by itself."""

    supported_types: tuple[str, ...] = ()


class CountQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted, and up to where."""

    limit: int = 100
    types: tuple[str, ...] = ()
    exclude_types: tuple[str, ...] = ()
    account_id: str | None = None


class CountEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How many are unread."""

    count: int


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/v1/notifications`."""
    query = read_query(request, NotificationsQuery)
    part = await load_notices(
        work,
        people_paging(request),
        kinds=kinds_wanted(query.types, query.exclude_types, query.supported_types),
        from_id=one_id(query.account_id, "account_id"),
        with_waiting=query.include_filtered,
        for_apps=True,
    )
    newest = part.items[0].notice.id if part.items else None
    link = link_header(work, request, newest=newest, older_than=part.older_than)
    return json_answer(await present_notices(work, part.items, query.supported_types), headers=link)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v1/notifications/ID`."""
    view, supported = await _named(work, request), read_query(request, SupportedQuery).supported_types
    return json_answer((await present_notices(work, [view], supported))[0])


async def do_clear(work: Work, _request: Request) -> Response:
    """`POST /api/v1/notifications/clear`."""
    await clear(work)
    return json_answer({})


async def do_dismiss(work: Work, request: Request) -> Response:
    """`POST /api/v1/notifications/ID/dismiss`."""
    view = await _named(work, request)
    await dismiss(work, view.notice.id)
    return json_answer({})


async def _named(work: Work, request: Request) -> NoticeView:
    """Find the notice that the path names, also as web apps do that were told its id as a number."""
    notice_id = path_id(request)
    try:
        return await load_notice(work, meant_in_javascript(notice_id))
    except NotFound:
        return await load_notice(work, notice_id)  # made before ids were exact


async def show_unread(work: Work, request: Request) -> Response:
    """`GET /api/v1/notifications/unread_count`."""
    query = read_query(request, CountQuery)
    count = await count_unread_groups(
        work,
        wanted=(),
        kinds=kinds_wanted(query.types, query.exclude_types),
        from_id=one_id(query.account_id, "account_id"),
        limit=min(max(query.limit, 1), COUNTED_MAX),
    )
    return json_answer(CountEntity(count=count))


async def present_notices(
    work: Work, views: Sequence[NoticeView], supported: Collection[str] = ()
) -> list[NotificationEntity]:
    """Give the entities of notices, in words too where an app says that it does not know their types."""
    url = work.house.settings.url
    cards: dict[Id, Card] = {view.card.post.id: view.card for view in views if view.card is not None}
    statuses = dict(zip(cards, await present_statuses(work, list(cards.values())), strict=True))
    statuses |= await said_by_ids(work, [view.said_id for view in views if view.said_id is not None])
    people = {view.account.id: view.account for view in views}
    accounts = dict(zip(people, await present_accounts_of(work, list(people.values())), strict=True))
    reports = await reports_of(work, views)
    return [
        NotificationEntity(
            id=str(view.notice.id),
            type=type_of(view.notice.kind),
            created_at=date_text(view.notice.created_at),
            group_key=f"ungrouped-{view.notice.id}" if view.said_id else view.notice.group_key,
            account=accounts[view.account.id],
            status=statuses.get(status_id_of(view) or Id(0)),
            report=reports.get(view.notice.about_id or Id(0)),
            collection=present_collection(view.collection, url) if view.collection is not None else None,
            event=present_severance(view),
            fallback=fallback_for(view, url, supported),
        )
        for view in views
    ]


def status_id_of(view: NoticeView) -> Id | None:
    """Name what a notice is about, where that is a status: a post, or a message."""
    return view.card.post.id if view.card is not None else view.said_id


async def reports_of(work: Work, views: Sequence[NoticeView]) -> dict[Id, ReportEntity]:
    """Give the reports that these notices are about, by their ids, as far as there are such still."""
    ids = [view.notice.about_id for view in views if view.notice.kind == "report" and view.notice.about_id is not None]
    if not ids or work.actor is None:
        return {}
    entities = await present_reports(work, await reports_by_ids(work.db, work.actor, ids))
    return {Id(int(entity.id)): entity for entity in entities}


_ALL = "/api/v1/notifications"
ROUTES = (
    Route(
        method="GET",
        path=_ALL,
        handler=show_all,
        scope="read:notifications",
        query=(NotificationsQuery,),
        gives=list[NotificationEntity],
        paged=True,
    ),
    Route(
        method="GET",
        path=f"{_ALL}/unread_count",
        handler=show_unread,
        scope="read:notifications",
        query=(CountQuery,),
        gives=CountEntity,
    ),
    Route(
        method="GET",
        path=_ALL + "/{id}",
        handler=show_one,
        scope="read:notifications",
        query=(SupportedQuery,),
        gives=NotificationEntity,
    ),
    Route(method="POST", path=f"{_ALL}/clear", handler=do_clear, scope="write:notifications", gives=Nothing),
    Route(method="POST", path=_ALL + "/{id}/dismiss", handler=do_dismiss, scope="write:notifications", gives=Nothing),
)
