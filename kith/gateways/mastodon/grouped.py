"""Notifications in groups (API version 2): one entry for all who like the same status."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, link_header, one_id, people_paging
from kith.gateways.mastodon.collection import CollectionEntity, present_collection
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.fallback import NotificationFallbackEntity, fallback_for, kinds_wanted, type_of
from kith.gateways.mastodon.notifications import CountEntity, SupportedQuery, reports_of, status_id_of
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.report import ReportEntity
from kith.gateways.mastodon.said import said_by_ids
from kith.gateways.mastodon.severance import RelationshipSeveranceEntity, present_severance
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.notices import GROUPED, count_unread_groups, dismiss_group, load_group, load_groups
from kith.notices.model import NoticeView
from kith.people.model import Account
from kith.posts.model import Card

SAMPLE_MAX = 8  # accounts of a group that are named in it
COUNTED_DEFAULT, COUNTED_MAX = 100, 1000


class PartialAccountEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, as much as a face in a row needs."""

    id: str
    acct: str
    url: str
    avatar: str
    avatar_static: str
    locked: bool
    bot: bool


class NotificationGroupEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened to one thing within half a day. The ids are those of this page's notifications."""

    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: int
    page_min_id: str
    page_max_id: str
    latest_page_notification_at: str
    sample_account_ids: tuple[str, ...]
    status_id: str | None = None
    report: ReportEntity | None = None
    collection: CollectionEntity | None = None
    event: RelationshipSeveranceEntity | None = None
    fallback: NotificationFallbackEntity | None = None


class GroupedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Groups, and each account and status that stands in them once."""

    accounts: tuple[AccountEntity, ...]
    partial_accounts: tuple[PartialAccountEntity, ...] | msgspec.UnsetType = msgspec.UNSET
    statuses: tuple[StatusEntity, ...]
    notification_groups: tuple[NotificationGroupEntity, ...]


class GroupsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which groups are wanted, and how much of their people."""

    types: tuple[str, ...] = ()
    exclude_types: tuple[str, ...] = ()
    grouped_types: tuple[str, ...] = ()
    supported_types: tuple[str, ...] = ()
    account_id: str | None = None
    include_filtered: bool = False
    expand_accounts: Literal["full", "partial_avatars"] = "full"


class UnreadQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted, and up to where."""

    limit: int = COUNTED_DEFAULT
    types: tuple[str, ...] = ()
    exclude_types: tuple[str, ...] = ()
    grouped_types: tuple[str, ...] = ()
    account_id: str | None = None


async def show_groups(work: Work, request: Request) -> Response:
    """`GET /api/v2/notifications`."""
    query = read_query(request, GroupsQuery)
    found = await load_groups(
        work,
        people_paging(request),
        wanted=_together(query.grouped_types),
        kinds=kinds_wanted(query.types, query.exclude_types, query.supported_types),
        from_id=one_id(query.account_id, "account_id"),
        with_waiting=query.include_filtered,
        for_apps=True,
    )
    newest = max((_ids(members)[-1] for members in found.groups.values()), default=None)
    partial, supported = query.expand_accounts == "partial_avatars", query.supported_types
    entity = await _entity(work, found.groups, found.counts, partial=partial, supported=supported)
    return json_answer(entity, headers=link_header(work, request, newest=newest, older_than=found.older_than))


async def show_group(work: Work, request: Request) -> Response:
    """`GET /api/v2/notifications/KEY`."""
    key = request.path_params["group_key"]
    views = await load_group(work, key)
    people = {view.account.id for view in views}
    supported = read_query(request, SupportedQuery).supported_types
    return json_answer(await _entity(work, {key: views}, {key: len(people)}, partial=False, supported=supported))


async def show_accounts(work: Work, request: Request) -> Response:
    """`GET /api/v2/notifications/KEY/accounts`."""
    views = await load_group(work, request.path_params["group_key"])
    people = {view.account.id: view.account for view in views}
    return json_answer(await present_accounts_of(work, list(people.values())))


async def do_dismiss(work: Work, request: Request) -> Response:
    """`POST /api/v2/notifications/KEY/dismiss`."""
    await dismiss_group(work, request.path_params["group_key"])
    return json_answer(Nothing())


async def show_unread(work: Work, request: Request) -> Response:
    """`GET /api/v2/notifications/unread_count`: how many groups."""
    query = read_query(request, UnreadQuery)
    count = await count_unread_groups(
        work,
        wanted=_together(query.grouped_types),
        kinds=kinds_wanted(query.types, query.exclude_types),
        from_id=one_id(query.account_id, "account_id"),
        limit=min(max(query.limit, 1), COUNTED_MAX),
    )
    return json_answer(CountEntity(count=count))


def _together(types: Iterable[str]) -> frozenset[str]:
    known = frozenset(GROUPED.values()) - {"message"}  # to apps each is a mention, and those stand alone
    return known & frozenset(types) if types else known


async def _entity(
    work: Work,
    groups: dict[str, list[NoticeView]],
    counts: dict[str, int],
    *,
    partial: bool,
    supported: Collection[str],
) -> GroupedEntity:
    cards: dict[Id, Card] = {
        view.card.post.id: view.card for members in groups.values() for view in members if view.card is not None
    }
    said = await said_by_ids(work, [one.said_id for members in groups.values() for one in members if one.said_id])
    samples = {key: _sample(members) for key, members in groups.items()}
    people = {one.id: one for sample in samples.values() for one in sample}
    # Who stands first in a group is shown in full; of the others a face may do.
    first = {sample[0].id for sample in samples.values()}
    whole = [one for one in people.values() if not partial or one.id in first]
    accounts = await present_accounts_of(work, whole)
    reports = await reports_of(work, [view for members in groups.values() for view in members])
    url = work.house.settings.url
    entities = [
        _group(
            key,
            members,
            samples[key],
            count=counts.get(key, len(samples[key])),
            report=reports.get(members[0].notice.about_id or Id(0)),
            collection=_collection(members[0], url),
            fallback=fallback_for(members[0], url, supported),
        )
        for key, members in groups.items()
    ]
    rest = await present_accounts_of(work, [one for one in people.values() if one not in whole]) if partial else []
    return GroupedEntity(
        accounts=tuple(accounts),
        partial_accounts=tuple(_partial(one) for one in rest) if partial else msgspec.UNSET,
        statuses=(*await present_statuses(work, list(cards.values())), *said.values()),
        notification_groups=tuple(entities),
    )


def _group(
    key: str,
    members: Sequence[NoticeView],
    sample: Sequence[Account],
    *,
    count: int,
    report: ReportEntity | None,
    collection: CollectionEntity | None,
    fallback: NotificationFallbackEntity | None,
) -> NotificationGroupEntity:
    ids, status_id = _ids(members), status_id_of(members[0])
    return NotificationGroupEntity(
        group_key=key,
        notifications_count=count,
        type=type_of(members[0].notice.kind),
        most_recent_notification_id=ids[-1],
        page_min_id=str(ids[0]),
        page_max_id=str(ids[-1]),
        latest_page_notification_at=date_text(max(view.notice.created_at for view in members)),
        sample_account_ids=tuple(str(one.id) for one in sample),
        status_id=str(status_id) if status_id is not None else None,
        report=report,
        collection=collection,
        event=present_severance(members[0]),
        fallback=fallback,
    )


def _collection(view: NoticeView, url: str) -> CollectionEntity | None:
    return present_collection(view.collection, url) if view.collection is not None else None


def _sample(members: Sequence[NoticeView]) -> list[Account]:
    return list({view.account.id: view.account for view in members}.values())[:SAMPLE_MAX]


def _ids(members: Sequence[NoticeView]) -> list[Id]:
    return sorted(view.notice.id for view in members)


def _partial(account: AccountEntity) -> PartialAccountEntity:
    return PartialAccountEntity(**{name: getattr(account, name) for name in PartialAccountEntity.__struct_fields__})


_ALL, _ONE = "/api/v2/notifications", "/api/v2/notifications/{group_key}"
_READ, _WRITE = "read:notifications", "write:notifications"
ROUTES = (
    Route(
        method="GET",
        path=_ALL,
        handler=show_groups,
        scope=_READ,
        query=(GroupsQuery,),
        gives=GroupedEntity,
        paged=True,
    ),
    Route(
        method="GET",
        path=f"{_ALL}/unread_count",
        handler=show_unread,
        scope=_READ,
        query=(UnreadQuery,),
        gives=CountEntity,
    ),
    Route(method="GET", path=_ONE, handler=show_group, scope=_READ, query=(SupportedQuery,), gives=GroupedEntity),
    Route(method="GET", path=_ONE + "/accounts", handler=show_accounts, scope=_READ, gives=list[AccountEntity]),
    Route(method="POST", path=_ONE + "/dismiss", handler=do_dismiss, scope=_WRITE, gives=Nothing),
)
