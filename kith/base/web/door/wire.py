"""How parts of a stream are written: as chunks of an answer, as they are, or as messages of a WebSocket."""

from typing import Protocol


class Wire(Protocol):
    """A way of writing. `beat` is a sign of life of its own; `None` where the other side has given none. `hear` takes
    what the other side says, and gives what is answered; `is_full` says that it may say no more at present. `close` is
    called once, at the end: nothing of it is to wait until the garbage is looked for, which takes long.
    """

    def frame(self, part: bytes) -> bytes: ...
    def end(self) -> bytes: ...
    def beat(self) -> bytes | None: ...
    def hear(self, _data: bytes) -> bytes: ...
    def close(self) -> None: ...
    @property
    def is_full(self) -> bool: ...


class TooMuch(Exception):
    """The other side says what it has no reason to say."""


class Chunks:
    """HTTP/1.1: the reader can tell the end from a break."""

    __slots__ = ()

    def frame(self, part: bytes) -> bytes:
        """Write one part."""
        return b"%x\r\n%b\r\n" % (len(part), part)

    def end(self) -> bytes:
        """Say that nothing follows."""
        return b"0\r\n\r\n"

    def beat(self) -> bytes | None:
        """Leave it to the source."""
        return b""

    @property
    def is_full(self) -> bool:
        """Whether nothing is to be read."""
        return False

    def hear(self, _data: bytes) -> bytes:
        """Raise `TooMuch`: whoever listens says nothing, and no second request is answered."""
        raise TooMuch

    def close(self) -> None:
        """Leave nothing behind: there is nothing."""


class Plain(Chunks):
    """HTTP/1.0: the end is where it ends."""

    __slots__ = ()

    def frame(self, part: bytes) -> bytes:
        """Write one part."""
        return part

    def end(self) -> bytes:
        """Say nothing."""
        return b""


CHUNKS, PLAIN = Chunks(), Plain()
