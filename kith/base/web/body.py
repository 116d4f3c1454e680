"""How much of a body is read, and that none is left lying on the line."""

import asyncio

from starlette.types import Message, Receive, Scope

from kith.base.core.errors import Invalid
from kith.base.core.words import _

SAYING = (b"content-length", b"transfer-encoding")  # that there is a body
REST_MAX_BYTES = 1_000_000  # of a body that nobody asked for: what is larger costs its sender a new connection
REST_WAIT_S = 5  # a line that is slow, or says nothing more


class TooLarge(Invalid):
    """The body is over what its route takes."""

    def __init__(self) -> None:
        super().__init__(_("That is more than this page takes. Make it smaller and send it again."))


class Body:
    """A request's body, counted while it comes in. Past the bound nothing more is read, nor of one that says so."""

    def __init__(self, scope: Scope, receive: Receive, bytes_max: int) -> None:
        says = {name: value for name, value in scope["headers"] if name in SAYING}
        said: bytes = says.get(b"content-length", b"")
        self._said_bytes = int(said[:20]) if said.isdigit() else 0
        self._is_whole = not self._said_bytes and b"transfer-encoding" not in says
        self._receive, self._bytes_max, self._seen = receive, bytes_max, 0

    async def receive(self) -> Message:
        """Give the next of it, as an application is given it."""
        if not self._seen and self._said_bytes > self._bytes_max:
            raise TooLarge
        message = await self._next()
        if self._seen > self._bytes_max:
            raise TooLarge
        return message

    async def take_in_rest(self) -> bool:
        """Read what nobody asked for, so that the next request of this connection is not lost behind it.

        `False` where that is too much, or does not come: then the connection has to end with the answer.
        """
        until_bytes = self._seen + REST_MAX_BYTES
        if self._is_whole or self._said_bytes > until_bytes:
            return self._is_whole
        try:
            async with asyncio.timeout(REST_WAIT_S):
                while not self._is_whole and self._seen <= until_bytes:
                    await self._next()
        except TimeoutError:
            return False
        return self._is_whole

    async def _next(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        self._is_whole = self._is_whole or not message.get("more_body", False)
        return message
