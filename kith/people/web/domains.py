"""`/settings/servers`: the servers that one keeps away."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.paging import Paging
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.domains import block_domain, unblock_domain
from kith.people.actions.meeting import acting
from kith.people.model import DOMAIN_MAX, DomainBlock

PAGE_SIZE = 40
PLACE = "/settings/servers"


class DomainForm(msgspec.Struct, frozen=True, kw_only=True):
    """The name of a server."""

    domain: str = ""


@dataclass(frozen=True, kw_only=True)
class DomainsPage:
    """The servers, the name that stands in the field, and what was wrong with it, where something was."""

    rows: tuple[DomainBlock, ...]
    more: str | None
    first: bool
    domain: str
    error: str = ""


async def show_domains(work: Work, request: Request) -> Response:
    """`GET /settings/servers`. The menu beside somebody of another server brings its name along as `domain`."""
    return await _show(work, request, request.query_params.get("domain", "")[:DOMAIN_MAX])


async def do_block_domain(work: Work, request: Request) -> Response:
    """`POST /settings/servers`. What is no name comes back as it was typed."""
    form = await read_form(request, DomainForm)
    try:
        await block_domain(work, form.domain)
    except Invalid as error:
        work.undo()
        return await _show(work, request, form.domain, error=error.text, status=422)
    return RedirectResponse(PLACE, 303)


async def do_unblock_domain(work: Work, request: Request) -> Response:
    """`POST /settings/servers/end`."""
    await unblock_domain(work, (await read_form(request, DomainForm)).domain)
    return RedirectResponse(PLACE, 303)


async def _show(work: Work, request: Request, domain: str, *, error: str = "", status: int = 200) -> Response:
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE)
    found = await store.domain_blocks_of(work.db, acting(work), paging)
    content = DomainsPage(
        rows=tuple(found.items),
        more=f"{PLACE}?max_id={found.older_than}" if found.older_than else None,
        first=paging.max_id is None,
        domain=domain,
        error=error,
    )
    return await page(work, request, "people/settings_servers.html", content, status=status)


DOMAIN_ROUTES = (
    Route(method="GET", path=PLACE, handler=show_domains),
    Route(method="POST", path=PLACE, handler=do_block_domain),
    Route(method="POST", path=f"{PLACE}/end", handler=do_unblock_domain),
)
