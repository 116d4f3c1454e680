"""Read the events out of what a stream has sent."""

import json
from collections.abc import Iterator

from tests.clients.between import Exchange

_TEXT = 1


def events(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """Give each event's kind and what it carries, as text; nothing for an answer that is no stream."""
    if exchange.status == 101:
        for message in _messages(exchange.body):
            if "event" in message:
                yield message["event"], message.get("payload", "")
    elif exchange.headers.get("content-type", "").startswith("text/event-stream"):
        for block in exchange.body.decode().split("\n\n")[:-1]:
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and line[0] != ":")
            if "event" in lines:
                yield lines["event"], lines.get("data", "")


def _messages(raw: bytes) -> Iterator[dict[str, str]]:
    """Read the text frames of a WebSocket's server: unmasked, and each a whole message here (RFC 6455, 5.2)."""
    at = 0
    while len(raw) >= at + 2:
        opcode, size, at = raw[at] & 15, raw[at + 1] & 127, at + 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, at = int.from_bytes(raw[at : at + width]), at + width
        frame, at = raw[at : at + size], at + size
        if opcode == _TEXT and len(frame) == size:
            yield json.loads(frame)
