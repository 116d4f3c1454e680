"""`GET /api/kith/v1/streaming`: what happens in one's conversations, as server-sent events that can be resumed.

Each event is read for whoever hears it at the moment of sending: who was removed a moment before hears that the
conversation is gone, and nothing else. `id` is the place to come back to, as `Last-Event-ID` or `after`. A client puts
a message where its `seq` says, in the place of a state of it with a lower `changed`; after `reload` it asks for
`changes`.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.bus.live import Delivered, LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.web.caller import Caller
from kith.base.web.events import EventStream
from kith.base.web.form import read_query
from kith.base.web.live import is_position
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.conversations import changes_after, find_conversation, presence_of, said_now, who_is_typing
from kith.conversations.model import MessageView
from kith.gateways.kith.messages import ChangesEntity, TypingEntity
from kith.gateways.kith.talk import (
    MarkEntity,
    MessageEntity,
    present_conversation,
    present_marks,
    present_messages,
    present_presences,
    present_said,
)
from kith.gateways.mastodon.hearing import Message, Subscription
from kith.gateways.mastodon.listening import Hearing, with_token
from kith.gateways.mastodon.standing import Asked
from kith.gateways.mastodon.telling import Telling

ASKED = Asked(stream="conversations")
_SIGN_OF_LIFE = (b": still here\n\n",)
_encode = msgspec.json.Encoder().encode


class StreamingQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The `id` of the last event that was heard: what came after it comes first."""

    after: str = ""


class TalkChangesEntity(ChangesEntity, frozen=True, kw_only=True):
    """What became new or different in one conversation."""

    conversation_id: str


class TalkGoneEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation that is there no more, for whoever listens."""

    id: str
    gone: bool = True


class TalkMarksEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Up to where the others of a conversation have received and read."""

    conversation_id: str
    marks: tuple[MarkEntity, ...]


class TalkTypingEntity(TypingEntity, frozen=True, kw_only=True):
    """Who is writing in a conversation at this moment."""

    conversation_id: str


class TalkSubscription(Subscription):
    """Listens to one person's conversations, and knows up to which change it has told each."""

    __slots__ = ("_told",)

    def __init__(self, person_id: Id, position: str) -> None:
        super().__init__(ASKED, topics=(str(person_id),), position=position)
        self._told: dict[Id, tuple[int, int]] = {}  # of each conversation, after which change and up to which

    async def messages(self, work: Work, batch: Sequence[Delivered]) -> list[Message]:
        """Give what these events say, each conversation's in the order of its changes."""
        found: list[Message] = []
        for one in batch:
            with contextlib.suppress(NotFound):
                found += await self._said(work, one.event)
        return found

    async def _said(self, work: Work, event: LiveEvent) -> list[Message]:
        if event.kind == "message":
            return await self._changes(work, event)
        if event.kind == "conversation":
            return [_message("conversation", await _conversation(work, event.subject_id))]
        if event.kind == "marks":
            view = await find_conversation(work, event.subject_id)
            marks = TalkMarksEntity(conversation_id=str(event.subject_id), marks=present_marks(view))
            return [_message("marks", marks)]
        if event.kind == "typing":
            people = tuple(str(one) for one in await who_is_typing(work, event.subject_id))
            return [_message("typing", TalkTypingEntity(conversation_id=str(event.subject_id), account_ids=people))]
        if event.kind == "presence":
            found = await presence_of(work, [event.subject_id])
            return [_message("presence", one) for one in present_presences(found.values())]
        return [Message("reload", "{}")] if event.kind == "reload" else []

    async def _changes(self, work: Work, event: LiveEvent) -> list[Message]:
        """Tell up to the change that this event is of. Of two at once the second may be announced first: what it was
        told with is not told again, and what came before the first that was heard is told late.
        """
        number, conversation_id = event.number, event.subject_id
        begun, told = self._told.get(conversation_id, (number - 1, number - 1))
        if begun < number <= told:
            return []
        since, until = (told, number) if number > told else (number - 1, begun)
        messages = await _messages(work, conversation_id, since, until)
        self._told[conversation_id] = min(begun, since), max(told, until)
        if not messages:
            return []  # it changed once more, and is told with that change
        entity = TalkChangesEntity(conversation_id=str(conversation_id), messages=messages, after=until)
        return [_message("message", entity)]


async def show_events(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/streaming`: hear what happens in one's conversations; to be resumed by `after`."""
    query = read_query(request, StreamingQuery)
    caller: Caller = request.state.caller
    hearing = Hearing(work.house, with_token(request), caller)
    hearing.check_room()
    given = request.headers.get("last-event-id") or query.after
    position = given if given and is_position(given) else await work.house.live.arrive([str(caller.person_id)])
    subscription = TalkSubscription(caller.person_id, position)
    return EventStream(_TalkTelling(hearing, subscription))


async def _messages(work: Work, conversation_id: Id, since: int, until: int) -> tuple[MessageEntity, ...]:
    said = await said_now(work, conversation_id, until) if until == since + 1 else None
    if said is not None:
        return (present_said(work, said),)
    return tuple(await present_messages(work, await _between(work, conversation_id, since, until)))


async def _between(work: Work, conversation_id: Id, since: int, until: int) -> list[MessageView]:
    found: list[MessageView] = []
    while since < until:
        views, after = await changes_after(work, conversation_id, since)
        found += [view for view in views if view.message.changed <= until]
        if not views or after <= since:
            break
        since = after
    return found


async def _conversation(work: Work, conversation_id: Id) -> Any:
    try:
        return await present_conversation(work, await find_conversation(work, conversation_id))
    except NotFound:
        return TalkGoneEntity(id=str(conversation_id))


def _message(event: str, entity: Any) -> Message:
    return Message(event, _encode(entity).decode())


class _TalkTelling(Telling):
    """Events that can be resumed."""

    __slots__ = ()

    def hello(self) -> Sequence[bytes]:
        """Say from where on it is heard."""
        return (f"id: {self.subscription.ear.position}\nevent: hello\ndata: {{}}\n\n".encode(),)

    def lines(self, messages: Sequence[Message]) -> Sequence[bytes]:
        """Write them; the place stands with the last: whoever is cut off between two hears both again."""
        lines = [f"event: {one.event}\ndata: {one.payload}\n\n" for one in messages]
        if not lines:
            return _SIGN_OF_LIFE
        place = f"id: {self.subscription.ear.position}\n"
        return (("".join(lines[:-1]) + place + lines[-1]).encode(),)


ROUTES = (
    Route(
        method="GET",
        path="/api/kith/v1/streaming",
        handler=show_events,
        scope="read",
        query=(StreamingQuery,),
        gives="text/event-stream",
    ),
)
