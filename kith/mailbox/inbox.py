"""Reading a mailbox by IMAP: looked at, and never changed. Everything here blocks, and is asked in a thread.

The server at the other end is whoever an owner named: what it may send is bounded in bytes, and so is the time.
"""

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date

import msgspec

from kith.base.core.errors import Elsewhere
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.mailbox.dialling import Access, Wrong, dial, distrusted, trusted
from kith.mailbox.model import MAIL_MAX_BYTES

ANSWER_WITHIN_S = 20.0
SESSION_MAX_S = 240.0
SESSION_MAX_BYTES = 8 * MAIL_MAX_BYTES
BEGINNING_BYTES = 512_000  # of a mail that is too large: its words come before what is attached
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
_NUMBERS = re.compile(rb"\d{1,10}")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far a mailbox counts, and by which counting."""

    uid_validity: Id
    next_uid: Id


class _Client(imaplib.IMAP4):
    """The library's client over a connection that was judged, within bounds."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._bytes = 0
        self._until = time.monotonic() + SESSION_MAX_S
        super().__init__(access.server.host, access.server.port)

    def _create_socket(self, timeout: float | None) -> socket.socket:  # noqa: ARG002 - as the library calls it
        connection = dial(self._access)
        connection.settimeout(ANSWER_WITHIN_S)
        if self._access.server.security != "tls":
            return connection
        return trusted().wrap_socket(connection, server_hostname=self._access.server.host)

    def read(self, size: int) -> bytes:
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > SESSION_MAX_BYTES or size > MAIL_MAX_BYTES + 100_000 or time.monotonic() > self._until:
            raise self.abort("too much")


class Inbox:
    """An open mailbox."""

    def __init__(self, client: _Client) -> None:
        self._client = client

    def place(self) -> Place:
        """Open INBOX to read it only, and tell how far it counts."""
        self._ask(self._client.select("INBOX", readonly=True))
        found = {name: self._client.response(name)[1] for name in ("UIDVALIDITY", "UIDNEXT")}
        numbers = {name: int(match[0]) for name, one in found.items() if (match := _number(one))}
        if "UIDVALIDITY" not in numbers:
            raise _unreadable()
        next_uid = numbers.get("UIDNEXT") or max([*self.since_uid(1), 0]) + 1
        return Place(uid_validity=Id(numbers["UIDVALIDITY"]), next_uid=Id(next_uid))

    def since_uid(self, uid: int) -> list[int]:
        """List the mails from a UID on, in order."""
        return [one for one in self._search(f"UID {uid}:*") if one >= uid]  # `*` is the last one, even before `uid`

    def since_day(self, day: date) -> list[int]:
        """List the mails that came on a day or later."""
        return self._search(f"SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")

    def fetch(self, uid: int) -> tuple[bytes, bool] | None:
        """Give a mail without marking it as read, and whether it was cut; `None` where it is gone."""
        sizes = [_SIZE.search(one) for one in _lines(self._ask(self._client.uid("FETCH", str(uid), "(RFC822.SIZE)")))]
        size = next((int(one[1]) for one in sizes if one), None)
        if size is None:
            return None
        what = "(BODY.PEEK[])" if size <= MAIL_MAX_BYTES else f"(BODY.PEEK[]<0.{BEGINNING_BYTES}>)"
        answer = self._ask(self._client.uid("FETCH", str(uid), what))
        raw = next((one[1] for one in answer if isinstance(one, tuple) and len(one) > 1), None)
        return (raw, size > MAIL_MAX_BYTES) if isinstance(raw, bytes) else None

    def _search(self, what: str) -> list[int]:
        lines = _lines(self._ask(self._client.uid("SEARCH", *what.split())))
        return sorted({int(one) for line in lines for one in _NUMBERS.findall(line)} - {0})

    def _ask(self, answer: tuple[str, Sequence[object]]) -> Sequence[object]:
        if answer[0] != "OK":
            raise _unreadable()
        return answer[1]


@contextmanager
def opened(access: Access) -> Iterator[Inbox]:
    """Open a mailbox with a user and a password. Raises `Wrong` for a password, `Elsewhere`, `NotOutside`."""
    with failing(access.server.host):
        client = _Client(access)
    try:
        with failing(access.server.host):
            if access.server.security == "starttls":
                client.starttls(trusted())
            _sign_in(client, access)
            yield Inbox(client)
    finally:
        with suppress(OSError):  # where TLS failed the socket is closed already
            client.shutdown()


@contextmanager
def failing(host: str) -> Iterator[None]:
    """Say in words what went wrong with a server."""
    try:
        yield
    except ssl.SSLError as error:
        raise distrusted(host) from error
    except (imaplib.IMAP4.error, OSError, ValueError, EOFError) as error:
        raise _unreadable() from error


def _sign_in(client: _Client, access: Access) -> None:
    try:
        if access.server.user.isascii() and access.password.isascii():
            client.login(access.server.user, access.password)
        else:
            words = f"\0{access.server.user}\0{access.password}".encode()
            client.authenticate("PLAIN", lambda _challenge: words)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Wrong(
            _("{host} does not take this user and password for reading. Some want a password made for apps.").format(
                host=access.server.host
            )
        ) from error


def _lines(answer: Sequence[object]) -> list[bytes]:
    return [one for part in answer for one in (part if isinstance(part, tuple) else (part,)) if isinstance(one, bytes)]


def _number(answer: Sequence[object]) -> re.Match[bytes] | None:
    return next((match for one in answer if isinstance(one, bytes) and (match := _NUMBERS.fullmatch(one))), None)


def _unreadable() -> Elsewhere:
    return Elsewhere(_("The mailbox could not be read: its server did not answer as one for IMAP does."))
