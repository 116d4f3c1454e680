"""`/api/v1/streaming`: what happens, as it happens; over one WebSocket for many streams, or as server-sent events."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any, cast

import asyncpg
import msgspec
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from kith.base.bus.figures import STREAMS
from kith.base.core.errors import Invalid, KithError, NotFound, SignInFirst, TooMany
from kith.base.core.ids import Id
from kith.base.core.text import normal_hashtag
from kith.base.core.words import _
from kith.base.web.caller import Caller, check_scope
from kith.base.web.routing import Route
from kith.base.web.sockets import Socket
from kith.base.work import House, Work
from kith.gateways.mastodon.hearing import Message, Subscription, newest_notice
from kith.oauth import identify_with_apps

HEARTBEAT_S = 20
STREAMS_A_PERSON_MAX = 16  # sockets and streams of all their apps, in one process
SUBSCRIPTIONS_MAX = 32  # of one socket
MESSAGE_MAX = 2_000  # characters; the longest that a client has to say is shorter by far
SCOPES = {"user": "read:statuses", "user:notification": "read:notifications", "direct": "read:statuses"}
PUBLIC = ("public", "public:local", "public:media", "public:local:media")
ELSEWHERE = ("public:remote", "public:remote:media")  # nothing comes from other servers: these stay silent
TAGS = ("hashtag", "hashtag:local")
_GONE = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)

_open: Counter[Id] = Counter()
_encode = msgspec.json.Encoder().encode


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a client says over a socket."""

    type: str
    stream: str = ""
    tag: str = ""
    list: str = ""


_wish = msgspec.json.Decoder(Wish).decode


class Hearing:
    """A person's app, connected: knows whether its token holds still, and reads for it."""

    def __init__(self, house: House, connection: HTTPConnection, caller: Caller) -> None:
        self.house = house
        self.caller = caller
        self._connection = connection

    @classmethod
    async def of(cls, house: House, connection: HTTPConnection) -> "Hearing":
        """Find who connects. Raises `SignInFirst` where no token says so."""
        async with house.reading() as work:
            return cls(house, connection, await _caller(work, connection))

    async def subscribe(self, stream: str, *, tag: str = "") -> Subscription:
        """Begin to listen. Raises `Refused` where the token may not, `NotFound` and `Invalid` for what is no stream."""
        check_scope(self.caller, SCOPES.get(stream, "read:statuses"))
        async with self.house.reading(actor=self.caller.person_id) as work:
            topic = self._topic(stream, tag)
            position = await self.house.live.arrive([topic])  # before anybody is told that we listen
            return Subscription(stream, topic, position, await newest_notice(work))

    async def hear(self, subscription: Subscription) -> AsyncGenerator[Sequence[Message], None]:
        """Give what happens, from now on; nothing at all after each heartbeat. Ends when the token does."""
        following = self.house.live.follow([subscription.topic], subscription.position, pause_s=HEARTBEAT_S)
        async with contextlib.aclosing(following) as follow:
            async for batch in follow:
                try:
                    async with self.house.reading(actor=self.caller.person_id) as work:
                        await _caller(work, self._connection)
                        messages = await subscription.messages(work, batch)
                except (KithError, *_GONE):
                    return
                yield messages

    @contextlib.contextmanager
    def counted(self) -> Any:
        """Count this among the open ones. Raises `TooMany`."""
        person_id = self.caller.person_id
        if _open[person_id] >= STREAMS_A_PERSON_MAX:
            raise TooMany(_("Many of your apps listen already. Close one."), retry_after_s=60)
        _open[person_id] += 1
        STREAMS.inc()
        try:
            yield
        finally:
            STREAMS.dec()
            _open[person_id] -= 1
            if _open[person_id] <= 0:
                del _open[person_id]

    def _topic(self, stream: str, tag: str) -> str:
        if stream in SCOPES:
            return str(self.caller.person_id)
        if stream in PUBLIC:
            return "public"
        if stream in ELSEWHERE:
            return "elsewhere"
        if stream not in TAGS:
            raise NotFound(_("There is no such stream."))
        name = normal_hashtag(tag)
        if not name:
            raise Invalid(_("“tag” must name a hashtag."), field="tag")
        return f"tag:{name}"


async def talk(house: House, socket: WebSocket) -> None:
    """Talk over one socket until either side has enough."""
    try:
        hearing = await Hearing.of(house, _with_token(socket))
        with hearing.counted():
            protocol = socket.headers.get("sec-websocket-protocol", "").partition(",")[0].strip() or None
            await socket.accept(subprotocol=protocol)
            await _Talk(hearing, socket).run()
    except KithError:
        if socket.client_state is WebSocketState.CONNECTING:
            await socket.close(code=3000)
    except (WebSocketDisconnect, RuntimeError, *_GONE):
        pass  # they went, or we do


