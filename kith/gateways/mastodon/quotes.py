"""What quotes a status, taking one's own out of it, and who may quote it."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer, listing, posts_paging
from kith.gateways.mastodon.deeds import status_of
from kith.gateways.mastodon.quoting import POLICIES
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import viewer_of
from kith.posts import get_post, hydrate, quotes_of, revoke_quote, set_quote_policy


class PolicyOfQuotesForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who may quote it from now on."""

    quote_approval_policy: Literal["public", "followers", "nobody"]


async def show_quotes(work: Work, request: Request) -> Response:
    """`GET /api/v1/statuses/ID/quotes`: as far as whoever asks may see them."""
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, path_id(request))
    part = await quotes_of(work.db, viewer, post.repost_of_id or post.id, posts_paging(request))
    return listing(work, request, await present_statuses(work, await hydrate(work.db, viewer, part.items)), part)


async def do_revoke(work: Work, request: Request) -> Response:
    """`POST /api/v1/statuses/ID/quotes/QUOTING_ID/revoke`."""
    quoted_id: Id = path_id(request)
    quoting = await revoke_quote(work, path_id(request, "quoting_status_id"), quoted_id=quoted_id)
    return json_answer(await status_of(work, quoting.id))


async def do_set_policy(work: Work, request: Request) -> Response:
    """`PUT /api/v1/statuses/ID/interaction_policy`."""
    form, post_id = await read_form(request, PolicyOfQuotesForm), path_id(request)
    await set_quote_policy(work, post_id, POLICIES[form.quote_approval_policy])
    return json_answer(await status_of(work, post_id))


_ONE = "/api/v1/statuses/{id}"
ROUTES = (
    Route(
        method="GET",
        path=f"{_ONE}/quotes",
        handler=show_quotes,
        access="anyone",
        scope="read:statuses",
        gives=list[StatusEntity],
        paged=True,
    ),
    Route(
        method="POST",
        path=_ONE + "/quotes/{quoting_status_id}/revoke",
        handler=do_revoke,
        scope="write:statuses",
        gives=StatusEntity,
    ),
    Route(
        method="PUT",
        path=f"{_ONE}/interaction_policy",
        handler=do_set_policy,
        scope="write:statuses",
        asks=(PolicyOfQuotesForm,),
        gives=StatusEntity,
    ),
)
