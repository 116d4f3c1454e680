"""The rules of OAuth 2, as oauthlib keeps them, over what was read beforehand.

oauthlib asks its questions one by one and without waiting; so whatever a request can be about (one app, one grant) is
read first, the judge answers from it, and what it decided is written afterwards.
"""

import base64
from typing import Any, cast
from urllib.parse import unquote_plus, urlencode

from oauthlib.common import Request
from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    BearerToken,
    ClientCredentialsGrant,
    RequestValidator,
    TokenEndpoint,
)
from oauthlib.oauth2.rfc6749.grant_types.authorization_code import code_challenge_method_s256

from kith.oauth.model import App, Grant
from kith.oauth.rules.scopes import DEFAULT, unknown, within
from kith.people import is_secret


class Client:
    """An app as oauthlib names it."""

    def __init__(self, app: App) -> None:
        self.client_id = str(app.id)
        self.app = app


class Judge(RequestValidator):
    """Answers oauthlib's questions about one request."""

    def __init__(self, app: App | None, grant: Grant | None = None, *, code_fits: bool = False) -> None:
        self._app = app
        self._grant = grant
        self._code_fits = code_fits

    def validate_client_id(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Tell whether there is such an app."""
        return self._take(request, client_id)

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Tell whether the app proved who it is, by form or by header (RFC 6749, 2.3.1)."""
        client_id, secret = request.client_id, request.client_secret or ""
        if (header := basic(request.headers.get("Authorization", ""))) is not None:
            client_id, secret = header
        known = self._app is not None and is_secret(self._app.secret_hash, secret)
        return known and self._take(request, client_id)

    def client_authentication_required(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        """Every app has a secret, so every app shows it."""
        return True

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Exactly one of those that were registered (RFC 9700, 2.1)."""
        return self._app is not None and redirect_uri in self._app.redirect_uris

    def get_default_redirect_uri(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> str:
        """Where the app has but one address, it need not say it."""
        return self._app.redirect_uris[0] if self._app is not None and len(self._app.redirect_uris) == 1 else ""

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """The address for which the code was given."""
        return self._grant is not None and redirect_uri == self._grant.redirect_uri

    def validate_response_type(
        self, client_id: str, response_type: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Codes alone."""
        return response_type == "code"

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Codes, and an app's own access. Passwords are typed on our pages alone."""
        return grant_type in ("authorization_code", "client_credentials")

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """Known ones, and no more than the app registered for."""
        return self._app is not None and not unknown(scopes) and within(scopes, self._app.scopes)

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        """Read, as Mastodon has it."""
        return list(DEFAULT)

    def validate_code(
        self, client_id: str, code: str, client: Any, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        """A code of this app that fits, is fresh, and was not used."""
        grant = self._grant
        if grant is None or not self._code_fits or grant.token_id is not None or grant.app_id != client.app.id:
            return False
        request.user = grant.account_id
        request.scopes = list(grant.scopes)
        return True

    def get_code_challenge(self, code: str, request: Request) -> Any:
        """What the app promised to know (RFC 7636); `None` where it promised nothing."""
        return self._grant.challenge if self._grant is not None else None

    def get_code_challenge_method(self, code: str, request: Request) -> Any:
        """How it is to be proved."""
        return self._grant.challenge_method if self._grant is not None else None

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        """Older apps have none; every app has a secret."""
        return False

    def save_token(self, token: Any, request: Request, *args: Any, **kwargs: Any) -> None:
        """Written by whoever asked us, afterwards."""

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *args: Any, **kwargs: Any
    ) -> None:
        """Written by whoever asked us, afterwards."""

    def _take(self, request: Request, client_id: str | None) -> bool:
        if self._app is None or client_id != str(self._app.id):
            return False
        request.client = Client(self._app)
        request.client_id = client_id
        return True


class HashedCodeGrant(AuthorizationCodeGrant):
    """Codes with proof of possession by hash alone: a plain one proves nothing to whoever saw the first request."""

    _code_challenge_methods = {"S256": code_challenge_method_s256}  # noqa: RUF012 - oauthlib's own name and kind


def asking(judge: Judge) -> AuthorizationCodeGrant:
    """Give who judges the request for a code."""
    return HashedCodeGrant(judge)


def fetching(judge: Judge, token: str) -> TokenEndpoint:
    """Give who judges the request for a token; `token` is what it gives when all is well."""
    bearer = BearerToken(judge, token_generator=lambda _request: token)
    return TokenEndpoint(
        default_grant_type="authorization_code",
        default_token_type=cast("str", bearer),  # the stubs take its name for it
        grant_types={
            "authorization_code": HashedCodeGrant(judge, refresh_token=False),
            "client_credentials": ClientCredentialsGrant(judge),
        },
    )


def basic(header: str) -> tuple[str, str] | None:
    """Read `Authorization: Basic`: name and secret, each form-encoded (RFC 6749, 2.3.1)."""
    kind, _space, packed = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, colon, secret = base64.b64decode(packed, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no text in it
        return None
    return (unquote_plus(name), unquote_plus(secret)) if colon else None


def flat(values: dict[str, object]) -> str:
    """Write what came as JSON, multipart or form in the one way oauthlib reads."""
    return urlencode({name: value for name, value in values.items() if isinstance(value, str)})
