"""Records, facts and limits of push."""

from datetime import datetime
from typing import Annotated, Literal, get_args

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.notices.model import KINDS, NoticeKind

ENDPOINT_MAX = 2000
TTL_S = 48 * 3600  # what nobody could be told within two days is no news
SEND_WITHIN_S = 10
ANSWER_MAX_BYTES = 4096
# How long to wait after each try that failed; after the last, this message is given up. Two and a half hours in all.
TRY_AGAIN_S = (10, 60, 300, 1800, 7200)
RETRY_AFTER_MAX_S = 3600
FAILING_DAYS_MAX = 14  # a device that was out of reach for so long has found another way to Kith, or none
BUNDLE_AFTER_S = 15  # ten likes in a moment are one message
QUIET_S = 60  # between two bundles to one device
STUCK_AFTER_S = 3600  # a bundle that never went out no longer keeps others waiting
BUNDLED_MAX = 40

Policy = Literal["all", "followed", "follower", "none"]
POLICIES: tuple[Policy, ...] = ("all", "followed", "follower", "none")

# What apps have a word for, in theirs. Of all else they are told in ours: as it is called among the notices.
AppAlert = Literal[
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quote",
    "quoted_update",
    "admin.sign_up",
    "admin.report",
    "added_to_collection",
    "collection_update",
]
Alert = AppAlert | NoticeKind
APP_ALERTS: tuple[AppAlert, ...] = get_args(AppAlert)
_AS_APPS_SAY: dict[NoticeKind, AppAlert] = {
    "mention": "mention",
    "reply": "mention",
    "like": "favourite",
    "repost": "reblog",
    "quote": "quote",
    "requoted": "quoted_update",
    "follow": "follow",
    "request": "follow_request",
    "poll": "poll",
    "post": "status",
    "joined": "admin.sign_up",
    "newcomer": "admin.sign_up",
    "report": "admin.report",
    "edited": "update",
    "collected": "added_to_collection",
    "recollected": "collection_update",
    "message": "mention",
    "knock": "mention",
}
ALERT_OF: dict[NoticeKind, Alert] = {kind: _AS_APPS_SAY.get(kind, kind) for kind in KINDS}
Urgency = Literal["low", "normal"]
# Of these several come at once, and an app is told of all of them in one message.
TOGETHER: frozenset[NoticeKind] = frozenset({"like", "repost", "follow", "newcomer"})
SPOKEN: frozenset[NoticeKind] = frozenset(
    {"mention", "reply", "quote", "request", "message"}
)  # somebody waits for an answer


class Subscription(
    Record,
    frozen=True,
    kw_only=True,
    table="push_subscriptions",
    key=("owner_id", "id"),
    uniques=(("owner_id", "token_id"), ("owner_id", "session_id")),
    indexes=("(endpoint) WHERE session_id IS NOT NULL",),
    checks=("(token_id IS NULL) <> (session_id IS NULL)",),
    references=(
        "(owner_id, token_id) REFERENCES api_tokens (account_id, id) ON DELETE CASCADE",
        "(owner_id, session_id) REFERENCES page_sessions (account_id, id) ON DELETE CASCADE",
    ),
):
    """A place to push to. One a token or session, and gone with it.

    `sealed_token` is the app's token, by which an app on a phone tells whose message it got; everywhere else Kith
    keeps of tokens no more than their hash. `alerts` are an app's; of what a browser is told stands in its owner's
    policy, for all of theirs. `pushed_id` is up to where notices were bundled; while `due_at` is set, a
    job has the next bundle. `failing_since` is when the push service first did not take a message, if it has taken
    none since.
    """

    owner_id: Id
    id: Id
    token_id: Id | None = None
    session_id: Id | None = None
    endpoint: Annotated[str, Length(ENDPOINT_MAX)]
    public_key: bytes  # of the device, an uncompressed point on P-256
    shared_secret: bytes  # of 16 bytes; `auth` in RFC 8291
    standard: bool  # RFC 8291, and not the draft before it
    alerts: tuple[str, ...]
    policy: Policy = "all"
    sealed_token: bytes | None = None
    language: str
    pushed_id: Id
    pushed_at: datetime | None = None
    due_at: datetime | None = None
    failing_since: datetime | None = None
    created_at: datetime


class PushDue(Fact, frozen=True, kw_only=True):
    """A notice is to be pushed to an app. `tries` is how often that failed already."""

    owner_id: Id
    subscription_id: Id
    notice_id: Id
    tries: int = 0


class BundleDue(Fact, frozen=True, kw_only=True):
    """What is new is to be pushed to a browser, or what comes together to an app. `tries` is how often it failed."""

    owner_id: Id
    subscription_id: Id
    tries: int = 0
