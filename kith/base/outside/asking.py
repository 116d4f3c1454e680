"""Ask servers outside, each question within its time, bytes and redirects."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from weakref import WeakValueDictionary

import httpcore
import structlog

from kith import __version__
from kith.base.core.errors import Elsewhere
from kith.base.core.words import _
from kith.base.outside.addresses import Address, next_address, parse_address
from kith.base.outside.connecting import GuardedBackend, certificates
from kith.base.outside.unpacking import read_body
from kith.settings import Settings

log = structlog.get_logger()

CONNECTIONS_MAX = 64  # of this process
AT_ONE_HOST_MAX = 16  # so that one slow server does not hold them all
KEPT_CONNECTIONS_MAX = 16
KEPT_S = 20
REDIRECTS_MAX = 4  # http to https, to www, to a language, and one to spare
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a server answered. `url` is where the last redirect led; header names are in lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool  # False: cut at `bytes_max`, where that was asked for
    media_type: str  # such as "text/html"; empty where the server says none
    charset: str | None

    @property
    def is_ok(self) -> bool:
        """Answer whether it is a 2xx."""
        return 200 <= self.status < 300


@dataclass(frozen=True, kw_only=True)
class _Question:
    method: str
    headers: Mapping[str, str]
    body: bytes
    accept: Sequence[str]
    bytes_max: int
    cut: bool
    redirects_max: int


class Outside:
    """Asks on behalf of this server. One a process; connections are kept for a while and used again."""

    def __init__(self, settings: Settings) -> None:
        self._agent = f"Kith/{__version__} (+{settings.url})"
        self._network = GuardedBackend(ports=frozenset(settings.fetch_ports), loopback=settings.fetch_loopback)
        self._pool: httpcore.AsyncConnectionPool | None = None
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        bytes_max: int,
        timeout_s: float,
        accept: Sequence[str] = (),
        cut: bool = False,
        redirects_max: int = REDIRECTS_MAX,
    ) -> Fetched:
        """Ask a server, and give whatever it answers, errors of its own included.

        `accept` is what a good answer may be ("text/html", "image/*"; empty for anything). `cut` gives the first
        `bytes_max` of a longer answer, where otherwise it is refused. Redirects are followed by GET and HEAD only,
        and only the first server sees `headers`. `timeout_s` bounds all of it together.

        Raises `Forbidden` for an address that is not out in the world, `Elsewhere` for everything else that fails.
        """
        question = _Question(
            method=method,
            headers=headers or {},
            body=body,
            accept=accept,
            bytes_max=bytes_max,
            cut=cut,
            redirects_max=redirects_max if method in ("GET", "HEAD") else 0,
        )
        address = parse_address(url)
        with _failing_in_words(address):
            async with asyncio.timeout(timeout_s):
                return await self._follow(address, question)

    async def close(self) -> None:
        """Hang up everywhere."""
        if self._pool is not None:
            await self._pool.aclose()
        self._network.close()

    async def _follow(self, address: Address, question: _Question) -> Fetched:
        first = address.origin
        for _redirect in range(question.redirects_max + 1):
            headers = question.headers if address.origin == first else {}
            answer = await self._ask(address, question, headers)
            if isinstance(answer, Fetched):
                return answer
            address = next_address(address, answer)
        raise Elsewhere(_("That address leads from one place to the next without an end."))

    async def _ask(self, address: Address, question: _Question, headers: Mapping[str, str]) -> Fetched | str:
        """Ask once. Gives the answer, or where it says to ask instead."""
        turn = self._turns.setdefault(address.host, asyncio.Semaphore(AT_ONE_HOST_MAX))
        async with (
            turn,
            self._connections().stream(
                question.method,
                httpcore.URL(
                    scheme=address.scheme, host=address.host, port=address.port, target=address.target.encode()
                ),
                headers=list(self._headers(address, question, headers).items()),
                content=question.body or None,
            ) as response,
        ):
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status in MOVED and question.redirects_max > 0 and said.get("location"):
                return _as_text(said["location"])
            return await _read(address, question, response, said)

    def _connections(self) -> httpcore.AsyncConnectionPool:
        """Make the pool at the first question: most web processes never ask one."""
        if self._pool is None:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=certificates(),
                max_connections=CONNECTIONS_MAX,
                max_keepalive_connections=KEPT_CONNECTIONS_MAX,
                keepalive_expiry=KEPT_S,
                network_backend=self._network,
            )
        return self._pool

    def _headers(self, address: Address, question: _Question, given: Mapping[str, str]) -> dict[str, str]:
        own = {
            "Host": address.authority,
            "User-Agent": self._agent,
            "Accept": ", ".join(question.accept) or "*/*",
            "Accept-Encoding": "gzip",
        }
        if question.body or question.method not in ("GET", "HEAD"):
            own["Content-Length"] = str(len(question.body))
        taken = {name.lower() for name in given}
        return {name: value for name, value in own.items() if name.lower() not in taken} | dict(given)


@contextmanager
def _failing_in_words(address: Address) -> Iterator[None]:
    try:
        yield
    except Elsewhere as error:
        log.info("outside.refused", host=address.host, error=repr(error))
        raise
    except (TimeoutError, httpcore.TimeoutException) as error:
        log.info("outside.slow", host=address.host)
        raise Elsewhere(_("That server is not answering.")) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        log.info("outside.failed", host=address.host, error=repr(error))
        raise Elsewhere(_("That server cannot be reached.")) from error


async def _read(address: Address, question: _Question, response: httpcore.Response, said: dict[str, str]) -> Fetched:
    media_type, charset = _kind(said.get("content-type", ""))
    is_ok = 200 <= response.status < 300
    if is_ok and question.accept and not _is_accepted(media_type, question.accept):
        raise Elsewhere(_("That server answered with something else than was asked for."))
    body, is_whole = b"", True
    if question.method != "HEAD":
        encoding = said.get("content-encoding", "")
        body, is_whole = await read_body(response.aiter_stream(), encoding, bytes_max=question.bytes_max)
    if not is_whole and is_ok and not question.cut:
        raise Elsewhere(_("That server's answer is too long."))
    return Fetched(
        status=response.status,
        url=str(address),
        headers=said,
        body=body,
        is_whole=is_whole,
        media_type=media_type,
        charset=charset,
    )


def _kind(content_type: str) -> tuple[str, str | None]:
    message = Message()
    message["content-type"] = content_type.replace("\r", "").replace("\n", "")
    return (message.get_content_type() if content_type else ""), message.get_content_charset()


def _is_accepted(media_type: str, accept: Sequence[str]) -> bool:
    wanted = [one.partition(";")[0].strip().lower() for one in accept]
    return any(one in ("*/*", media_type, f"{media_type.partition('/')[0]}/*") for one in wanted)


def _as_text(location: str) -> str:
    """Read a header as the UTF-8 that servers write there."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeDecodeError:
        return location
