"""Who signs in here, and by what."""

from datetime import datetime
from typing import Annotated, Literal

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3
PASSWORD_MIN = 10  # NIST SP 800-63B asks for 8 with throttling; two more cost a person nothing
PASSWORD_MAX = 512  # argon2 takes any length, a megabyte of it would be an attack
INVITE_LINE_MAX = 300  # characters
INVITE_LINE_COLUMN_MAX = 4 * INVITE_LINE_MAX  # code points
GRACE_DAYS = 30  # after "delete my account": time to change one's mind

Role = Literal["member", "moderator", "owner"]


class Member(
    Record,
    frozen=True,
    kw_only=True,
    table="members",
    key=("account_id",),
    references=("(account_id) REFERENCES accounts (id) ON DELETE CASCADE",),
    indexes=(
        "(approved_at) WHERE approved_at IS NULL",
        "(leaves_at) WHERE leaves_at IS NOT NULL",
        "(invited_by) WHERE invited_by IS NOT NULL",
        "(account_id) WHERE role = 'owner'",
    ),
):
    """Someone who signs in here: what only they and the server know."""

    account_id: Id
    email: Annotated[str, Length(EMAIL_MAX)] | None = None
    email_confirmed_at: datetime | None = None
    password_hash: str
    role: Role = "member"
    language: str | None = None
    theme: Literal["light", "dark"] | None = None
    timezone: str = "UTC"
    post_audience: Literal["everyone", "unlisted", "followers"] = "everyone"
    post_language: str | None = None  # what their apps say they write in, where a post does not say it
    post_sensitive: bool = False  # whether their pictures are usually veiled
    attribution_domains: tuple[str, ...] = ()  # sites that may name them as the author of a page
    reason: Annotated[str, Length(1000)] = ""  # why they wish to join, where the owner approves
    invited_by: Id | None = None
    approved_at: datetime | None = None
    leaves_at: datetime | None = None  # the day on which everything of theirs is deleted
    has_filters: bool = False
    quote_policy: Literal["everyone", "followers", "nobody"] = "everyone"  # who may usually quote them
    created_at: datetime
    has_limits: bool = False  # whether there is anything by which they limit what they take in


class MemberEmail(Record, frozen=True, kw_only=True, table="member_emails", key=("email",)):
    """Whose address this is; one account an address."""

    email: str  # normalised
    account_id: Id


class PageSession(
    Record,
    frozen=True,
    kw_only=True,
    table="page_sessions",
    key=("account_id", "id"),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
    indexes=("(acting_for) WHERE acting_for IS NOT NULL", "(acted_for) WHERE acted_for IS NOT NULL"),
):
    """One browser that is signed in. The cookie is `account.id.secret`; only the secret's SHA-256 is kept."""

    account_id: Id
    id: Id
    secret_hash: bytes
    device: Annotated[str, Length(200)]  # "Firefox on Android", never the whole User-Agent
    created_at: datetime
    seen_at: datetime
    acting_for: Id | None = None  # the organisation in whose name its person acts at the moment
    acted_for: Id | None = None  # and did until their seat ended, which they are told until they have read it


class ApiToken(
    Record,
    frozen=True,
    kw_only=True,
    table="api_tokens",
    key=("account_id", "id"),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
    indexes=("(hand_id) WHERE hand_id IS NOT NULL",),
):
    """Access that a person gave to an app or script: `kith_ACCOUNT_ID_SECRET`, kept as a SHA-256."""

    account_id: Id
    id: Id
    secret_hash: bytes
    name: Annotated[str, Length(200)]
    scopes: tuple[str, ...]
    app_id: Id | None = None  # the app it was given to; none for a script's, made by hand
    created_at: datetime
    hand_id: Id | None = None  # who gave it, where the account is an organisation


class MailToken(
    Record,
    frozen=True,
    kw_only=True,
    table="mail_tokens",
    key=("account_id", "purpose"),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
):
    """A link that was sent by mail; the newest of each purpose counts, once, for a day."""

    account_id: Id
    purpose: Literal["confirm", "password"]
    secret_hash: bytes
    email: str
    created_at: datetime


class Invite(Record, frozen=True, kw_only=True, table="invites", key=("code_hash",), indexes=("(inviter_id, id)",)):
    """A link with which people may join, and what the inviter says to them; none, where they said nothing."""

    code_hash: bytes
    code: str  # shown to the inviter again; it gives access to nothing but the sign-up form
    inviter_id: Id
    id: Id
    uses: int = 0
    uses_max: int = 1
    line: Annotated[str, Length(INVITE_LINE_COLUMN_MAX)] = ""
    expires_at: datetime
    created_at: datetime


class ServerSetting(Record, frozen=True, kw_only=True, table="server_settings", key=("name",)):
    """What the owner decided on the pages: how people join, the rules, the words on the front page."""

    name: str
    value: str
