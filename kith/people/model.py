"""Records, facts and limits of people: who is here, how they sign in, and who follows, blocks or mutes whom."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

HANDLE_MAX = 30  # characters; what Mastodon takes, so that every handle is valid on every other server
NAME_MAX = 60
BIO_MAX = 1000
PRONOUNS_MAX = 40
FIELDS_MAX = 4
FIELD_NAME_MAX = 60
FIELD_TEXT_MAX = 300
EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3
PASSWORD_MIN = 10  # NIST SP 800-63B asks for 8 with throttling; two more cost a person nothing
PASSWORD_MAX = 512  # argon2 takes any length, a megabyte of it would be an attack
REMARK_MAX = 2000
GRACE_DAYS = 30  # after "delete my account": time to change one's mind

AccountKind = Literal["person", "organisation"]
Role = Literal["member", "moderator", "owner"]


class ProfileField(msgspec.Struct, frozen=True, kw_only=True):
    """One of the four free lines of a profile: "Village" — "Upper Mill"."""

    name: str
    text: str
    html: str


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """An avatar or a header: blob keys of its sizes and a blurhash. A copy, so that a card needs no second read."""

    medium_id: Id
    key: str
    small_key: str
    blurhash: str
    alt: str = ""


class Account(
    Record,
    frozen=True,
    kw_only=True,
    table="accounts",
    key=("id",),
    indexes=("(domain, handle)", "(gone_at) WHERE gone_at IS NOT NULL"),
):
    """Someone who can be followed and who can write: here or, with a `domain`, on another server."""

    id: Id
    handle: Annotated[str, Length(HANDLE_MAX)]  # as it was typed; compared in lower case
    domain: Annotated[str, Length(253)] | None = None
    kind: AccountKind = "person"
    name: Annotated[str, Length(NAME_MAX)]
    bio: Annotated[str, Length(BIO_MAX)] = ""
    bio_html: str = ""
    pronouns: Annotated[str, Length(PRONOUNS_MAX)] = ""
    fields: tuple[ProfileField, ...] = ()
    avatar: Picture | None = None
    header: Picture | None = None
    locked: bool = False  # follows must be asked for
    discoverable: bool = True  # may stand in lists of people to find
    born_on: date | None = None
    created_at: datetime
    gone_at: datetime | None = None  # is leaving, or was sent away: hidden from everybody else


class Handle(Record, frozen=True, kw_only=True, table="handles", key=("handle",)):
    """Who has a handle: `ana`, or `ana@hav.social` of another server. A small table of its own, because a globally
    unique name cannot be a constraint on a table that is spread by owner.
    """

    handle: str  # lower case
    account_id: Id


class Skeleton(Record, frozen=True, kw_only=True, table="handle_skeletons", key=("skeleton",)):
    """What a local handle looks like to the eye; taken once, so nobody can pass for somebody else."""

    skeleton: str
    account_id: Id


class Member(
    Record,
    frozen=True,
    kw_only=True,
    table="members",
    key=("account_id",),
    references=("(account_id) REFERENCES accounts (id) ON DELETE CASCADE",),
    indexes=("(approved_at) WHERE approved_at IS NULL", "(leaves_at) WHERE leaves_at IS NOT NULL"),
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
    reason: Annotated[str, Length(1000)] = ""  # why they wish to join, where the owner approves
    invited_by: Id | None = None
    approved_at: datetime | None = None
    leaves_at: datetime | None = None  # the day on which everything of theirs is deleted
    created_at: datetime


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
):
    """One browser that is signed in. The cookie is `account.id.secret`; only the secret's SHA-256 is kept."""

    account_id: Id
    id: Id
    secret_hash: bytes
    device: Annotated[str, Length(200)]  # "Firefox on Android", never the whole User-Agent
    created_at: datetime
    seen_at: datetime


class ApiToken(
    Record,
    frozen=True,
    kw_only=True,
    table="api_tokens",
    key=("account_id", "id"),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
):
    """Access that a person gave to an app or script: `kith_ACCOUNT_ID_SECRET`, kept as a SHA-256."""

    account_id: Id
    id: Id
    secret_hash: bytes
    name: Annotated[str, Length(200)]
    scopes: tuple[str, ...]
    created_at: datetime


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
    """A link with which people may join."""

    code_hash: bytes
    code: str  # shown to the inviter again; it gives access to nothing but the sign-up form
    inviter_id: Id
    id: Id
    uses: int = 0
    uses_max: int = 1
    expires_at: datetime
    created_at: datetime


