"""How a WebSocket speaks: its frames, by a library; one message of the client's is heeded at a time."""

import base64
import binascii
from collections.abc import Callable

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import OPEN, Protocol, Side
from websockets.utils import accept_key

from kith.base.web.door.head import Head, Headers, Unclear
from kith.base.web.door.wire import TooMuch
from kith.base.web.sockets import Conversation

MESSAGE_MAX_BYTES = 131_072  # more than any client has to say; what is too long for the talk is told so by it
HEARD_MAX = 1_000  # frames of one, between two signs of life: a client says a dozen things in its life
READ_BYTES = 4_096  # are looked through at a time: a quarter of a megabyte of empty frames takes most of a second


class Frames:
    """One WebSocket. `go_on` is called when more may be read."""

    __slots__ = ("_go_on", "_heard", "_is_alive", "_is_busy", "_pieces", "_protocol", "_talk", "_waiting")

    def __init__(self, talk: Conversation, go_on: Callable[[], None]) -> None:
        self._talk = talk
        self._go_on = go_on
        self._protocol = Protocol(Side.SERVER, state=OPEN, max_size=MESSAGE_MAX_BYTES)
        self._is_alive, self._is_busy = True, False
        self._heard = 0
        self._pieces = b""
        self._waiting: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether nothing more is to be read at present."""
        return bool(self._waiting)

    def frame(self, part: bytes) -> bytes:
        """Write one message."""
        if self._protocol.state is OPEN:
            self._protocol.send_text(part)
        return self._written()

    def end(self) -> bytes:
        """Say that the talk is over."""
        if self._protocol.state is OPEN:
            self._protocol.send_close(CloseCode.NORMAL_CLOSURE)
        return self._written()

    def beat(self) -> bytes | None:
        """Ask whether anybody is there; `None` where nobody answered the last time."""
        if not self._is_alive:
            return None
        self._is_alive, self._heard = False, 0
        if self._protocol.state is OPEN:
            self._protocol.send_ping(b"")
        return self._written()

    def hear(self, data: bytes) -> bytes:
        """Take what the client sends; give what the protocol answers by itself. Raises `TooMuch`."""
        self._is_alive = True
        for start in range(0, len(data), READ_BYTES):
            self._protocol.receive_data(data[start : start + READ_BYTES])
            frames = [one for one in self._protocol.events_received() if isinstance(one, Frame)]
            self._heard += len(frames)
            if self._heard > HEARD_MAX:
                raise TooMuch
            self._waiting += tuple(text for frame in frames for text in self._texts(frame))
            if self._protocol.state is not OPEN:
                break
        if self._protocol.state is not OPEN:
            self._talk.go()
        self._next()
        return self._written()

    def close(self) -> None:
        """Let go of what reads: it and the protocol hold each other."""
        self._protocol.parser.close()

    def _texts(self, frame: Frame) -> list[str]:
        if frame.opcode not in (Opcode.TEXT, Opcode.CONT):
            if frame.opcode is Opcode.BINARY:
                self._protocol.fail(CloseCode.UNSUPPORTED_DATA)
            return []
        self._pieces += frame.data
        if not frame.fin:
            return []
        whole, self._pieces = self._pieces, b""
        try:
            return [whole.decode()]
        except UnicodeDecodeError:
            self._protocol.fail(CloseCode.INVALID_DATA)
            return []

    def _next(self) -> None:
        if self._waiting and not self._is_busy:
            text, *rest = self._waiting
            self._is_busy, self._waiting = True, tuple(rest)
            self._talk.heed(text, self._done)

    def _done(self) -> None:
        self._is_busy = False
        self._next()
        self._go_on()

    def _written(self) -> bytes:
        return b"".join(self._protocol.data_to_send())


def check_handshake(head: Head) -> None:
    """Raise `Unclear` where a WebSocket is asked for in a way that none can be opened (RFC 6455, 4.2.1)."""
    if head.header(b"sec-websocket-version") != b"13":
        raise Unclear(426)
    names = {one.strip().lower() for one in head.header(b"connection").split(b",")}
    try:
        key = base64.b64decode(head.header(b"sec-websocket-key"), validate=True)
    except binascii.Error:
        key = b""
    if head.version == "1.0" or b"upgrade" not in names or len(key) != 16:
        raise Unclear(400)


def handshake(head: Head, subprotocol: str | None) -> Headers:
    """Give the headers with which a WebSocket is opened."""
    accept = accept_key(head.header(b"sec-websocket-key").decode("latin-1"))
    headers = [(b"upgrade", b"websocket"), (b"connection", b"Upgrade"), (b"sec-websocket-accept", accept.encode())]
    return [*headers, (b"sec-websocket-protocol", subprotocol.encode("latin-1"))] if subprotocol else headers
