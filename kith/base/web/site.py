"""The one door: every request comes in here, and every failure becomes an answer here.

route → who asks → may they knock → is it really from our page → limit → work → handler → commit → answer
"""

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

import asyncpg
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kith.base.core.errors import Busy, Invalid, KithError, NotFound, SignInFirst, Undecided
from kith.base.core.words import _, in_language
from kith.base.storage.database import Outdated
from kith.base.web import csrf
from kith.base.web.bearer import OPEN_PATHS, came_in_words, look_in_body
from kith.base.web.body import Body
from kith.base.web.caller import Caller, Identify, check_access
from kith.base.web.fast import FastRequest, Headers, Kept, kept_answer
from kith.base.web.form import raw_body
from kith.base.web.language import translations_for
from kith.base.web.leading import led
from kith.base.web.limits import limit_of
from kith.base.web.page import Pages, bare_page, is_htmx, page
from kith.base.web.request import Asked, prepare, zone_of
from kith.base.web.routing import BODY_MAX_BYTES, Match, Route, Routes
from kith.base.web.statuses import status_of, told_in_headers, told_in_json
from kith.base.work import House, Work

log = structlog.get_logger()
DEADLOCK_TRIES_MAX = 3
FILES_A_FORM_MAX = 4  # the pictures of one post

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(self), geolocation=(), browsing-topics=()",
}

# Apps in browsers come from elsewhere. They bring a token, never a cookie: `*` lets no cookie through.
CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, "
    "WWW-Authenticate, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id",
}
PREFLIGHT = CORS | {
    "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, Idempotency-Key, *",  # the star: but the first
    "access-control-max-age": "7200",
}
_PAGE_HEADERS: Headers = tuple((name.encode(), value.encode()) for name, value in HEADERS.items())
_OPEN_HEADERS: Headers = (*_PAGE_HEADERS, *((name.encode(), value.encode()) for name, value in CORS.items()))

# What a kept answer wears: it is JSON, which no browser draws, so that most of what guards pages has nothing to guard.
FAST_HEADERS: Headers = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    *((name.encode(), value.encode()) for name, value in CORS.items()),
)

Guard = Callable[[Work, Request, Route], Awaitable[None]]  # raises `TooMany`; leaves its headers on request.state


