"""What a request says before its body: read as a whole, bounded, and understood in one way only."""

from dataclasses import dataclass
from urllib.parse import unquote

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

HEAD_MAX_BYTES = 16_384  # what most proxies pass on
HEADERS_MAX = 100
END = b"\r\n\r\n"

Headers = list[tuple[bytes, bytes]]


class Unclear(Exception):
    """Not a request that is answered here: the status says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True)
class Head:
    """A request: names of headers in lower case, the path as it is meant and as it was written."""

    method: str
    version: str
    path: str
    raw_path: bytes
    query: bytes
    headers: Headers

    def header(self, name: bytes) -> bytes:
        """Give a header; empty where there is none."""
        return next((value for known, value in self.headers if known == name), b"")

    @property
    def is_socket(self) -> bool:
        """Whether a WebSocket is wished for."""
        return self.method == "GET" and self.header(b"upgrade").lower() == b"websocket"


class _Heard:
    """What the parser tells."""

    def __init__(self) -> None:
        self.url = b""
        self.headers: Headers = []
        self.is_whole = False

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self.is_whole = True


def read_head(raw: bytes) -> Head:
    """Read a head up to its empty line. Raises `Unclear`."""
    heard = _Heard()
    parser = HttpRequestParser(heard)
    try:
        parser.feed_data(raw)
    except HttpParserUpgrade:
        pass
    except HttpParserError as error:
        raise Unclear(400) from error
    if not heard.is_whole or not heard.url.startswith(b"/") or not heard.url.isascii():
        raise Unclear(400)  # the address of a whole URI, or of a tunnel, is asked of proxies
    version = parser.get_http_version()
    if version not in ("1.0", "1.1"):
        raise Unclear(505)
    _check(heard.headers, version)
    raw_path, _mark, query = heard.url.partition(b"?")
    return Head(
        method=parser.get_method().decode("ascii"),
        version=version,
        path=unquote(raw_path.decode("ascii")),
        raw_path=raw_path,
        query=query,
        headers=heard.headers,
    )


def _check(headers: Headers, version: str) -> None:
    names = [name for name, _value in headers]
    if len(names) > HEADERS_MAX:
        raise Unclear(431)
    if names.count(b"host") != 1 and (version == "1.1" or b"host" in names):
        raise Unclear(400)
    if b"transfer-encoding" in names or any(name == b"content-length" and value != b"0" for name, value in headers):
        raise Unclear(413)  # nobody who listens has a body to send
