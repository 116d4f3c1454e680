"""`/api/v1/streaming`: what happens, as it happens; over one WebSocket for many streams, or as server-sent events."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from kith.base.core.errors import KithError, TooMany
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.events import EventStream
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.web.sockets import Socket
from kith.base.work import House, Work
from kith.gateways.mastodon.hearing import Subscription
from kith.gateways.mastodon.listening import DATABASE_GONE, Hearing, asked_for, with_token

SUBSCRIPTIONS_MAX = 32  # of one socket
MESSAGE_MAX = 2_000  # characters; the longest that a client has to say is shorter by far
AT_ONCE_MAX = 100  # messages of a client that are heeded as they come; an app sends a dozen in its life
PAUSE_S = 0.1  # before each further one: a flood costs no more than ten looks a second
SEND_TIMEOUT_S = 30  # a client that takes nothing for so long has gone without a word

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
        with hearing.counted():
            protocol = socket.headers.get("sec-websocket-protocol", "").partition(",")[0].strip() or None
            await socket.accept(subprotocol=protocol)
            await _Talk(hearing, socket).run()
    except KithError:
        if socket.client_state is WebSocketState.CONNECTING:
            await socket.close(code=3000)
    except (WebSocketDisconnect, RuntimeError, *DATABASE_GONE):
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
        # The second asks now and then whether the token holds, also where nothing was asked for yet.
        does = (self._receive(), self._hearing.stay_awake(), self._over.wait())
        tasks = [asyncio.create_task(one) for one in does]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            every = [*tasks, *self._streams.values()]
            for task in every:
                task.cancel()
            await asyncio.gather(*every, return_exceptions=True)
            if self._socket.client_state is WebSocketState.CONNECTED:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._socket.close()

    async def _receive(self) -> None:
        query = self._socket.query_params
        if query.get("stream"):
            wish = Wish(type="subscribe", stream=query["stream"], tag=query.get("tag", ""), list=query.get("list", ""))
            await self._subscribe(wish)
        heeded = 0
        while True:
            await self._heed(await self._socket.receive_text())
            heeded += 1
            if heeded > AT_ONCE_MAX:
                await asyncio.sleep(PAUSE_S)

    async def _heed(self, text: str) -> None:
        try:
            wish = _wish(text[:MESSAGE_MAX])
        except msgspec.DecodeError:
            await self._say({"error": "That message cannot be read."})
            return
        if wish.type == "subscribe":
            await self._subscribe(wish)
        elif wish.type == "unsubscribe":
            with contextlib.suppress(KithError):
                asked = asked_for(wish.stream, tag=wish.tag, list_id=wish.list)
                task = self._streams.pop(asked.name, None)
                if task is not None:
                    task.cancel()

    async def _subscribe(self, wish: Wish) -> None:
        try:
            asked = asked_for(wish.stream, tag=wish.tag, list_id=wish.list)
            if asked.name in self._streams:
                return
            if len(self._streams) >= SUBSCRIPTIONS_MAX:
                await self._say({"error": _("This app listens to many streams already.")})
                return
            subscription = await self._hearing.subscribe(asked)
        except KithError as error:
            await self._say({"error": error.text})
            return
        self._streams[asked.name] = asyncio.create_task(self._pass_on(subscription))

    async def _pass_on(self, subscription: Subscription) -> None:
        name = subscription.asked.name
        try:
            async with contextlib.aclosing(self._hearing.hear(subscription)) as heard:
                async for messages in heard:
                    for message in messages:
                        await self._say({"stream": name, "event": message.event, "payload": message.payload})
        except (TimeoutError, RuntimeError, WebSocketDisconnect):
            self._over.set()  # nobody takes what is sent
            return
        if subscription.over:
            self._streams.pop(name, None)
            await self._say({"error": _("What this stream was about is gone."), "stream": name})
        else:
            self._over.set()  # the token has ended, or the server goes: the client comes back, and is told

    async def _say(self, content: dict[str, Any]) -> None:
        async with asyncio.timeout(SEND_TIMEOUT_S), self._turn:
            await self._socket.send_text(_encode(content).decode())


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
    return EventStream(_events(hearing, subscription))


async def show_health(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/streaming/health`."""
    return PlainTextResponse("OK")


async def _events(hearing: Hearing, subscription: Subscription) -> AsyncGenerator[bytes, None]:
    with contextlib.suppress(TooMany), hearing.counted():  # of two at once the second ends as it begins
        yield b":)\n"
        async with contextlib.aclosing(hearing.hear(subscription)) as heard:
            async for messages in heard:
                lines = [f"event: {one.event}\ndata: {one.payload}\n\n" for one in messages]
                yield "".join(lines).encode() or b":thump\n"


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
