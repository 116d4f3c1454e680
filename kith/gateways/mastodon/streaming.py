"""`/api/v1/streaming`: what happens, as it happens; over one WebSocket for many streams, or as server-sent events."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocket

from kith.base.bus.places import nobody
from kith.base.core.errors import KithError
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.events import EventStream
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.web.sockets import Socket, converse, refuse
from kith.base.work import House, Work
from kith.gateways.mastodon.hearing import Subscription
from kith.gateways.mastodon.listening import DATABASE_GONE, Hearing, asked_for, with_token
from kith.gateways.mastodon.standing import Asked
from kith.gateways.mastodon.telling import Telling

SUBSCRIPTIONS_MAX = 32  # of one socket
MESSAGE_MAX = 2_000  # characters; the longest that a client has to say is shorter by far
AT_ONCE_MAX = 100  # messages of a client that are heeded as they come; an app sends a dozen in its life
PAUSE_S = 0.1  # before each further one: a flood costs no more than ten looks a second

_encode = msgspec.json.Encoder().encode


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a client says over a socket."""

    type: str
    stream: str = ""
    tag: str = ""
    list: str = ""


class ListenQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a stream is about; of a public one, whether only what has pictures, film or sound is wanted."""

    tag: str = ""
    list: str = ""
    only_media: bool = False


_wish = msgspec.json.Decoder(Wish).decode


async def talk(house: House, socket: WebSocket) -> None:
    """Talk over one socket until either side has enough."""
    try:
        hearing = await Hearing.of(house, with_token(socket))
        hearing.check_room()
    except KithError as error:
        await refuse(socket, error)
        return
    except DATABASE_GONE:
        return
    protocol = socket.headers.get("sec-websocket-protocol", "").partition(",")[0].strip() or None
    await socket.accept(subprotocol=protocol)
    await converse(Talk(hearing, _first_wish(socket)), socket)


def _first_wish(socket: WebSocket) -> Wish | None:
    query = socket.query_params
    if not query.get("stream"):
        return None
    return Wish(type="subscribe", stream=query["stream"], tag=query.get("tag", ""), list=query.get("list", ""))


class Talk:
    """One socket: hears what the client wishes, and lets the streams it asked for speak."""

    __slots__ = ("_hearing", "_heeded", "_is_counted", "_is_over", "_streams", "_wake", "_wishes")

    def __init__(self, hearing: Hearing, first: Wish | None) -> None:
        self._hearing = hearing
        self._streams: dict[tuple[str, ...], Subscription] = {}
        self._wishes: tuple[tuple[Wish | str, Callable[[], None]], ...] = ((first, nobody),) if first else ()
        self._heeded = 0
        self._wake: Callable[[], None] = nobody
        self._is_counted = self._is_over = False

    @property
    def over(self) -> bool:
        """Whether nothing follows: the client went, the token ended, or the server stops."""
        return self._is_over or self._hearing.house.live.is_ending

    @property
    def stirs(self) -> bool:
        """Whether there is something to do."""
        return bool(self._wishes) or any(one.ear.stirs for one in self._streams.values())

    def open(self, wake: Callable[[], None]) -> Sequence[bytes]:
        """Begin."""
        if not self._hearing.enter():
            self._is_over = True
            return ()
        self._is_counted, self._wake = True, wake
        self._hearing.house.live.endings.add(wake)
        return ()

    def close(self) -> None:
        """Leave every stream."""
        self._hearing.house.live.endings.discard(self._wake)
        self._wake = nobody
        for one in self._streams.values():
            self._hearing.house.live.leave(one.ear)
        if self._is_counted:
            self._hearing.leave()

    def heed(self, text: str, done: Callable[[], None]) -> None:
        """Take what the client says; `done` is called when it may say more."""
        self._wishes += ((text, done),)
        self._wake()

    def go(self) -> None:
        """The client has gone."""
        self._is_over = True
        self._wake()

    def beat(self) -> Sequence[bytes] | None:
        """Say nothing, while there is nothing to ask."""
        return () if self._hearing.is_known_to_hold and not self._lists else None

    async def more(self) -> Sequence[bytes]:
        """Do what is wished, or let one stream speak; where nothing stirs, ask whether the token holds."""
        try:
            if self._wishes:
                return await self._take_wish()
            for one in list(self._streams.values()):
                if one.ear.stirs:
                    return await self._pass_on(one)
            await self._hearing.check()
            return [part for one in self._lists for part in await self._pass_on(one)]
        except (KithError, *DATABASE_GONE):
            self._is_over = True  # the client comes back, and is told
            return ()

    @property
    def _lists(self) -> list[Subscription]:
        return [one for one in self._streams.values() if one.asked.list_id is not None]

    async def _take_wish(self) -> Sequence[bytes]:
        (wish, done), *rest = self._wishes
        self._wishes = tuple(rest)
        answer = await self._heed(wish)
        self._heeded += 1
        if self._heeded > AT_ONCE_MAX:
            asyncio.get_running_loop().call_later(PAUSE_S, done)
        else:
            done()
        return () if answer is None else (_encode({"error": answer}),)

    async def _heed(self, said: Wish | str) -> str | None:
        """Do it; give what is wrong with it."""
        try:
            wish = said if isinstance(said, Wish) else _wish(said[:MESSAGE_MAX])
        except msgspec.DecodeError:
            return "That message cannot be read."
        try:
            if wish.type == "subscribe":
                return await self._subscribe(asked_for(wish.stream, tag=wish.tag, list_id=wish.list))
            if wish.type == "unsubscribe":
                self._unsubscribe(wish)
        except KithError as error:
            return error.text
        return None

    async def _subscribe(self, asked: Asked) -> str | None:
        if asked.name in self._streams:
            return None
        if len(self._streams) >= SUBSCRIPTIONS_MAX:
            return _("This app listens to many streams already.")
        subscription = await self._hearing.subscribe(asked)
        self._streams[asked.name] = subscription
        self._hearing.house.live.listen(subscription.ear, self._wake)
        return None

    def _unsubscribe(self, wish: Wish) -> None:
        with contextlib.suppress(KithError):
            self._end(asked_for(wish.stream, tag=wish.tag, list_id=wish.list).name)

    def _end(self, name: tuple[str, ...]) -> None:
        subscription = self._streams.pop(name, None)
        if subscription is not None:
            self._hearing.house.live.leave(subscription.ear)

    async def _pass_on(self, subscription: Subscription) -> Sequence[bytes]:
        name = subscription.asked.name
        messages = await self._hearing.read(subscription) or ()
        parts = [_encode({"stream": name, "event": one.event, "payload": one.payload}) for one in messages]
        if subscription.over:
            self._end(name)
            parts.append(_encode({"error": _("What this stream was about is gone."), "stream": name}))
        return parts


async def show_events(work: Work, request: Request) -> Response:
    """`GET /api/v1/streaming/…`: one stream as server-sent events."""
    stream = ":".join(request.url.path.removeprefix("/api/v1/streaming/").split("/"))
    query = read_query(request, ListenQuery)
    if query.only_media and stream.startswith("public"):
        stream += ":media"
    caller: Caller = request.state.caller
    hearing = Hearing(work.house, with_token(request), caller)
    hearing.check_room()  # while there is a status to tell it by
    subscription = await hearing.subscribe(asked_for(stream, tag=query.tag, list_id=query.list))
    return EventStream(Telling(hearing, subscription))


async def show_health(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/streaming/health`."""
    return PlainTextResponse("OK")


_PATHS = (
    "user", "user/notification", "public", "public/local", "public/remote", "hashtag", "hashtag/local", "list",
    "direct",
)  # fmt: skip
ROUTES = (
    Route(
        method="GET",
        path="/api/v1/streaming/health",
        handler=show_health,
        access="anyone",
        limit="none",
        gives="text/plain",
    ),
    *(
        Route(
            method="GET",
            path=f"/api/v1/streaming/{path}",
            handler=show_events,
            scope="read:statuses read:notifications",
            query=(ListenQuery,),
            gives="text/event-stream",
        )
        for path in _PATHS
    ),
)
SOCKETS = (Socket(path="/api/v1/streaming", handler=talk),)
