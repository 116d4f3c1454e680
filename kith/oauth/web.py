"""The doors of OAuth 2: the question to the person, the token for the app, and what all of it is called."""

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import raw_body, read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.web.shown import face_url, media_url
from kith.base.web.site import HEADERS
from kith.base.work import Work
from kith.oauth.actions.fetching import Answer, fetch_token, revoke
from kith.oauth.actions.letting_in import Asked, let_in, weigh
from kith.oauth.model import OOB, App
from kith.oauth.rules.addresses import form_target
from kith.oauth.rules.scopes import KNOWN
from kith.oauth.words import Permission, permissions
from kith.people import get_account
from kith.people.model import Account

NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """An app asks. `query` is its request, which comes back with the answer."""

    app: App
    permissions: tuple[Permission, ...]
    query: str
    goes_to: str
    organisations: tuple[Account, ...] = ()  # those that whoever is asked may let it in to instead


@dataclass(frozen=True, kw_only=True)
class CodePage:
    """A code to copy, for an app that has no address."""

    app: App
    code: str


class TokenForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for a token (RFC 6749, 4.1.3 and 4.4.2). An app may show its secret by HTTP Basic instead."""

    grant_type: str
    client_id: str | None = None
    client_secret: str | None = None
    code: str | None = None
    redirect_uri: str | None = None
    code_verifier: str | None = None
    scope: str | None = None


class RevokeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which token shall end (RFC 7009)."""

    token: str
    client_id: str | None = None
    client_secret: str | None = None


class TokenEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A token, as it is given once."""

    access_token: str
    token_type: str
    scope: str
    created_at: int


class ConsentForm(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, and what it answers."""

    query: str
    answer: str
    account: str = ""  # whose account it gets, where that is not of whoever acts


async def show_consent(work: Work, request: Request) -> Response:
    """`GET /oauth/authorize`: the question. A request that is wrong goes back to its app with the reason."""
    asked = await weigh(work, request.url.query)
    if asked.error is not None:
        return _back(asked, asked.refusal())
    pages: Pages = request.app.pages
    also = [one for some in (await pages.fill(work, request, "consent.")).values() for one in some or ()]
    content = ConsentPage(
        app=asked.app,
        permissions=permissions(asked.scopes),
        query=request.url.query,
        goes_to="" if asked.redirect_uri == OOB else form_target(asked.redirect_uri),
        organisations=tuple(also),
    )
    response = await page(work, request, "oauth/consent.html", content)
    if content.goes_to:
        # Browsers hold a form's redirect to this, too: without it the answer would never reach the app.
        policy = HEADERS["content-security-policy"]
        response.headers["content-security-policy"] = policy.replace(
            "form-action 'self'", f"form-action 'self' {content.goes_to}"
        )
    return response


async def do_consent(work: Work, request: Request) -> Response:
    """`POST /oauth/authorize`: yes or no."""
    form = await read_form(request, ConsentForm)
    asked = await weigh(work, form.query)
    if asked.error is not None:
        return _back(asked, asked.refusal())
    if form.answer != "yes":
        if asked.redirect_uri == OOB:
            return RedirectResponse("/", 303)
        return _back(asked, asked.answer(error="access_denied", error_description="The person said no."))
    code = await let_in(work, asked, parse_id(form.account) if form.account else None)
    if asked.redirect_uri == OOB:
        return await page(work, request, "oauth/code.html", CodePage(app=asked.app, code=code))
    return _back(asked, asked.answer(code=code))


async def do_token(work: Work, request: Request) -> Response:
    """`POST /oauth/token`: a code, or an app's secret, for a token."""
    authorization = request.headers.get("authorization", "")
    try:
        form = await raw_body(request)
    except Invalid as error:
        return _said(Answer(400, {"error": "invalid_request", "error_description": error.text}), authorization)
    return _said(await fetch_token(work, form, authorization), authorization)


async def do_revoke(work: Work, request: Request) -> Response:
    """`POST /oauth/revoke`: the app gives its token back."""
    authorization = request.headers.get("authorization", "")
    return _said(await revoke(work, await raw_body(request), authorization), authorization)


async def show_userinfo(work: Work, _request: Request) -> Response:
    """`GET /oauth/userinfo`: who the token belongs to (OpenID Connect's words, as Mastodon 4.4 has them)."""
    assert work.actor is not None
    account = await get_account(work.db, work.actor)
    url = work.house.settings.url
    profile = f"{url}/@{account.handle}"
    picture = media_url(account.avatar.key) if account.avatar else face_url(account, "png")
    said = {
        "iss": f"{url}/",  # as `show_metadata` has it
        "sub": profile,
        "name": account.name or account.handle,
        "preferred_username": account.handle,
        "profile": profile,
        "picture": url + picture,
    }
    return JSONResponse(said, headers=NO_STORE)


async def show_metadata(work: Work, _request: Request) -> Response:
    """`GET /.well-known/oauth-authorization-server`: what this server speaks (RFC 8414)."""
    url = work.house.settings.url
    return JSONResponse(
        {
            "issuer": f"{url}/",
            "authorization_endpoint": f"{url}/oauth/authorize",
            "token_endpoint": f"{url}/oauth/token",
            "revocation_endpoint": f"{url}/oauth/revoke",
            "userinfo_endpoint": f"{url}/oauth/userinfo",
            "app_registration_endpoint": f"{url}/api/v1/apps",
            "service_documentation": f"{url}/about",
            "scopes_supported": KNOWN,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


def _said(answer: Answer, authorization: str) -> Response:
    headers = dict(NO_STORE)
    if answer.status == 401:  # in the scheme by which the app tried (RFC 6749, 5.2)
        scheme = "Basic" if authorization[:6].lower() == "basic " else "Bearer"
        headers["www-authenticate"] = f'{scheme} realm="Kith", error="invalid_client"'
    return JSONResponse(dict(answer.body), answer.status, headers)


def _back(asked: Asked, address: str) -> Response:
    if asked.redirect_uri == OOB:
        raise Invalid(_("The app asked in a way this server does not understand. Update it and try again."))
    return RedirectResponse(address, 303, NO_STORE)


ROUTES = (
    Route(method="GET", path="/oauth/authorize", handler=show_consent),
    Route(method="POST", path="/oauth/authorize", handler=do_consent),
    Route(
        method="POST",
        path="/oauth/token",
        handler=do_token,
        access="anyone",
        limit="token",
        asks=(TokenForm,),
        gives=TokenEntity,
    ),
    Route(
        method="POST",
        path="/oauth/revoke",
        handler=do_revoke,
        access="anyone",
        limit="token",
        asks=(RevokeForm,),
        gives=dict[str, Any],
    ),
    Route(
        method="GET", path="/oauth/userinfo", handler=show_userinfo, scope="profile read:accounts", gives=dict[str, str]
    ),
    Route(
        method="GET",
        path="/.well-known/oauth-authorization-server",
        handler=show_metadata,
        access="anyone",
        gives=dict[str, Any],
    ),
)
