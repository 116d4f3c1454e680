"""An answer that goes on: server-sent events, until whoever reads them, or whoever gives them, has enough.

What is said comes from a `Source`, which gives it step by step: driven by a task here, where the HTTP server holds the
line, and by the line itself at the streams' own door, which takes the source over (`HANDED_OVER`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
HEARTBEAT_S = 20  # proxies close what is silent for 30 to 60 s
HANDED_OVER = "kith.source"  # in a scope's extensions: who takes the source from here on


class Source(Protocol):
    """What an open stream says. One step at a time: nobody asks for more while more is being made.

    `over`: nothing follows. `stirs`: there is more. `open` begins to listen, calls `wake` whenever one of both may
    have changed, and gives what is said first. `more` gives the next part; where nothing stirs, it asks whether
    whoever reads may still, and gives a sign of life. `beat` gives a sign of life without asking; `None` where it is
    time to ask. `close` is called once, after `open`.
    """

    @property
    def over(self) -> bool: ...
    @property
    def stirs(self) -> bool: ...
    def open(self, wake: Callable[[], None]) -> Sequence[bytes]: ...
    async def more(self) -> Sequence[bytes]: ...
    def beat(self) -> Sequence[bytes] | None: ...
    def close(self) -> None: ...


class EventStream(Response):
    """Sends these lines as they come.

    The library's own way to notice that a reader has gone takes 10 kB of each that has not: two tasks in a group. Here
    one task waits for that, and ends the other.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(media_type="text/event-stream", headers=HEADERS)
        del self.headers["content-length"]
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until either side has enough; or let who holds the line do it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        hand_over: Callable[[Source], None] | None = scope.get("extensions", {}).get(HANDED_OVER)
        if hand_over is not None:
            hand_over(self._source)
            return
        await self._tell(receive, send)

    async def _tell(self, receive: Receive, send: Send) -> None:
        sending = asyncio.current_task()
        assert sending is not None
        going = asyncio.create_task(_until_gone(receive, sending))
        try:
            await tell(self._source, lambda part: send({"type": "http.response.body", "body": part, "more_body": True}))
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            if not going.done() or going.cancelled():
                raise  # it is not the reader who goes
            sending.uncancel()
        except OSError:
            pass  # they went in the middle of a word
        finally:
            going.cancel()


async def tell(source: Source, say: Callable[[bytes], Awaitable[None]]) -> None:
    """Say what a source gives, until it is over."""
    bell = asyncio.Event()
    try:
        parts = source.open(bell.set)
        while True:
            for part in parts:
                await say(part)
            bell.clear()
            if source.over:
                return
            if source.stirs:
                parts = await source.more()
            elif await _rings(bell):
                parts = ()
            else:
                beaten = source.beat()
                parts = await source.more() if beaten is None else beaten
    finally:
        source.close()


async def _rings(bell: asyncio.Event) -> bool:
    """Wait for the bell; give up when it is time for a sign of life."""
    try:
        # Not `wait_for`: before Python 3.12 it can lose the cancellation of a reader that leaves.
        async with asyncio.timeout(HEARTBEAT_S):
            return await bell.wait()
    except TimeoutError:
        return False


async def _until_gone(receive: Receive, sending: asyncio.Task[None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()
