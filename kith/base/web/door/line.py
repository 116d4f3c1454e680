"""One connection at the streams' door, from its first byte to its last.

It reads a head, asks the application, and writes the answer. Where that is a source, it becomes a line: written to by a
short task when the source stirs, one step at a time, and never while the other side takes nothing.
"""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import structlog

from kith.base.web.door.answering import Answering, write_answer, write_head
from kith.base.web.door.frames import Frames, check_handshake, handshake
from kith.base.web.door.head import END, HEAD_MAX_BYTES, Head, Unclear, read_head
from kith.base.web.door.wire import CHUNKS, PLAIN, TooMuch, Wire
from kith.base.web.events import Source
from kith.base.web.sockets import Conversation

if TYPE_CHECKING:
    from kith.base.web.door.door import Door

log = structlog.get_logger()

ASK_MAX_S = 60


class Line(asyncio.Protocol):
    """One connection."""

    __slots__ = ("_door", "_head", "_is_paused", "_source", "_task", "_transport", "_wire")

    def __init__(self, door: "Door") -> None:
        self._door = door
        self._head: bytes | None = b""  # `None` from when it is whole
        self._is_paused = False
        self._source: Source | None = None
        self._task: asyncio.Task[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._wire: Wire = CHUNKS

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came."""
        self._transport = cast("asyncio.Transport", transport)
        if not self._door.let_in(self):
            self.refuse(503)

    def data_received(self, data: bytes) -> None:
        """They say something."""
        if self._source is not None:
            self._hear(data)
        elif self._head is None:  # before they were answered: a body, or a second request
            self.refuse(400)
        else:
            self._head += data
            self._read_head()

    def _hear(self, data: bytes) -> None:
        try:
            self._write(self._wire.hear(data))
        except TooMuch:
            self.drop()
            return
        if self._wire.is_full and self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()

    def _go_on(self) -> None:
        """Read on, where nothing speaks against it."""
        is_open = self._transport is not None and not self._transport.is_closing()
        if is_open and not self._is_paused and not self._wire.is_full:
            assert self._transport is not None
            self._transport.resume_reading()

    def connection_lost(self, _error: Exception | None) -> None:
        """They went, or were let go."""
        self._transport = None
        self._door.let_out(self)
        if self._task is not None:
            self._task.cancel()
        self._close_source()
        wire, self._wire = self._wire, CHUNKS
        wire.close()

    def pause_writing(self) -> None:
        """They do not take what is written."""
        self._is_paused = True
        if self._source is not None and self._transport is not None and not self._transport.is_closing():
            self._transport.pause_reading()  # what they ask meanwhile would be answered into what they do not take
        self._door.note_slow(self)

    def resume_writing(self) -> None:
        """They took it."""
        self._is_paused = False
        self._door.note_quick(self)
        self._go_on()
        self._wake()

    @property
    def unsent(self) -> int:
        """How many bytes they have not taken."""
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def refuse(self, status: int) -> None:
        """Answer that this is not answered, and end."""
        self._head = None
        if self._source is not None:
            self.drop()
            return
        if self._task is not None:
            self._task.cancel()
        self._finish(write_answer(status, []))

    def drop(self) -> None:
        """End, whatever was not taken yet."""
        if self._transport is not None:
            self._transport.abort()

    def beat(self) -> None:
        """Give a sign of life, where nothing else is said."""
        source = self._source
        if source is None or self._is_paused:
            return
        own = self._wire.beat()
        if own is None:
            self.drop()  # they gave none
            return
        self._write(own)
        if self._task is None:
            beaten = source.beat()
            if beaten is None:
                self._task = asyncio.get_running_loop().create_task(self._step(source, asks=True))
            else:
                self._say(beaten)

    def _read_head(self) -> None:
        assert self._head is not None
        end = self._head.find(END)
        if end < 0:
            if len(self._head) > HEAD_MAX_BYTES:
                self.refuse(431)
            return
        raw, rest, self._head = self._head[: end + len(END)], self._head[end + len(END) :], None
        self._door.note_asked(self)
        try:
            if len(raw) > HEAD_MAX_BYTES:
                raise Unclear(431)
            head = read_head(raw)
            if rest:
                raise Unclear(400)
            if head.is_socket:
                check_handshake(head)
        except Unclear as unclear:
            self.refuse(unclear.status)
            return
        if not self._door.leads_to(head.path):
            self.refuse(404)
            return
        self._task = asyncio.get_running_loop().create_task(self._ask(head))

    async def _ask(self, head: Head) -> None:
        assert self._transport is not None
        peer, here = self._transport.get_extra_info("peername"), self._transport.get_extra_info("sockname")
        answering = Answering(head, peer[:2], here[:2])
        try:
            async with self._door.turns, asyncio.timeout(ASK_MAX_S):
                await self._door.app(answering.scope(), answering.receive, answering.send)
        except TimeoutError:
            self._finish(write_answer(503, []))
            return
        except Exception:  # a program root: what fails for one must not end the others
            log.exception("door.failed")
            self._finish(write_answer(500, []))
            return
        self._task = None
        if answering.source is None:
            with_body = head.method != "HEAD"
            self._finish(write_answer(answering.status or 500, answering.headers, answering.body, with_body=with_body))
            return
        try:
            self._begin(answering.source, answering, head)
        except Exception:  # a program root, too: half an answer is none
            log.exception("door.failed")
            self.drop()

    def _begin(self, source: Source, answering: Answering, head: Head) -> None:
        """Go on with a source: from here on the request is forgotten."""
        if self._transport is None:
            return  # they went as it was answered
        if head.is_socket:
            headers = handshake(head, answering.subprotocol)
            self._wire = Frames(cast("Conversation", source), self._go_on)
        else:
            headers = [*answering.headers, (b"connection", b"close")]
            if head.version == "1.0":
                self._wire = PLAIN
            else:
                headers.append((b"transfer-encoding", b"chunked"))
        self._write(write_head(answering.status, headers))
        self._source = source
        self._say(source.open(self._wake))
        self._door.note_open(self)
        self._wake()

    def _wake(self) -> None:
        source = self._source
        if self._task is None and source is not None and (source.over or (source.stirs and not self._is_paused)):
            self._task = asyncio.get_running_loop().create_task(self._step(source))

    async def _step(self, source: Source, *, asks: bool = False) -> None:
        """Say what there is, in its order."""
        try:
            while not source.over and (asks or (source.stirs and not self._is_paused)):
                asks = False
                self._say(await source.more())
        except Exception:  # a program root: the reader comes back, and from where it was
            log.exception("stream.failed")
            self._task = None
            self.drop()
            return
        self._task = None
        if source.over:
            self._finish(self._wire.end())

    def _say(self, parts: Sequence[bytes]) -> None:
        for part in parts:
            self._write(self._wire.frame(part))

    def _write(self, data: bytes) -> None:
        if data and self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _finish(self, last: bytes) -> None:
        """Write the last of it, and close when it is taken."""
        self._write(last)
        self._close_source()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.close()
            self._door.note_slow(self)

    def _close_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()
