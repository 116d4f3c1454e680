"""The servers that one keeps away."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.paging import Paging
from kith.base.web.form import raw_body, read_form, read_query
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer, listing
from kith.people import block_domain, domain_blocks_of, unblock_domain


class DomainForm(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a server."""

    domain: str = ""


async def show_domains(work: Work, request: Request) -> Response:
    """`GET /api/v1/domain_blocks`."""
    assert work.actor is not None
    paging = Paging.from_query(request.query_params, limit_default=100, limit_max=200)
    part = await domain_blocks_of(work.db, work.actor, paging)
    return listing(work, request, [one.domain for one in part.items], part)


async def do_block(work: Work, request: Request) -> Response:
    """`POST /api/v1/domain_blocks`."""
    await block_domain(work, (await read_form(request, DomainForm)).domain)
    return json_answer(Nothing())


async def do_unblock(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/domain_blocks`. Some clients write the name into the address, others into the body."""
    sent = "domain" in await raw_body(request)
    form = await read_form(request, DomainForm) if sent else read_query(request, DomainForm)
    await unblock_domain(work, form.domain)
    return json_answer(Nothing())


_PATH = "/api/v1/domain_blocks"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_domains, scope="read:blocks", gives=list[str], paged=True),
    Route(method="POST", path=_PATH, handler=do_block, scope="write:blocks", asks=(DomainForm,), gives=Nothing),
    Route(
        method="DELETE",
        path=_PATH,
        handler=do_unblock,
        scope="write:blocks",
        query=(DomainForm,),
        asks=(DomainForm,),
        gives=Nothing,
    ),
)
