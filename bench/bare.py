"""The limit: an ASGI application that gives the same bytes for every request. `BENCH_BYTES` names their file."""

import os
from pathlib import Path
from typing import Any

_body = Path(os.environ["BENCH_BYTES"]).read_bytes() if "BENCH_BYTES" in os.environ else b""
_start = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(_body)).encode())],
}
_end = {"type": "http.response.body", "body": _body}


async def app(scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """Answer."""
    if scope["type"] == "http":
        await send(_start)
        await send(_end)
