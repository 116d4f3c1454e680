"""`/notices/requests`: who waits to be heard."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.paging import Paging
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.notices.actions.requests import accept_requests, dismiss_requests, load_requests
from kith.notices.model import RequestView

PAGE_SIZE = 40


@dataclass(frozen=True, kw_only=True)
class RequestsPage:
    """Who waits."""

    requests: tuple[RequestView, ...]
    more: str | None
    first: bool


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


ROUTES = (
    Route(method="GET", path="/notices/requests", handler=show_requests),
    Route(method="POST", path="/notices/requests/{id}/accept", handler=do_accept),
    Route(method="POST", path="/notices/requests/{id}/dismiss", handler=do_dismiss),
)
