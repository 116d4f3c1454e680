"""How much of a body is read."""

from starlette.types import Message, Receive, Scope

from kith.base.core.errors import Invalid
from kith.base.core.words import _


class TooLarge(Invalid):
    """The body is over what its route takes."""

    def __init__(self) -> None:
        super().__init__(_("That is more than this page takes. Make it smaller and send it again."))


def bounded(scope: Scope, receive: Receive, bytes_max: int) -> Receive:
    """Count the body while it comes in; past the bound nothing more is read, nor anything of one that says so."""
    seen = 0

    async def counting() -> Message:
        nonlocal seen
        if not seen and _said_bytes(scope) > bytes_max:
            raise TooLarge
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > bytes_max:
            raise TooLarge
        return message

    return counting


def _said_bytes(scope: Scope) -> int:
    said: bytes = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(said[:20]) if said.isdigit() else 0
