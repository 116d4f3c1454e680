"""A person lets an app in, or does not."""

from datetime import timedelta

from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth2 import FatalClientError, OAuth2Error

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.work import Work
from kith.oauth import store
from kith.oauth.judge import Judge, asking
from kith.oauth.model import GRANT_MINUTES, UNUSED_APP_DAYS, App, Grant, LetIn
from kith.people import Key, hash_secret, new_secret


class Asked:
    """A request for access that may be shown to a person."""

    def __init__(self, app: App, request: Request, error: OAuth2Error | None) -> None:
        self.app = app
        self.redirect_uri = str(request.redirect_uri)
        self.state: str | None = request.state
        self.scopes: tuple[str, ...] = tuple(request.scopes or ())
        self.challenge: str | None = request.code_challenge
        self.challenge_method: str | None = request.code_challenge_method
        self.error = error

    def answer(self, **values: str) -> str:
        """Write the address that tells the app."""
        state = {} if self.state is None else {"state": self.state}
        address: str = add_params_to_uri(self.redirect_uri, values | state)
        return address

    def refusal(self) -> str:
        """Write the address that tells the app what was wrong with its request."""
        assert self.error is not None
        said = {name: value for name, value in self.error.twotuples if value is not None}
        address: str = add_params_to_uri(self.redirect_uri, said)
        return address


async def weigh(work: Work, query: str) -> Asked:
    """Judge a request for access, given as a query.

    Raises `NotFound` for an unknown app, and `Invalid` where the answer may be sent nowhere (RFC 6749, 4.1.2.1).
    What else is wrong is for the app to hear: `Asked.error`.
    """
    request = Request(f"/oauth/authorize?{query}")
    app_id = parse_id(request.client_id or "")
    app = await store.find_app(work.db, app_id) if app_id is not None else None
    if app is None:
        raise NotFound(_("This app is not known here. Remove it and sign in from it anew."))
    error = None
    try:
        asking(Judge(app)).validate_authorization_request(request)
    except FatalClientError as fatal:
        raise Invalid(
            _("The app wants the answer sent where it did not say before. It may not be what it claims.")
        ) from fatal
    except OAuth2Error as told:
        error = told
    return Asked(app, request, error)


async def let_in(work: Work, asked: Asked, account_id: Id | None = None) -> str:
    """Say yes: gives the code, which is worth one token within ten minutes.

    `account_id` is the account that the app gets, where it is not that of whoever acts: an organisation's, for which
    a gate knows whether they may.
    """
    assert work.actor is not None
    assert work.hand is not None
    wanted = account_id or work.actor
    if wanted != work.hand:
        await work.permit(LetIn(account_id=wanted, hand_id=work.hand))
    key = Key(account_id=wanted, key_id=work.new_id(), secret=new_secret())
    grant = Grant(
        account_id=key.account_id,
        id=key.key_id,
        app_id=asked.app.id,
        secret_hash=hash_secret(key.secret),
        redirect_uri=asked.redirect_uri,
        scopes=asked.scopes,
        challenge=asked.challenge,
        challenge_method=asked.challenge_method,
        created_at=work.now,
        hand_id=work.hand if wanted != work.hand else None,
    )
    await work.db.insert(grant)
    return key.written("_")


async def tidy(work: Work) -> None:
    """Forget old grants, and apps that nobody let in: nightly."""
    await store.forget_grants(work.db, work.now - timedelta(minutes=GRANT_MINUTES, days=1))
    await store.forget_unused_apps(work.db, work.now - timedelta(days=UNUSED_APP_DAYS))
