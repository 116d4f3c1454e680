"""Statuses and the account that holds the token: enough for a script to post and to read back."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity, Speaker
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.gateways.mastodon.store import counts_of
from kith.people import get_account, viewer_of
from kith.posts import delete, get_post, hydrate, publish
from kith.posts.model import Audience, Post, Words

AUDIENCES: dict[str, Audience] = {
    "public": "everyone", "unlisted": "unlisted", "private": "followers", "direct": "mentioned",
}  # fmt: skip


class StatusForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a client sends to post."""

    status: str = ""
    spoiler_text: str = ""
    sensitive: bool = False
    visibility: Literal["public", "unlisted", "private", "direct"] = "public"
    language: str | None = None
    in_reply_to_id: str | None = None


async def show_me(work: Work, _request: Request) -> Response:
    """`GET /api/v1/accounts/verify_credentials`."""
    assert work.actor is not None
    account = await get_account(work.db, work.actor)
    speaker = Speaker(work.house.settings.url, await counts_of(work.db, [account.id]))
    return json_response(speaker.present(account))


async def do_post(work: Work, request: Request) -> Response:
    """`POST /api/v1/statuses`, once for each `Idempotency-Key`."""
    form = await read_form(request, StatusForm)
    words = Words(
        text=form.status,
        warning=form.spoiler_text,
        sensitive=form.sensitive,
        language=form.language,
        audience=AUDIENCES[form.visibility],
        reply_to_id=_parent(form.in_reply_to_id),
    )
    post = await publish(work, words, idempotency_key=request.headers.get("idempotency-key") or None)
    return await _shown(work, post)


async def show_status(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID`."""
    return await _shown(work, await get_post(work.db, await viewer_of(work), path_id(request)))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/statuses/ID`: gives it back as it was, as Mastodon does."""
    post = await get_post(work.db, await viewer_of(work), path_id(request))
    if post.author_id != work.actor:
        raise NotFound
    answer = await _shown(work, post)
    await delete(work, post.id)
    return answer


def json_response(entity: AccountEntity | StatusEntity, status: int = 200) -> Response:
    """Answer with an entity."""
    headers = {"cache-control": "private, no-store"}
    return Response(msgspec.json.encode(entity), status, headers, media_type="application/json")


def _parent(text: str | None) -> Id | None:
    if not text:
        return None
    parent = parse_id(text)
    if parent is None:
        raise Invalid(_("“in_reply_to_id” must be the id of a post."), field="in_reply_to_id")
    return parent


async def _shown(work: Work, post: Post) -> Response:
    cards = await hydrate(work.db, await viewer_of(work), [post])
    if not cards:
        raise NotFound
    return json_response((await present_statuses(work, cards))[0])


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/accounts/verify_credentials",
        handler=show_me,
        scope="read:accounts",
    ),
    Route(method="POST", path="/api/v1/statuses", handler=do_post, scope="write:statuses", limit="post"),
    Route(method="GET", path="/api/v1/statuses/{id}", handler=show_status, access="anyone", scope="read:statuses"),
    Route(method="DELETE", path="/api/v1/statuses/{id}", handler=do_delete, scope="write:statuses"),
)
