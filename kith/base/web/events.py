"""An answer that goes on: server-sent events, until whoever reads them, or whoever gives them, has enough."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


class EventStream(StreamingResponse):
    """Sends these lines as they come.

    The library's own way to notice that a reader has gone takes 10 kB of each that has not: two tasks in a group. Here
    one task waits for that, and ends the other.
    """

    def __init__(self, events: AsyncGenerator[bytes, None]) -> None:
        super().__init__(events, media_type="text/event-stream", headers=HEADERS)
        self._events = events

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send until either side has enough."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        sending = asyncio.current_task()
        assert sending is not None
        going = asyncio.create_task(_until_gone(receive, sending))
        try:
            async for lines in self._events:
                await send({"type": "http.response.body", "body": lines, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except asyncio.CancelledError:
            if not going.done() or going.cancelled():
                raise  # it is not the reader who goes
            sending.uncancel()
        except OSError:
            pass  # they went in the middle of a word
        finally:
            going.cancel()
            await self._events.aclose()


async def _until_gone(receive: Receive, sending: asyncio.Task[None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()
