"""A mailbox: where an organisation's mail is read and by which server its answers go out."""

from datetime import datetime
from typing import Annotated, Literal, get_args

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

HOST_MAX = 253
USER_MAX = 254
PASSWORD_MAX = 500
FOOT_MAX = 1000
KEPT_DAYS = 730  # two years, unless the organisation says otherwise
KEPT_DAYS_MAX = 3650

# By TLS from the first byte, by TLS after a word in the clear, or (in the operator's own networks alone) without.
Security = Literal["tls", "starttls", "none"]
SECURITIES: tuple[Security, ...] = get_args(Security)
MailboxState = Literal["on", "paused"]


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """How a server of the organisation's is reached; the password is kept apart, sealed."""

    host: Annotated[str, Length(HOST_MAX)]
    port: int
    security: Security
    user: Annotated[str, Length(USER_MAX)]


class Mailbox(
    Record,
    frozen=True,
    kw_only=True,
    table="mailboxes",
    key=("organisation_id",),
    indexes=("(look_at) WHERE state = 'on'",),
):
    """The mail of an organisation. `next_uid` is the first not looked at, as long as `uid_validity` is the same.

    Whoever reads it holds it until `busy_until`: a worker that dies lets it go by that. `connected_at` tells one
    connection from the next. `problem` says what is in the way, since when, and what to do.
    """

    organisation_id: Id
    address: Annotated[str, Length(254)]
    reading: MailServer
    reading_sealed: bytes
    sending: MailServer
    sending_sealed: bytes
    foot: Annotated[str, Length(FOOT_MAX)] = ""
    kept_days: int = KEPT_DAYS
    state: MailboxState = "on"
    # 32 bits without a sign (RFC 3501): only the column of an id has room for them.
    uid_validity: Id
    next_uid: Id
    look_at: datetime
    looked_at: datetime | None = None
    busy_until: datetime | None = None
    problem: Annotated[str, Length(500)] = ""
    problem_since: datetime | None = None
    connected_at: datetime
