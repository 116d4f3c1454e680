"""`/notices/requests`: who waits to be heard; `/settings/notices`: whom one wants to hear from at all."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.requests import accept_requests, dismiss_requests, load_requests, set_policy
from kith.notices.model import RequestView, Treatment

PAGE_SIZE = 40


@dataclass(frozen=True, kw_only=True)
class RequestsPage:
    """Who waits."""

    requests: tuple[RequestView, ...]
    more: str | None
    first: bool


@dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """Whom one wants to hear from: a question each, and what holds now."""

    answers: Mapping[str, Treatment]
    questions: tuple[tuple[str, str], ...]
    done: bool


class PolicyForm(msgspec.Struct, frozen=True, kw_only=True):
    """The answers."""

    not_following: Treatment = "accept"
    not_followers: Treatment = "accept"
    new_accounts: Treatment = "accept"
    private_mentions: Treatment = "accept"


async def show_requests(work: Work, request: Request) -> Response:
    """`GET /notices/requests`."""
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    part = await load_requests(work, paging)
    more = None if part.older_than is None else f"{request.url.path}?max_id={part.older_than}"
    content = RequestsPage(requests=tuple(part.items), more=more, first=paging.max_id is None)
    return await page(work, request, "notices/requests.html", content)


async def do_accept(work: Work, request: Request) -> Response:
    """`POST /notices/requests/ID/accept`."""
    await accept_requests(work, [path_id(request)])
    return RedirectResponse("/notices", 303)


async def do_dismiss(work: Work, request: Request) -> Response:
    """`POST /notices/requests/ID/dismiss`."""
    await dismiss_requests(work, [path_id(request)])
    return RedirectResponse("/notices/requests", 303)


async def show_policy(work: Work, request: Request) -> Response:
    """`GET /settings/notices`."""
    assert work.actor is not None
    policy = await store.policy_of(work.db, work.actor)
    content = PolicyPage(
        answers={name: getattr(policy, name) for name in PolicyForm.__struct_fields__},
        questions=(
            ("not_following", _("People you do not follow")),
            ("not_followers", _("People who do not follow you")),
            ("new_accounts", _("People who came less than 30 days ago")),
            ("private_mentions", _("People you do not follow, when they write to you alone")),
        ),
        done=request.query_params.get("said") == "kept",
    )
    return await page(work, request, "notices/policy.html", content)


async def do_set_policy(work: Work, request: Request) -> Response:
    """`POST /settings/notices`."""
    assert work.actor is not None
    form = await read_form(request, PolicyForm)
    before = await store.policy_of(work.db, work.actor)
    wanted = {name: getattr(form, name) for name in PolicyForm.__struct_fields__}
    await set_policy(work, msgspec.structs.replace(before, **wanted))
    return RedirectResponse("/settings/notices?said=kept", 303)


ROUTES = (
    Route(method="GET", path="/notices/requests", handler=show_requests),
    Route(method="POST", path="/notices/requests/{id}/accept", handler=do_accept),
    Route(method="POST", path="/notices/requests/{id}/dismiss", handler=do_dismiss),
    Route(method="GET", path="/settings/notices", handler=show_policy),
    Route(method="POST", path="/settings/notices", handler=do_set_policy),
)
