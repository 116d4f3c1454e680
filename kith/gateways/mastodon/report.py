"""The entity `Report`, and `POST /api/v1/reports`: telling the owners of somebody."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.moderation import report
from kith.moderation.model import Category, Report, ReportWish
from kith.people import accounts_by_ids


class ReportEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody reported. Nothing is passed on to other servers."""

    id: str
    action_taken: bool
    action_taken_at: str | None
    category: Category
    comment: str
    forwarded: bool = False
    created_at: str
    status_ids: tuple[str, ...]
    rule_ids: tuple[str, ...]
    collection_ids: tuple[str, ...] = ()
    target_account: AccountEntity


class ReportForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom, which statuses and collections, and why."""

    account_id: str
    status_ids: tuple[str, ...] = ()
    comment: str = ""
    category: Category = "other"
    rule_ids: tuple[str, ...] = ()
    forward: bool = False
    collection_ids: tuple[str, ...] = ()


async def do_report(work: Work, request: Request) -> Response:
    """`POST /api/v1/reports`."""
    form = await read_form(request, ReportForm)
    wish = ReportWish(
        account_id=_id(form.account_id),
        post_ids=tuple(map(_id, form.status_ids)),
        comment=form.comment,
        category=form.category,
        rule_ids=form.rule_ids,
        collection_ids=tuple(map(_id, form.collection_ids)),
    )
    return json_answer((await present_reports(work, [await report(work, wish)]))[0])


async def present_reports(work: Work, reports: Sequence[Report]) -> list[ReportEntity]:
    """Give the entities of reports, in their order; of somebody who has left, none."""
    found = await accounts_by_ids(work.db, sorted({one.account_id for one in reports})) if reports else []
    accounts = dict(zip((one.id for one in found), await present_accounts_of(work, found), strict=True))
    return [
        ReportEntity(
            id=str(one.id),
            action_taken=one.handled_at is not None,
            action_taken_at=date_text(one.handled_at) if one.handled_at else None,
            category=one.category,
            comment=one.comment,
            created_at=date_text(one.created_at),
            status_ids=tuple(map(str, one.post_ids)),
            rule_ids=one.rule_ids,
            collection_ids=tuple(str(made.id) for made in one.collections),
            target_account=accounts[one.account_id],
        )
        for one in reports
        if one.account_id in accounts
    ]


def _id(text: str) -> Id:
    """Read an id. What is no id names nothing."""
    found = parse_id(text)
    if found is None:
        raise NotFound
    return found


ROUTES = (
    Route(
        method="POST",
        path="/api/v1/reports",
        handler=do_report,
        scope="write:reports",
        limit="report",
        asks=(ReportForm,),
        gives=ReportEntity,
    ),
)
