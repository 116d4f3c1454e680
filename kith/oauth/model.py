"""Records and limits of apps and the access they are given."""

from datetime import datetime
from typing import Annotated

from kith.base.core.fact import Intent
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

NAME_MAX = 60
ADDRESS_MAX = 2000
ADDRESSES_MAX = 10
GRANT_MINUTES = 10  # RFC 6749 4.1.2: "a maximum authorization code lifetime of 10 minutes is RECOMMENDED"
UNUSED_APP_DAYS = 30
OOB = "urn:ietf:wg:oauth:2.0:oob"  # an app without an address: the person copies the code


class App(
    Record, frozen=True, kw_only=True, table="apps", key=("id",), indexes=("(created_at) WHERE used_at IS NULL",)
):
    """A program that registered itself. Its `client_id` is the id; of its secret only the SHA-256 is kept."""

    id: Id
    name: Annotated[str, Length(NAME_MAX)]
    website: Annotated[str, Length(ADDRESS_MAX)] | None = None
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    secret_hash: bytes
    created_at: datetime
    used_at: datetime | None = None  # when it last got a token; one that nobody ever let in is forgotten


class AppToken(
    Record,
    frozen=True,
    kw_only=True,
    table="app_tokens",
    key=("app_id", "id"),
    references=("(app_id) REFERENCES apps (id) ON DELETE CASCADE",),
):
    """An app's own access, without any person: `kithapp_APP_ID_SECRET`."""

    app_id: Id
    id: Id
    secret_hash: bytes
    scopes: tuple[str, ...]
    created_at: datetime


class Grant(
    Record,
    frozen=True,
    kw_only=True,
    table="grants",
    key=("account_id", "id"),
    indexes=("(created_at)",),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
):
    """A person's yes to an app, as a code that is worth one token. `token_id` is that token once it was fetched."""

    account_id: Id
    id: Id
    app_id: Id
    secret_hash: bytes
    redirect_uri: Annotated[str, Length(ADDRESS_MAX)]
    scopes: tuple[str, ...]
    challenge: Annotated[str, Length(128)] | None = None
    challenge_method: Annotated[str, Length(10)] | None = None
    token_id: Id | None = None
    created_at: datetime
    hand_id: Id | None = None  # who said yes, where the account is an organisation


class LetIn(Intent, frozen=True, kw_only=True):
    """Somebody is about to let an app in to an account that is not their own."""

    account_id: Id
    hand_id: Id
