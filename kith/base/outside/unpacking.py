"""Read a body no further than its bound, as sent and as unpacked: a few kilobytes of gzip can hold gigabytes."""

import zlib
from collections.abc import AsyncIterator

from kith.base.core.errors import Elsewhere
from kith.base.core.words import _

_GZIP = zlib.MAX_WBITS | 16
_MEMBER = b"\x1f"  # how each member begins


async def read_body(chunks: AsyncIterator[bytes], encoding: str, *, bytes_max: int) -> tuple[bytes, bool]:
    """Read up to `bytes_max`, and tell whether that was all. Raises `Elsewhere` for what cannot be unpacked."""
    unpack = _unpacker(encoding)
    body = bytearray()
    sent = 0
    async for chunk in chunks:
        sent += len(chunk)
        body += unpack.feed(chunk, bytes_max + 1 - len(body))
        if len(body) > bytes_max or sent > bytes_max:
            return bytes(body[:bytes_max]), False
    if sent and not unpack.is_done:
        raise Elsewhere(_("That server's answer broke off."))
    return bytes(body), True


class _Plain:
    is_done = True

    def feed(self, chunk: bytes, wanted: int) -> bytes:
        return chunk[:wanted]


class _Gzip:
    """Unpacks gzip, one member after the other, never more than is wanted."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self.is_done = False

    def feed(self, chunk: bytes, wanted: int) -> bytes:
        out = bytearray()
        while chunk and len(out) < wanted:
            if self._member.eof:
                if not chunk.startswith(_MEMBER):
                    break  # padding behind the last member, which browsers pass over too
                self._member = zlib.decompressobj(_GZIP)
            try:
                out += self._member.decompress(chunk, wanted - len(out))
            except zlib.error as error:
                raise Elsewhere(_("That server's answer could not be unpacked.")) from error
            chunk = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self.is_done = self._member.eof
        return bytes(out)


def _unpacker(encoding: str) -> _Plain | _Gzip:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Gzip()
        case _:
            raise Elsewhere(_("That server's answer could not be unpacked."))
