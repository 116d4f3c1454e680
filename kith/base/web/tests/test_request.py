"""A request, and what is noted on it."""

from typing import Any

from starlette.types import Message

from kith.base.web.request import Asked
from kith.base.web.visit import Visit


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _asked(*headers: tuple[bytes, bytes]) -> Asked:
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/live",
        "query_string": b"",
        "headers": [*headers],
    }
    return Asked(scope, _nothing)


def test_a_header_is_found_by_its_name() -> None:
    """However its name is written; of several the first, and all where all are asked for."""
    request = _asked((b"accept", b"text/html"), (b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"5.6.7.8"))
    assert (request.headers["Accept"], request.headers.get("ACCEPT")) == ("text/html", "text/html")
    assert request.headers.get("x-forwarded-for") == "1.2.3.4"
    assert request.headers.getlist("x-forwarded-for") == ["1.2.3.4", "5.6.7.8"]
    assert (request.headers.get("origin"), request.headers.get("origin", "none")) == (None, "none")
    assert "origin" not in request.headers
    assert request.cookies == {}


def test_what_is_noted_on_it_is_known_to_its_stream() -> None:
    """How they are spoken to, and what their forms are bound to."""
    request = _asked()
    request.state.language, request.state.zone, request.state.form_cookie = "ar", "Asia/Gaza", "a cookie"
    again = Visit(request).again()
    assert (again.state.language, again.state.zone, again.state.form_cookie) == ("ar", "Asia/Gaza", "a cookie")