class ServerSetting(Record, frozen=True, kw_only=True, table="server_settings", key=("name",)):
    """What the owner decided on the pages: how people join, the rules, the words on the front page."""

    name: str
    value: str


class Follow(
    Record,
    frozen=True,
    kw_only=True,
    table="follows",
    key=("follower_id", "followee_id"),
    indexes=("(follower_id, id)",),
    checks=("follower_id <> followee_id",),
):
    """Someone reads someone, seen from the reader. Written together with its twin, `Follower`."""

    follower_id: Id
    followee_id: Id
    id: Id
    state: Literal["requested", "accepted"]
    reposts: bool = True  # whether what they pass on comes along
    notify: bool = False  # whether each post gives a notice
    created_at: datetime


class Follower(
    Record,
    frozen=True,
    kw_only=True,
    table="followers",
    key=("followee_id", "follower_id"),
    indexes=("(followee_id, id)", "(followee_id, id) WHERE state = 'requested'"),
):
    """The same, seen from the one who is read. Both sides stand under their owner (docs/decisions/0003)."""

    followee_id: Id
    follower_id: Id
    id: Id
    state: Literal["requested", "accepted"]
    created_at: datetime


class Block(
    Record, frozen=True, kw_only=True, table="blocks", key=("blocker_id", "blocked_id"), indexes=("(blocker_id, id)",)
):
    """Neither shall see the other, anywhere. Written together with its twin, `BlockedBy`."""

    blocker_id: Id
    blocked_id: Id
    id: Id
    created_at: datetime


class BlockedBy(Record, frozen=True, kw_only=True, table="blocked_by", key=("blocked_id", "blocker_id")):
    """The same, under the one who is blocked; never shown to them."""

    blocked_id: Id
    blocker_id: Id


class Mute(Record, frozen=True, kw_only=True, table="mutes", key=("muter_id", "muted_id"), indexes=("(muter_id, id)",)):
    """Someone shall not come up in Home, for a time or until further notice. They are never told."""

    muter_id: Id
    muted_id: Id
    id: Id
    notices: bool = True  # whether their notices are kept back too
    until_at: datetime | None = None
    created_at: datetime


class Remark(Record, frozen=True, kw_only=True, table="remarks", key=("person_id", "about_id")):
    """A private note on a person: "met at the choir, two girls, allergic to nuts"."""

    person_id: Id
    about_id: Id
    text: Annotated[str, Length(REMARK_MAX)]
    updated_at: datetime


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever looks, with all that decides what they see. Loaded once a request; `id` is 0 for a passer-by.

    `hidden` are the people blocked in either direction. `muted` leaves out mutes that have run out.
    """

    id: Id = Id(0)
    following: tuple[Id, ...] = ()
    hidden: tuple[Id, ...] = ()
    muted: tuple[Id, ...] = ()
    without_reposts: tuple[Id, ...] = ()  # followed, but not for what they pass on


PASSER_BY = Viewer()


class SignUp(Intent, frozen=True, kw_only=True):
    """Somebody wants to join."""

    handle: str


class SignedUp(Fact, frozen=True, kw_only=True):
    """Somebody joined, or asks to."""

    account_id: Id
    approved: bool


class FollowAsked(Fact, frozen=True, kw_only=True):
    """A locked person was asked."""

    follower_id: Id
    followee_id: Id


class Followed(Fact, frozen=True, kw_only=True):
    """A follow holds from now on; `by_request` when it had to be asked for."""

    follower_id: Id
    followee_id: Id
    by_request: bool = False


class Unfollowed(Fact, frozen=True, kw_only=True):
    """A follow, or a request, ended: by the follower, or because the other removed them."""

    follower_id: Id
    followee_id: Id


class Blocked(Fact, frozen=True, kw_only=True):
    """Two people no longer see each other."""

    blocker_id: Id
    blocked_id: Id


class ProfileChanged(Fact, frozen=True, kw_only=True):
    """Name, face or words of a person are new."""

    account_id: Id


class Left(Fact, frozen=True, kw_only=True):
    """An account is being deleted for good; every feature deletes what is theirs."""

    account_id: Id
