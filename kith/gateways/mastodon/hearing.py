"""What happens, in the words of the streaming API: events of the bus as messages for one receiver.

Each event is read anew for whoever hears it, at the moment of sending: visibility, blocks and mutes are those of then.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from kith.announcements import find_current, find_emoji
from kith.base.bus.live import Delivered, Ear, LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.conversations import changes_after, find_conversation, said_now
from kith.conversations.model import MessageView
from kith.gateways.mastodon.announcement import present_announcements
from kith.gateways.mastodon.conversations import present_messages_as_talks, present_talks
from kith.gateways.mastodon.fallback import TYPES
from kith.gateways.mastodon.notifications import present_notices
from kith.gateways.mastodon.said import said_by_ids
from kith.gateways.mastodon.standing import Asked, check_list, concerns, find_card, may_be_seen
from kith.gateways.mastodon.status import present_statuses
from kith.notices import load_notices, newest_id
from kith.people import viewer_of
from kith.talks import find_talk

NOTICES_AT_ONCE = 20
# What says that something happened, and no more; and which streams hear of it.
BARE = {
    "notices.merged": ("notifications_merged", ("user", "user:notification")),
    "filters.changed": ("filters_changed", ("user",)),
}

_encode = msgspec.json.Encoder().encode


class Message(msgspec.Struct, frozen=True):
    """An event and what it carries: JSON, or the id of what is gone."""

    event: str
    payload: str


class Subscription:
    """One subscription: what it hears of, from where in it, and up to which notice it has heard."""

    __slots__ = ("_newest_notice", "asked", "ear", "over")

    def __init__(self, asked: Asked, *, topics: Sequence[str], position: str, newest_notice: Id | None = None) -> None:
        self.asked = asked
        self.ear = Ear(topics, position)
        self.over = False  # what it was about is gone
        self._newest_notice = newest_notice  # nothing, where notices are not heard

    async def messages(self, work: Work, batch: Sequence[Delivered]) -> list[Message]:
        """Give the messages for these events; none, and `over` from then on, where the list is gone."""
        found: list[Message] = []
        try:
            if self.asked.list_id is not None:
                await check_list(work, self.asked.list_id)
            hidden = (await viewer_of(work)).hidden if batch else ()  # a heartbeat asks for nothing
            for one in batch:
                if one.event.author_id not in hidden:  # an id, or that they wrote at all, would tell of them
                    found.extend(await self._of(work, one.event))
        except NotFound:
            self.over = True
        return found

    async def _of(self, work: Work, event: LiveEvent) -> list[Message]:
        kind, stream = event.kind, self.asked.stream
        if kind in ("notices", "reload"):  # after a gap nobody knows whether there are any
            return await self._notices(work)
        if kind in BARE:
            word, streams = BARE[kind]
            return [Message(word, "")] if stream in streams else []
        if kind.startswith("announcement."):
            return await _announcement(work, event) if stream == "user" else []
        if stream in ("direct", "user:notification") or kind in ("message", "message.vanished"):
            return await _of_talks(work, event, stream)
        if kind == "post.removed":
            is_here = await concerns(work, self.asked, event.author_id)
            return [Message("delete", str(event.subject_id))] if is_here else []
        return await self._post(work, event) if kind in ("post.new", "post.changed", "post.linked") else []

    async def _post(self, work: Work, event: LiveEvent) -> list[Message]:
        new = event.kind == "post.new"
        card = await find_card(work, self.asked, event.author_id, event.subject_id)
        if card is None:
            if new or not await concerns(work, self.asked, event.author_id):
                return []
            is_seen = await may_be_seen(work, event.author_id, event.subject_id)
            return [] if is_seen else [Message("delete", str(event.subject_id))]
        if event.kind == "post.changed" and not card.post.edited_at:
            return []  # somebody liked it, or the like: apps ask for that by themselves
        [entity] = await present_statuses(work, [card])
        return [Message("update" if new else "status.update", _encode(entity).decode())]

    async def _notices(self, work: Work) -> list[Message]:
        if self._newest_notice is None:
            return []
        paging = Paging(min_id=self._newest_notice, limit=NOTICES_AT_ONCE)
        part = await load_notices(work, paging, kinds=list(TYPES), for_apps=True)
        if not part.items:
            return []
        self._newest_notice = part.items[0].notice.id
        entities: list[Any] = await present_notices(work, list(reversed(part.items)))
        return [Message("notification", _encode(entity).decode()) for entity in entities]


async def _of_talks(work: Work, event: LiveEvent, stream: str) -> list[Message]:
    if stream == "direct" and event.kind in ("talk.new", "message"):
        return await _conversation(work, event)
    if stream == "user" and event.kind == "message.vanished":
        return [Message("delete", str(event.subject_id))]
    return await _changed_message(work, event) if stream == "user" and event.kind == "message" else []


async def _conversation(work: Work, event: LiveEvent) -> list[Message]:
    try:
        if event.kind == "message":
            return await _with_message(work, event)
        [entity] = await present_talks(work, [await find_talk(work, event.subject_id)])
    except NotFound:
        return []  # left out of the list meanwhile, or not to be seen any more
    return [Message("conversation", _encode(entity).decode())]


async def _with_message(work: Work, event: LiveEvent) -> list[Message]:
    """Tell of a conversation in which something was said; that an older word changed, apps ask for by themselves."""
    view = await find_conversation(work, event.subject_id)
    last = view.last
    if view.seat.state != "open" or last is None or last.message.kind != "said" or last.message.changed != event.number:
        return []
    [entity] = await present_messages_as_talks(work, [view])
    return [Message("conversation", _encode(entity).decode())]


async def _changed_message(work: Work, event: LiveEvent) -> list[Message]:
    """Tell of a message that says something else now, or is gone; and of a new one, of oneself or whom one follows."""
    try:
        fresh = await said_now(work, event.subject_id, event.number)
        views = [fresh] if fresh is not None else await _first_change(work, event)
    except NotFound:
        return []  # one is in the conversation no more
    for view in views:
        one = view.message
        if one.changed != event.number or one.kind != "said":
            return []  # it changed again meanwhile, which is told by itself
        if view.gone:
            return [Message("delete", str(one.id))]
        new = event.author_id == one.author_id and await _stands_open(work, event.subject_id, one.author_id)
        if new or one.edited_at is not None:
            said = (await said_by_ids(work, [one.id])).values()
            return [Message("update" if new else "status.update", _encode(entity).decode()) for entity in said]
    return []


async def _first_change(work: Work, event: LiveEvent) -> list[MessageView]:
    return (await changes_after(work, event.subject_id, event.number - 1, limit=1))[0]


async def _stands_open(work: Work, conversation_id: Id, author_id: Id) -> bool:
    """Tell whether what somebody said in a conversation comes to one by itself, as what those one follows say does."""
    viewer = await viewer_of(work)
    if author_id not in (viewer.id, *viewer.following):
        return False
    return (await find_conversation(work, conversation_id)).seat.state == "open"


async def _announcement(work: Work, event: LiveEvent) -> list[Message]:
    if event.kind == "announcement.gone":
        return [Message("announcement.delete", str(event.subject_id))]
    reacted = event.kind == "announcement.reaction"
    try:
        found = await find_current(work, event.author_id if reacted else event.subject_id)
    except NotFound:
        return []  # it has ended meanwhile, which is told by itself
    if not reacted:
        return [Message("announcement", _encode((await present_announcements(work, [found]))[0]).decode())]
    emoji = await find_emoji(work.db, event.author_id, event.subject_id)
    if emoji is None:
        return []
    counts = {one.name: one.count for one in found.reactions}
    told = {"name": emoji.name, "count": counts.get(emoji.name, 0), "announcement_id": str(event.author_id)}
    return [Message("announcement.reaction", _encode(told).decode())]


async def newest_notice(work: Work) -> Id:
    """Tell up to where somebody's notices have come: what a new subscription does not tell again."""
    return await newest_id(work)
