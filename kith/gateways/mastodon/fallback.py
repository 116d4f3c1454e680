"""The entity `NotificationFallback`: a notice in words, for apps that do not know its type."""

from collections.abc import Collection

import msgspec

from kith.base.core.words import _
from kith.notices import body_of, place_of, title_of
from kith.notices.model import KINDS, NoticeKind, NoticeView

# Kith tells apart who answers from who names; apps know one word for both. Of what apps have no word for, the type is
# our own.
TYPES: dict[NoticeKind, str] = {
    "mention": "mention",
    "reply": "mention",
    "like": "favourite",
    "repost": "reblog",
    "follow": "follow",
    "request": "follow_request",
    "poll": "poll",
    "post": "status",
    "edited": "update",
    "quote": "quote",
    "requoted": "quoted_update",
    "joined": "admin.sign_up",
    "newcomer": "admin.sign_up",
    "report": "admin.report",
    "collected": "added_to_collection",
    "recollected": "collection_update",
    "severed": "severed_relationships",
    "message": "mention",
    "knock": "mention",
}


class NotificationFallbackEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, what it is about, and where to read it."""

    title: str
    summary: str
    details: str


def type_of(kind: NoticeKind) -> str:
    """Name a kind of notice for apps."""
    return TYPES.get(kind, f"kith.{kind}")


def kinds_wanted(types: Collection[str], exclude: Collection[str], supported: Collection[str] = ()) -> list[NoticeKind]:
    """Give the kinds of notices that stand for these types.

    Those that apps have no word for are among them only where an app says what it knows, and so reads the fallback.
    """
    known = KINDS if supported else tuple(TYPES)
    return [kind for kind in known if (not types or type_of(kind) in types) and type_of(kind) not in exclude]


def fallback_for(view: NoticeView, url: str, supported: Collection[str]) -> NotificationFallbackEntity | None:
    """Put a notice in words for an app that does not know its type. `None` where it does, or does not ask."""
    if not supported or type_of(view.notice.kind) in supported:
        return None
    where = _("You can read it at {url}.").format(url=url + place_of(view))
    return NotificationFallbackEntity(title=title_of(view), summary=body_of(view), details=where)
