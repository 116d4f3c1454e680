"""The style page: every component in every state, on one page, to look at and to test. For development only."""

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.style.samples import samples
from kith.base.work import Work


async def show_style(work: Work, request: Request) -> Response:
    """Show all components. There is no such page on a server that people use."""
    if work.house.settings.mode != "development":
        raise NotFound
    return await page(work, request, "components/style.html", samples(work.now))


STYLE_ROUTES = (Route(method="GET", path="/style", handler=show_style, access="anyone"),)
