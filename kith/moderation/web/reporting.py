"""`/@somebody/report`: what is wrong, in plain words; and what one can do oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.collections import CollectionView, collections_by_ids, collections_of
from kith.moderation.actions.reporting import find_reportable, is_heard, report, viewer_of_reported
from kith.moderation.model import COMMENT_MAX, Category, ReportWish
from kith.people import ServerRule, find_anybody, relation, rules_of, server_words
from kith.people.model import Account, Relation
from kith.posts import posts_by_ids, posts_of
from kith.posts.model import Post

POSTS_SHOWN = 8  # their newest: what one wants to report is usually among them, or one came from it


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """Whom one is about to report, which of their posts one may add, and the form as it was sent."""

    account: Account
    posts: tuple[Post, ...]
    collections: tuple[CollectionView, ...]
    rules: tuple[ServerRule, ...]
    categories: tuple[tuple[str, str, str | None], ...]
    chosen: frozenset[str]
    category: str = "other"
    broken: frozenset[str] = frozenset()
    comment: str = ""
    comment_max: int = COMMENT_MAX
    error: str = ""
    heard: bool = True


@dataclass(frozen=True, kw_only=True)
class DonePage:
    """What one can do oneself, after a report."""

    account: Account
    relation: Relation


class ReportForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong."""

    category: Category = "other"
    comment: str = ""
    posts: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    rules: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    collections: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()


async def show_report(work: Work, request: Request) -> Response:
    """`GET /@somebody/report`, with `?post=ID` or `?collection=ID` where one came from one."""
    account = await _account(work, request)
    chosen = parse_id(request.query_params.get("post", ""))
    collection = parse_id(request.query_params.get("collection", ""))
    content = await _page(work, account, [chosen] if chosen else [], collections=[collection] if collection else [])
    return await page(work, request, "moderation/report.html", content)


async def do_report(work: Work, request: Request) -> Response:
    """`POST /@somebody/report`. What does not fit comes back with its words."""
    form = await read_form(request, ReportForm)
    account = await _account(work, request)
    chosen = [one for one in map(parse_id, form.posts) if one is not None]
    collections = [one for one in map(parse_id, form.collections) if one is not None]
    wish = ReportWish(
        account_id=account.id,
        category=form.category,
        comment=form.comment,
        post_ids=tuple(chosen),
        rule_ids=form.rules,
        collection_ids=tuple(collections),
    )
    try:
        await report(work, wish)
    except Invalid as error:
        work.undo()
        again = await _page(work, account, chosen, collections=collections, form=form, error=error.text)
        return await page(work, request, "moderation/report.html", again, status=422)
    return RedirectResponse(f"/{address(account)}/report/done", 303)


async def show_done(work: Work, request: Request) -> Response:
    """`GET /@somebody/report/done`."""
    account = await _account(work, request)
    assert work.actor is not None
    content = DonePage(account=account, relation=await relation(work.db, work.actor, account.id, work.now))
    return await page(work, request, "moderation/reported.html", content)


async def _account(work: Work, request: Request) -> Account:
    return await find_reportable(work, (await find_anybody(work, request.path_params["handle"])).id)


async def _page(
    work: Work,
    account: Account,
    chosen: Sequence[Id],
    *,
    collections: Sequence[Id],
    form: ReportForm | None = None,
    error: str = "",
) -> ReportPage:
    form, viewer = form or ReportForm(), await viewer_of_reported(work, account.id)
    newest = await posts_of(
        work.db, viewer, account.id, Paging(limit=POSTS_SHOWN), with_replies=True, with_reposts=False
    )
    first = [post for post in await posts_by_ids(work.db, viewer, chosen[:100]) if post.author_id == account.id]
    posts = {post.id: post for post in (*first, *newest.items)}
    named = [view for view in await collections_by_ids(work, collections[:100]) if view.owner.id == account.id]
    made = {view.collection.id: view for view in (*named, *await collections_of(work, account.id))}
    return ReportPage(
        account=account,
        posts=tuple(posts.values()),
        collections=tuple(made.values()),
        rules=rules_of((await server_words(work)).rules),
        categories=_categories(),
        chosen=frozenset(str(one) for one in (*chosen, *collections)),
        category=form.category,
        broken=frozenset(form.rules),
        comment=form.comment,
        error=error,
        heard=await is_heard(work, account.id),
    )


def _categories() -> tuple[tuple[str, str, str | None], ...]:
    """Give what a report can be about, in plain words, each with what it means."""
    return (
        (
            "spam",
            _("It is spam"),
            _("Advertising, the same words to everyone, or somebody who pretends to be somebody else."),
        ),
        ("violation", _("It breaks a rule of this place"), None),
        ("legal", _("It is against the law"), _("Where this server is, or where you are.")),
        ("other", _("Something else"), _("It hurts, it frightens, or it does not belong here.")),
    )


REPORTING_ROUTES = (
    Route(method="GET", path="/@{handle}/report", handler=show_report),
    Route(method="POST", path="/@{handle}/report", handler=do_report, limit="report"),
    Route(method="GET", path="/@{handle}/report/done", handler=show_done),
)
