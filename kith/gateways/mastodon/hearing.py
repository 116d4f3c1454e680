"""What happens, in the words of the streaming API: events of the bus as messages for one receiver.

Each event is read anew for whoever hears it, at the moment of sending: visibility, blocks and mutes are those of then.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from kith.base.bus.live import Delivered, LiveEvent
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.feed import tags_that_bring
from kith.filters import Context
from kith.gateways.mastodon.notifications import TYPES, present_notices
from kith.gateways.mastodon.status import present_statuses
from kith.notices import load_notices
from kith.people import viewer_of
from kith.posts import hydrate, posts_by_pairs, sift
from kith.posts.model import Card

NOTICES_AT_ONCE = 20
BARE = {"notices.merged": "notifications_merged", "filters.changed": "filters_changed"}  # they say that, and no more

_encode = msgspec.json.Encoder().encode


class Message(msgspec.Struct, frozen=True):
    """An event and what it carries: JSON, or the id of what is gone."""

    event: str
    payload: str


class Subscription:
    """One subscription: what it hears of, from where in it, and up to which notice it has heard."""

    def __init__(self, stream: str, topic: str, position: str, newest_notice: Id) -> None:
        self.stream = stream
        self.topic = topic
        self.position = position
        self._newest_notice = newest_notice

    async def messages(self, work: Work, batch: Sequence[Delivered]) -> list[Message]:
        """Give the messages for these events."""
        found: list[Message] = []
        for one in batch:
            found.extend(await self._of(work, one.event))
        return found

    async def _of(self, work: Work, event: LiveEvent) -> list[Message]:
        kind = event.kind
        if kind == "notices":
            return await self._notices(work) if self.stream.startswith("user") else []
        if self.stream == "user:notification":
            return []
        if kind in BARE:
            return [Message(BARE[kind], "")] if self.stream == "user" else []
        if kind == "post.removed":
            return [Message("delete", str(event.subject_id))]
        if kind in ("post.new", "post.changed", "post.linked"):
            return await self._post(work, event)
        return []

    async def _post(self, work: Work, event: LiveEvent) -> list[Message]:
        new, linked = event.kind == "post.new", event.kind == "post.linked"
        viewer = await viewer_of(work)
        posts = await posts_by_pairs(work.db, viewer, [(event.author_id, event.subject_id)])
        hydrated = await hydrate(work.db, viewer, posts)
        where: Context = "home" if self.stream == "user" else "public"
        cards = (await sift(work, hydrated, where, drop=True)).cards
        if not cards:
            return [] if new else [Message("delete", str(event.subject_id))]
        card = cards[0]
        if not await self._belongs(work, card) or not (new or linked or card.post.edited_at):
            return []
        [entity] = await present_statuses(work, cards)
        return [Message("update" if new else "status.update", _encode(entity).decode())]

    async def _belongs(self, work: Work, card: Card) -> bool:
        """Tell whether a post stands in the list that this stream goes with."""
        viewer = await viewer_of(work)
        if {card.author.id, card.shown.author.id} & set(viewer.muted):
            return False
        if self.stream == "user":
            return (
                card.author.id == viewer.id
                or (
                    card.author.id in viewer.following
                    and card.author.id not in viewer.apart
                    and not (card.original is not None and card.author.id in viewer.without_reposts)
                )
                or bool(tags_that_bring(card, viewer))
            )
        return not self.stream.endswith(":media") or bool(card.post.attachments)

    async def _notices(self, work: Work) -> list[Message]:
        paging = Paging(min_id=self._newest_notice, limit=NOTICES_AT_ONCE)
        part = await load_notices(work, paging, kinds=list(TYPES))
        if not part.items:
            return []
        self._newest_notice = part.items[0].notice.id
        entities: list[Any] = await present_notices(work, list(reversed(part.items)))
        return [Message("notification", _encode(entity).decode()) for entity in entities]


async def newest_notice(work: Work) -> Id:
    """Tell up to where somebody's notices have come: what a new subscription does not tell again."""
    part = await load_notices(work, Paging(limit=1), kinds=list(TYPES))
    return part.items[0].notice.id if part.items else Id(0)
