"""Which origin may send a form, where the browser says nothing but its origin."""

import pytest
from starlette.requests import Request

from kith.base.core.errors import Refused
from kith.base.web.csrf import check_origin

URL = "https://kith.example:8443"


def _request(**headers: str) -> Request:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/write", "headers": pairs})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (URL, "kith.example:8443"),
        (URL, "kith.example"),  # a proxy that passes the name on without the port
        (URL, "127.0.0.1:8000"),  # one that passes on nothing of it
        ("http://192.168.1.5:8000", "192.168.1.5:8000"),  # at home, by another of its addresses
    ],
)
def test_what_our_own_pages_send_is_taken(origin: str, host: str) -> None:
    """With the port or without it."""
    check_origin(_request(origin=origin, host=host), url=URL)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "kith.example:8443"),
        ("https://kith.example:9999", "kith.example"),  # another program on the same machine
        ("https://kith.example", "127.0.0.1:8000"),
        ("null", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_what_others_send_is_refused(origin: str, host: str) -> None:
    """Also a neighbour's at another port, and what names no place at all."""
    with pytest.raises(Refused):
        check_origin(_request(origin=origin, host=host), url=URL)


def test_a_browser_that_says_more_is_believed() -> None:
    """It knows better than any header that a proxy may change; and no header opens what it closes."""
    check_origin(_request(sec_fetch_site="same-origin", origin="https://evil.example", host="kith.example"), url=URL)
    with pytest.raises(Refused):
        check_origin(_request(sec_fetch_site="same-site", origin=URL, host="kith.example"), url=URL)
    forwarded = {"x_forwarded_host": "evil.example", "forwarded": "host=evil.example"}
    with pytest.raises(Refused):
        check_origin(_request(origin="https://evil.example", host="kith.example", **forwarded), url=URL)
