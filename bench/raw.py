"""The limit of what stays open: a protocol that holds a transport and nothing else, on the loop that Kith uses."""

import asyncio
import sys
from typing import cast

import uvloop

_HELLO = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\nevent: hello\n\n"
_open: set["Raw"] = set()


class Raw(asyncio.Protocol):
    """One connection: greeted when it says something, and kept."""

    __slots__ = ("_transport",)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        self._transport = transport
        _open.add(self)

    def data_received(self, _data: bytes) -> None:
        """Greet."""
        cast("asyncio.WriteTransport", self._transport).write(_HELLO)

    def connection_lost(self, _error: Exception | None) -> None:
        """Keep it no more."""
        _open.discard(self)


async def main(port: int) -> None:
    """Listen until killed."""
    server = await asyncio.get_running_loop().create_server(Raw, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
