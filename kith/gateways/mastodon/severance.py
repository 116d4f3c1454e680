"""The entity `RelationshipSeveranceEvent`: what somebody lost when they kept a server away."""

import msgspec

from kith.gateways.mastodon.dates import date_text
from kith.notices.model import NoticeView


class RelationshipSeveranceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """So many followers and followed people of a server. Who they were is not kept: `purged`."""

    id: str
    type: str
    purged: bool
    target_name: str
    followers_count: int
    following_count: int
    created_at: str


def present_severance(view: NoticeView) -> RelationshipSeveranceEntity | None:
    """Give the entity of a notice that is about such an event."""
    lost = view.severance
    if lost is None:
        return None
    return RelationshipSeveranceEntity(
        id=str(lost.id),
        type="user_domain_block",
        purged=True,
        target_name=lost.domain,
        followers_count=lost.followers_count,
        following_count=lost.following_count,
        created_at=date_text(lost.created_at),
    )
