"""What is pushed, and when it is tried again. Pure."""

import base64
import binascii
from collections.abc import Collection
from datetime import datetime, timedelta, tzinfo

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.notices import is_pushed, is_quiet, is_shown, reaches_apps
from kith.notices.model import Notice, NoticeKind, NoticePolicy
from kith.push.model import (
    ALERT_OF,
    BUNDLE_AFTER_S,
    FAILING_DAYS_MAX,
    QUIET_S,
    RETRY_AFTER_MAX_S,
    SPOKEN,
    TOGETHER,
    TRY_AGAIN_S,
    TTL_S,
    Policy,
    Subscription,
    Urgency,
)

POINT_BYTES = 65  # an uncompressed point on P-256 (SEC 1, 2.3.3)
SECRET_BYTES = 16  # RFC 8291, 3.2


def devices_of(owner_id: Id) -> str:
    """Name, for the caches, where somebody is told."""
    return f"devices:{owner_id}"


def is_wanted(subscription: Subscription, kind: NoticeKind, policy: NoticePolicy) -> bool:
    """Answer whether somebody wishes to be told of this kind here: an app of what it asked for, as far as apps
    find it among the notices; a browser of what its owner chose for all of theirs.
    """
    if subscription.token_id is None:
        return is_pushed(policy, kind)
    return ALERT_OF.get(kind) in subscription.alerts and reaches_apps(policy, kind)


def wanted_kinds(subscription: Subscription, policy: NoticePolicy) -> list[NoticeKind]:
    """List the kinds somebody wishes to be told of here."""
    return [kind for kind in ALERT_OF if is_wanted(subscription, kind, policy)]


def belongs_in_bundle(subscription: Subscription, notice: Notice, policy: NoticePolicy, zone: tzinfo) -> bool:
    """Answer whether a bundle speaks of an unread notice.

    A browser's of all that is new, because it takes the place of the one before it; of what does not stand among the
    notices, and so is never read there, once. An app's of what was not told yet: what comes together, and what came in
    the quiet hours.
    """
    is_next = notice.id > subscription.pushed_id
    if subscription.token_id is None:
        return is_next or is_shown(policy, notice.kind)
    return is_next and (notice.kind in TOGETHER or is_quiet(policy, notice.created_at, zone))


def may_push_from(policy: Policy, *, follows: bool, is_followed: bool, is_self: bool) -> bool:
    """Answer whether the policy lets in whom a notice is from, by whether its owner follows them or is followed."""
    return {"all": True, "followed": follows or is_self, "follower": is_followed or is_self, "none": False}[policy]


def is_news(notice: Notice, now: datetime) -> bool:
    """Answer whether a notice is young enough to be pushed."""
    return now - notice.created_at < timedelta(seconds=TTL_S)


def urgency_of(kinds: Collection[NoticeKind]) -> Urgency:
    """Tell a device with little power whether this can wait (RFC 8030, 5.3)."""
    return "normal" if SPOKEN & set(kinds) else "low"


def bundle_at(subscription: Subscription, now: datetime) -> datetime:
    """Tell when the next bundle goes out: after a moment, and not too soon after the last."""
    soon = now + timedelta(seconds=BUNDLE_AFTER_S)
    if subscription.pushed_at is None:
        return soon
    return max(soon, subscription.pushed_at + timedelta(seconds=QUIET_S))


def try_again_at(now: datetime, *, tries: int, retry_after_s: int | None) -> datetime | None:
    """Tell when to try again after so many tries that failed; `None`: not any more."""
    if tries >= len(TRY_AGAIN_S):
        return None
    asked_s = min(retry_after_s or 0, RETRY_AFTER_MAX_S)
    return now + timedelta(seconds=max(TRY_AGAIN_S[tries], asked_s))


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    """Answer whether nothing went through for so long that nothing will."""
    return failing_since is not None and now - failing_since > timedelta(days=FAILING_DAYS_MAX)


def read_secret(text: str, *, field: str) -> bytes:
    """Read the secret that a device shares with us. Raises `Invalid`."""
    return _of_length(text, SECRET_BYTES, field)


def read_point(text: str, *, field: str) -> bytes:
    """Read a device's public key; whether it is a point on the curve is for the cryptography to say."""
    return _of_length(text, POINT_BYTES, field)


def _of_length(text: str, length: int, field: str) -> bytes:
    """Read base64 in either alphabet, with or without its padding, as clients send it."""
    plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        value = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(_("That is not the key of a push subscription."), field=field) from error
    if len(value) != length:
        raise Invalid(_("That is not the key of a push subscription."), field=field)
    return value
