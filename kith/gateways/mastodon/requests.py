"""What is held back: the policy of notifications, and the requests of those whom it holds back."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, listing_by, people_paging, some_ids
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.said import said_by_ids
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.notices import (
    accept_requests,
    change_policy,
    dismiss_requests,
    load_request,
    load_requests,
    policy_of,
    policy_summary,
)
from kith.notices.model import NoticePolicy, RequestView, Treatment


class PolicySummaryEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How much is held back."""

    pending_requests_count: int
    pending_notifications_count: int


class PolicyEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whose notifications are taken, held back, or never wanted."""

    for_not_following: Treatment
    for_not_followers: Treatment
    for_new_accounts: Treatment
    for_private_mentions: Treatment
    for_limited_accounts: Treatment
    summary: PolicySummaryEntity


class PolicyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A policy as a client wants it; what is not sent stays."""

    for_not_following: Treatment | None = None
    for_not_followers: Treatment | None = None
    for_new_accounts: Treatment | None = None
    for_private_mentions: Treatment | None = None
    for_limited_accounts: Treatment | None = None


class RequestEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose notifications are held back."""

    id: str
    created_at: str
    updated_at: str
    notifications_count: str
    account: AccountEntity
    last_status: StatusEntity | None


class RequestsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which requests."""

    id: tuple[str, ...] = ()


class MergedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what was accepted stands among the notifications: here it does at once."""

    merged: bool


async def show_policy(work: Work, _request: Request) -> Response:
    """`GET /api/v2/notifications/policy`."""
    assert work.actor is not None
    return json_answer(await _policy(work, await policy_of(work.db, work.actor)))


async def do_set_policy(work: Work, request: Request) -> Response:
    """`PATCH /api/v2/notifications/policy`."""
    assert work.actor is not None
    form = await read_form(request, PolicyForm)
    wanted = {
        name.removeprefix("for_"): value
        for name in PolicyForm.__struct_fields__
        if (value := getattr(form, name)) is not None
    }
    return json_answer(await _policy(work, await change_policy(work, wanted)))


async def show_requests(work: Work, request: Request) -> Response:
    """`GET /api/v1/notifications/requests`."""
    part = await load_requests(work, people_paging(request))
    newest = part.items[0].request.id if part.items else None
    return listing_by(work, request, await _present(work, part.items), newest=newest, older_than=part.older_than)


async def show_request(work: Work, request: Request) -> Response:
    """`GET /api/v1/notifications/requests/ID`."""
    return json_answer((await _present(work, [await load_request(work, path_id(request))]))[0])


async def do_accept(work: Work, request: Request) -> Response:
    """`POST /api/v1/notifications/requests/ID/accept`."""
    await accept_requests(work, [path_id(request)])
    return json_answer(Nothing())


async def do_dismiss(work: Work, request: Request) -> Response:
    """`POST /api/v1/notifications/requests/ID/dismiss`."""
    await dismiss_requests(work, [path_id(request)])
    return json_answer(Nothing())


async def do_accept_all(work: Work, request: Request) -> Response:
    """`POST /api/v1/notifications/requests/accept`."""
    await accept_requests(work, some_ids(_ids(await read_form(request, RequestsForm))))
    return json_answer(Nothing())


async def do_dismiss_all(work: Work, request: Request) -> Response:
    """`POST /api/v1/notifications/requests/dismiss`."""
    await dismiss_requests(work, some_ids(_ids(await read_form(request, RequestsForm))))
    return json_answer(Nothing())


async def show_merged(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/notifications/requests/merged`."""
    return json_answer(MergedEntity(merged=True))


def _ids(form: RequestsForm) -> tuple[str, ...]:
    if not form.id:
        raise Invalid(_("Say which: “id[]” is missing."), field="id")
    return form.id


async def _policy(work: Work, policy: NoticePolicy) -> PolicyEntity:
    people, notices = await policy_summary(work)
    return PolicyEntity(
        for_not_following=policy.not_following,
        for_not_followers=policy.not_followers,
        for_new_accounts=policy.new_accounts,
        for_private_mentions=policy.private_mentions,
        for_limited_accounts=policy.limited_accounts,
        summary=PolicySummaryEntity(pending_requests_count=people, pending_notifications_count=notices),
    )


async def _present(work: Work, views: Sequence[RequestView]) -> list[RequestEntity]:
    accounts = await present_accounts_of(work, [view.account for view in views])
    cards = {view.card.post.id: view.card for view in views if view.card is not None}
    statuses = dict(zip(cards, await present_statuses(work, list(cards.values())), strict=True))
    statuses |= await said_by_ids(work, [view.said_id for view in views if view.said_id is not None])
    return [
        RequestEntity(
            id=str(view.request.id),
            created_at=date_text(view.request.created_at),
            updated_at=date_text(view.request.updated_at),
            notifications_count=str(view.count),
            account=account,
            last_status=statuses.get(view.card.post.id if view.card is not None else view.said_id or Id(0)),
        )
        for view, account in zip(views, accounts, strict=True)
    ]


def _all(name: str, handler: Handler) -> Route:
    path = f"{_ALL}/{name}"
    return Route(method="POST", path=path, handler=handler, scope=_WRITE, asks=(RequestsForm,), gives=Nothing)


_ALL, _POLICY = "/api/v1/notifications/requests", "/api/v2/notifications/policy"
_READ, _WRITE = "read:notifications", "write:notifications"
ROUTES = (
    Route(method="GET", path=_POLICY, handler=show_policy, scope=_READ, gives=PolicyEntity),
    Route(method="PATCH", path=_POLICY, handler=do_set_policy, scope=_WRITE, asks=(PolicyForm,), gives=PolicyEntity),
    Route(method="GET", path=_ALL, handler=show_requests, scope=_READ, gives=list[RequestEntity], paged=True),
    Route(method="GET", path=f"{_ALL}/merged", handler=show_merged, scope=_READ, gives=MergedEntity),
    Route(
        method="POST", path=f"{_ALL}/accept", handler=do_accept_all, scope=_WRITE, asks=(RequestsForm,), gives=Nothing
    ),
    Route(
        method="POST", path=f"{_ALL}/dismiss", handler=do_dismiss_all, scope=_WRITE, asks=(RequestsForm,), gives=Nothing
    ),
    Route(method="GET", path=_ALL + "/{id}", handler=show_request, scope=_READ, gives=RequestEntity),
    Route(method="POST", path=_ALL + "/{id}/accept", handler=do_accept, scope=_WRITE, gives=Nothing),
    Route(method="POST", path=_ALL + "/{id}/dismiss", handler=do_dismiss, scope=_WRITE, gives=Nothing),
)