class Site:
    """The ASGI application."""

    def __init__(
        self, house: House, routes: Sequence[Route], pages: Pages, identify: Identify, guard: Guard | None = None
    ) -> None:
        self.house = house
        self.pages = pages
        self.routes = Routes(routes)
        self._identify = identify
        self._guard = guard
        self._fast = {route.path: route.fast for route in routes if route.fast is not None}
        self._fast_limit = limit_of(house.settings, "read")

    def kept(self, scope: Scope) -> Kept | None:
        """Give what is kept for this request, if anything is; else it is to be answered."""
        path: str = scope["path"]
        fast = self._fast.get(path)
        if fast is None or scope["method"] != "GET":
            return None
        return kept_answer(FastRequest(self.house, scope), path, fast, self._fast_limit, FAST_HEADERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["app"] = self
        match = self.routes.find(scope["path"])
        route = match.route(scope["method"]) if match else None
        scope["path_params"] = match.holes if match else {}
        scope["kith.entry"] = route
        scope["kith.route"] = route.path if route else "none"  # for the log and the figures: a path names people
        body = Body(scope, receive, self._body_max_bytes(route))
        request = Asked(scope, body.receive)
        prepare(request, for_apps=scope["path"].startswith(OPEN_PATHS))
        try:
            response = await self._answer(request, match, route)
        finally:
            await request.close()  # the files of its form
        if not await body.take_in_rest():
            request.state.headers["connection"] = "close"
        _dress(request, response)
        await response(scope, receive, send)

    def _body_max_bytes(self, route: Route | None) -> int:
        """Bound a body by its route, and by what the settings let in: what is above is not even read."""
        if route is None:
            return 0
        file_max_bytes = self.house.settings.file_max_mb * 1_000_000
        return min(route.body_max_bytes, FILES_A_FORM_MAX * file_max_bytes + BODY_MAX_BYTES)

    async def _answer(self, request: Request, match: Match | None, route: Route | None) -> Response:
        with in_language(translations_for(request.state.language)):
            try:
                if request.method == "OPTIONS" and request.scope["path"].startswith(OPEN_PATHS):
                    return Response(status_code=204, headers=PREFLIGHT)  # a web app is let see that nothing is there
                if match is None:
                    raise NotFound
                if route is None:
                    return await self._tell_of_methods(request, match)
                await look_in_body(request)
                return led(await self._run_again_on_deadlock(request, route), request.state.language)
            except KithError as error:
                telling = self._tell(request, error)
                return led(await self._in_their_language(request, telling), request.state.language)
            except ClientDisconnect:  # it went away, or what came cannot be read any further
                return PlainTextResponse("", 400)
            except Exception:  # the program root: a mistake of ours becomes a 500 and a log line, never a hang
                log.exception("request.failed", route=route.path if route else None)
                return await self._in_their_language(request, self._apologise(request))

    async def _in_their_language(self, request: Request, telling: Awaitable[Response]) -> Response:
        """Who asked may have been known before it failed: then the page around the failure speaks as they chose."""
        with in_language(translations_for(request.state.language)):
            return await telling

    async def _run_again_on_deadlock(self, request: Request, route: Route) -> Response:
        """PostgreSQL ends one of two works that wait for each other; nothing of it was kept, so it runs again.

        So does work that went on from what this process remembered, where that was not so any more.
        """
        believing = True
        for _try in range(DEADLOCK_TRIES_MAX - 1):
            try:
                return await self._run(request, route, believing=believing)
            except Outdated:
                believing = False
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                log.info("request.again", route=route.path)
        return await self._run(request, route, believing=False)

    async def _run(self, request: Request, route: Route, *, believing: bool) -> Response:
        opened = self.house.work(again=believing) if route.writes else self.house.reading()
        async with opened as work:
            caller = await self._identify(work, request)
            request.state.caller = caller
            if caller is not None:
                work.actor, work.hand = caller.person_id, caller.hand
                request.state.zone = zone_of(request, caller.timezone)
            check_access(route, caller)
            if route.writes and not route.from_anywhere:
                await self._check_form(request, caller)
            if self._guard is not None:
                await self._guard(work, request, route)
            if caller is not None and _opens_page(request, caller):
                # Before anything is read: what happens from here on comes through the page's stream.
                request.state.live_at = await self.house.live.arrive([str(caller.person_id)])
            if caller is not None and caller.language:
                with in_language(translations_for(caller.language)):
                    request.state.language = caller.language
                    return await route.handler(work, request)
            return await route.handler(work, request)

    async def _check_form(self, request: Request, caller: Caller | None) -> None:
        if caller is not None and caller.scopes is not None:
            return  # a bearer token: no browser adds it by itself
        if caller is None and request.scope["path"].startswith(OPEN_PATHS):
            return  # nothing in the browser speaks for the sender, so nothing can be borrowed
        csrf.check_origin(request, url=self.house.settings.url)
        given = request.headers.get(csrf.HEADER) or (await raw_body(request)).get(csrf.FIELD, "")
        csrf.check_token(
            self.house.secret,
            given=given if isinstance(given, str) else "",
            cookie=request.cookies.get(csrf.COOKIE),
            session=caller.session if caller else "",
        )

    async def _tell(self, request: Request, error: KithError) -> Response:
        """Say what happened. Where the page that says it fails in its turn, that is what is said."""
        try:
            return await self._say(request, error)
        except KithError as another:  # no connection is free, or who comes is told to wait
            request.state.headers.update(told_in_headers(another))
            return bare_page(request, self.house.settings.name, another.text, status=status_of(another))
        except Exception:
            log.exception("error page failed")
            return await self._apologise(request)

    async def _say(self, request: Request, error: KithError) -> Response:
        status = status_of(error)
        request.state.headers.update(told_in_headers(error))
        if _speaks_json(request):
            return JSONResponse(told_in_json(error, request.scope["path"]), status)
        if isinstance(error, Busy):
            return bare_page(request, self.house.settings.name, error.text, status=status)
        if isinstance(error, SignInFirst) and request.method == "GET" and not is_htmx(request):
            del request.state.headers["www-authenticate"]  # it is the page that asks
            return RedirectResponse(f"/sign-in?next={_local_path(request)}", 303)
        if isinstance(error, Undecided) and error.path:
            return _to_question(request, error.path)
        return await self._error_page(request, status, error.text, error.field if isinstance(error, Invalid) else None)

    async def _tell_of_methods(self, request: Request, match: Match) -> Response:
        """Answer where something is, but not for this method; on a page, to whoever opens the address of a form."""
        request.state.headers["allow"] = ", ".join(sorted(match.by_method))
        if request.method != "GET" or "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse("", 405)
        text = _("This address takes what a form sends, and there is nothing to read here. Nothing was changed.")
        return await self._error_page(request, 405, text)

    async def _apologise(self, request: Request) -> Response:
        text = _("Something broke on our side. Nothing you sent before is lost. Please try again in a moment.")
        if _speaks_json(request):
            return JSONResponse({"error": text}, 500)
        try:
            return await self._error_page(request, 500, text)
        except Exception:  # the error page itself needs the database, which may be what is broken
            log.exception("error page failed")
            return bare_page(request, self.house.settings.name, text, status=500)

    async def _error_page(self, request: Request, status: int, text: str, field: str | None = None) -> Response:
        async with self.house.reading() as work:
            if request.scope["kith.entry"] is None and status in {404, 405}:  # there, nobody has asked yet who comes
                request.state.caller = await self._identify(work, request)
            caller: Caller | None = request.state.caller
            if caller is not None:
                work.actor, work.hand = caller.person_id, caller.hand
            content = {"status": status, "text": text, "field": field}
            template = "components/error_fragment.html" if is_htmx(request) else "components/error.html"
            return await page(work, request, template, content, status=status)


def _to_question(request: Request, path: str) -> Response:
    """Lead to the page that asks: htmx goes there by itself, where an answer only brings a piece of a page."""
    return Response(status_code=200, headers={"hx-redirect": path}) if is_htmx(request) else RedirectResponse(path, 303)


def _opens_page(request: Request, caller: Caller) -> bool:
    asks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return asks_for_page and caller.scopes is None and not is_htmx(request)


def _dress(request: Request, response: Response) -> None:
    """Put on what every answer wears."""
    given = {name.encode(): value.encode("latin-1") for name, value in request.state.headers.items()}
    common = _OPEN_HEADERS if request.scope["path"].startswith(OPEN_PATHS) else _PAGE_HEADERS
    worn = dict(response.raw_headers)
    own = [one for one in response.raw_headers if one[0] not in given]
    worn |= given
    response.raw_headers[:] = [*own, *given.items(), *[one for one in common if one[0] not in worn]]
    if came_in_words(request):
        response.headers["cache-control"], response.headers["referrer-policy"] = "private, no-store", "no-referrer"
    if worn.get(b"content-type", b"").startswith(b"text/html"):
        response.headers.setdefault("cache-control", "private, no-store")
        response.headers.setdefault("vary", "Cookie, HX-Request, Accept-Language")
        if request.state.form_cookie not in ("", request.cookies.get(csrf.COOKIE)):
            secure = request.app.house.settings.url.startswith("https:")
            response.set_cookie(
                csrf.COOKIE,
                request.state.form_cookie,
                httponly=True,
                samesite="lax",
                secure=secure,
                max_age=365 * 24 * 3600,
            )


def _speaks_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return request.scope["path"].startswith(OPEN_PATHS) or accept.startswith("application/json")


def _local_path(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(request.url.path + query, safe="/")