class _Talk:
    """One socket: hears what the client wishes, and lets the streams it asked for speak."""

    def __init__(self, hearing: Hearing, socket: WebSocket) -> None:
        self._hearing = hearing
        self._socket = socket
        self._streams: dict[tuple[str, ...], asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Talk until the client goes, the token ends, or the server stops."""
        tasks = [asyncio.create_task(one) for one in (self._receive(), self._over.wait(), self._stay_awake())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            every = [*tasks, *self._streams.values()]
            for task in every:
                task.cancel()
            await asyncio.gather(*every, return_exceptions=True)
            if self._socket.client_state is WebSocketState.CONNECTED:
                await self._socket.close()

    async def _receive(self) -> None:
        query = self._socket.query_params
        if query.get("stream"):
            await self._subscribe(Wish(type="subscribe", stream=query["stream"], tag=query.get("tag", "")))
        while True:
            await self._heed(await self._socket.receive_text())

    async def _stay_awake(self) -> None:
        """Ask now and then whether the token holds, also for a socket that has asked for nothing yet."""
        async with contextlib.aclosing(self._hearing.hear(Subscription("", "idle", "", Id(0)))) as heard:
            async for _nothing in heard:
                pass

    async def _heed(self, text: str) -> None:
        try:
            wish = _wish(text[:MESSAGE_MAX])
        except msgspec.DecodeError:
            await self._say({"error": "That message cannot be read."})
            return
        if wish.type == "subscribe":
            await self._subscribe(wish)
        elif wish.type == "unsubscribe":
            task = self._streams.pop(_name(wish), None)
            if task is not None:
                task.cancel()

    async def _subscribe(self, wish: Wish) -> None:
        name = _name(wish)
        if name in self._streams or len(self._streams) >= SUBSCRIPTIONS_MAX:
            return
        try:
            subscription = await self._hearing.subscribe(wish.stream, tag=wish.tag)
        except KithError as error:
            await self._say({"error": error.text})
            return
        self._streams[name] = asyncio.create_task(self._pass_on(name, subscription))

    async def _pass_on(self, name: tuple[str, ...], subscription: Subscription) -> None:
        async with contextlib.aclosing(self._hearing.hear(subscription)) as heard:
            async for messages in heard:
                for message in messages:
                    await self._say({"stream": name, "event": message.event, "payload": message.payload})
        self._over.set()  # the token has ended, or the server goes: the client comes back, and is told

    async def _say(self, content: dict[str, Any]) -> None:
        async with self._turn:
            await self._socket.send_text(_encode(content).decode())


async def show_events(work: Work, request: Request) -> Response:
    """`GET /api/v1/streaming/…`: one stream as server-sent events."""
    stream = ":".join(request.url.path.removeprefix("/api/v1/streaming/").split("/"))
    caller: Caller = request.state.caller
    hearing = Hearing(work.house, _with_token(request), caller)
    subscription = await hearing.subscribe(stream, tag=request.query_params.get("tag", ""))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_events(hearing, subscription), media_type="text/event-stream", headers=headers)


async def show_health(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/streaming/health`."""
    return PlainTextResponse("OK")


async def _events(hearing: Hearing, subscription: Subscription) -> AsyncIterator[bytes]:
    with hearing.counted():
        yield b":)\n"
        async with contextlib.aclosing(hearing.hear(subscription)) as heard:
            async for messages in heard:
                lines = [f"event: {one.event}\ndata: {one.payload}\n\n" for one in messages]
                yield "".join(lines).encode() or b":thump\n"


async def _caller(work: Work, connection: HTTPConnection) -> Caller:
    caller = await identify_with_apps(work, cast("Request", connection))
    if caller is None:
        raise SignInFirst
    return caller


def _with_token(connection: HTTPConnection) -> HTTPConnection:
    """Read the token where browsers can put it: in the query, or as the protocol, because they can add no header."""
    given = connection.headers.get("authorization")
    token = connection.query_params.get("access_token") or connection.headers.get("sec-websocket-protocol", "")
    if given or not token:
        return connection
    scope = dict(connection.scope)
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["authorization"] = f"Bearer {token.partition(',')[0].strip()}"
    scope["headers"] = headers.raw
    return HTTPConnection(scope)


def _name(wish: Wish) -> tuple[str, ...]:
    return (wish.stream, wish.tag) if wish.tag else (wish.stream,)


_PATHS = (
    "user", "user/notification", "public", "public/local", "public/remote", "hashtag", "hashtag/local", "direct",
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
            gives="text/event-stream",
        )
        for path in _PATHS
    ),
)
SOCKETS = (Socket(path="/api/v1/streaming", handler=talk),)
