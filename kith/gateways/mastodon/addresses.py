"""Pages of ours where apps and sites look for Mastodon's: they open these in a browser, by address."""

from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.routing import Handler, Route
from kith.base.work import Work

PAGES: Mapping[str, str] = {
    "/auth/sign_up": "/join",
    "/auth/sign_in": "/sign-in",
    "/auth/password/new": "/password",
    "/auth/edit": "/settings/password",
    "/.well-known/change-password": "/settings/password",
    "/settings/delete": "/settings/leave",
    "/settings/export": "/settings/taking",
    "/settings/applications": "/settings/sessions",
    "/oauth/authorized_applications": "/settings/sessions",
    "/settings/preferences": "/settings",
    "/settings/preferences/notifications": "/settings/notices",
    "/settings/featured_tags": "/settings/hashtags",
    "/filters": "/settings/filters",
    "/invites": "/settings/invites",
    "/relationships": "/people",
    "/blocks": "/people/blocked",
    "/mutes": "/people/muted",
    "/follow_requests": "/people/requests",
    "/home": "/",
    "/web": "/",
    "/notifications": "/notices",
    "/conversations": "/talk",
    "/favourites": "/likes",
    "/explore": "/public",
    "/public/local": "/public",
    "/about/more": "/about",
    "/privacy-policy": "/privacy",
    "/terms-of-service": "/terms",
}


def _leading_to(place: str) -> Handler:
    async def handler(_work: Work, _request: Request) -> Response:
        return RedirectResponse(place, 303)

    return handler


async def share(_work: Work, request: Request) -> Response:
    """Open the composer with what a site's button for sharing says, for its person to send or not."""
    said = (request.query_params.get(name, "").strip() for name in ("title", "text", "url"))
    return RedirectResponse("/write?" + urlencode({"text": "\n".join(dict.fromkeys(filter(None, said)))}), 303)


async def look_up(_work: Work, request: Request) -> Response:
    """Search for whom or what an address of elsewhere names, as its button for following asks."""
    return RedirectResponse("/search?" + urlencode({"q": request.query_params.get("uri", "")}), 303)


ROUTES = (
    *(Route(method="GET", path=path, handler=_leading_to(place), access="anyone") for path, place in PAGES.items()),
    Route(method="GET", path="/share", handler=share, access="anyone"),
    Route(method="GET", path="/publish", handler=share, access="anyone"),
    Route(method="GET", path="/authorize_interaction", handler=look_up, access="anyone"),
)
