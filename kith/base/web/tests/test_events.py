"""An answer that goes on ends when its reader goes, when it is over, or when the server stops: and leaves nothing."""

import asyncio
from collections.abc import Callable, Sequence

import pytest
from starlette.types import Message

from kith.base.web.events import EventStream

WAIT_S = 10


class Saying:
    """A source that says hello, and then waits, or is over."""

    stirs = False

    def __init__(self, *, over: bool = False) -> None:
        self.over = over
        self.closed = False

    def open(self, _wake: Callable[[], None]) -> Sequence[bytes]:
        """Say hello."""
        return (b"event: hello\n\n",)

    async def more(self) -> Sequence[bytes]:
        """Say nothing more."""
        return ()

    def beat(self) -> Sequence[bytes] | None:
        """Give a sign of life."""
        return (b": still here\n\n",)

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True


class Reader:
    """One who reads, until they go; `stuck` takes nothing any more."""

    def __init__(self, *, stuck: bool = False, broken: bool = False) -> None:
        self.gone = asyncio.Event()
        self.took: list[Message] = []
        self.begun = asyncio.Event()
        self._stuck, self._broken = stuck, broken
        self.source = Saying()
        self.task = asyncio.create_task(EventStream(self.source)({"method": "GET"}, self._receive, self._send))

    async def _receive(self) -> Message:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.took.append(message)
        if message["type"] == "http.response.body":
            self.begun.set()
            if self._broken:
                raise OSError("gone")
            if self._stuck:
                await asyncio.Event().wait()


@pytest.mark.parametrize("stuck", [False, True])
async def test_it_ends_when_its_reader_goes(*, stuck: bool) -> None:
    """Also where they took nothing for a while; whoever waits for it is not cancelled."""
    reader = Reader(stuck=stuck)
    await asyncio.wait_for(reader.begun.wait(), WAIT_S)
    assert not reader.task.done()
    reader.gone.set()
    await asyncio.wait_for(reader.task, WAIT_S)
    assert (reader.source.closed, reader.task.cancelled()) == (True, False)


async def test_a_line_that_breaks_ends_it() -> None:
    """Quietly."""
    reader = Reader(broken=True)
    await asyncio.wait_for(reader.task, WAIT_S)
    assert reader.source.closed


async def test_it_ends_when_the_server_stops() -> None:
    """As every other answer: it is cancelled, and says so."""
    reader = Reader()
    await asyncio.wait_for(reader.begun.wait(), WAIT_S)
    reader.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(reader.task, WAIT_S)
    assert reader.source.closed


async def test_what_is_over_is_ended() -> None:
    """The reader is told that nothing follows, and nobody waits for them to go."""
    took: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        took.append(message)

    await asyncio.wait_for(EventStream(Saying(over=True))({"method": "GET"}, receive, send), WAIT_S)
    assert [one.get("more_body") for one in took] == [None, True, False]
    assert dict(took[0]["headers"])[b"content-type"].startswith(b"text/event-stream")


async def test_who_only_asks_for_the_head_is_told_nothing_more() -> None:
    """Nobody listens for them."""
    took: list[Message] = []

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        took.append(message)

    await asyncio.wait_for(EventStream(Saying())({"method": "HEAD"}, receive, send), WAIT_S)
    assert [one.get("body") for one in took] == [None, b""]
