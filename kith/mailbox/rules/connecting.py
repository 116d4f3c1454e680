"""What an owner says about a mailbox, read and bounded."""

import re

import idna
import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.mailbox.model import FOOT_MAX, HOST_MAX, KEPT_DAYS_MAX, PASSWORD_MAX, USER_MAX, MailServer, Security
from kith.mailbox.rules.reading import address_in

_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*|[0-9a-f:]{2,45}")


class ServerWish(msgspec.Struct, frozen=True, kw_only=True):
    """How a server is reached. An empty password leaves the one that is kept, as long as the server stays the same."""

    host: str
    port: int
    security: Security = "tls"
    user: str = ""
    password: str = ""


class MailboxWish(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox: its address, where it is read, by which server answers go out, what stands below them."""

    address: str
    reading: ServerWish
    sending: ServerWish
    foot: str = ""
    kept_days: int


def tidied_address(given: str) -> str:
    """Give a mail address as it is kept. Raises `Invalid` for what is none."""
    found = address_in(given) if given.isprintable() else ""
    if not found or found != given.strip().lower():
        raise Invalid(_("That is no mail address."), field="address")
    return found


def tidied_server(wish: ServerWish, use: str) -> MailServer:
    """Give a server as it is kept; `use` names the fields. Raises `Invalid`."""
    if not 0 < wish.port < 65_536:
        raise Invalid(_("A port is a number from 1 to 65535."), field=f"{use}_port")
    user = wish.user.strip()
    for name, text, length_max in (("user", user, USER_MAX), ("password", wish.password, PASSWORD_MAX)):
        # A line break would begin a command of its own.
        if len(text) > length_max or not text.isprintable():
            raise Invalid(_("That cannot be used here: it is too long, or holds a line break."), field=f"{use}_{name}")
    return MailServer(host=_host(wish.host, f"{use}_host"), port=wish.port, security=wish.security, user=user)


def tidied_foot(given: str) -> str:
    """Give what stands below each answer. Raises `Invalid` where it is too long."""
    return clean(given, length_max=FOOT_MAX, field="foot", characters_max=FOOT_MAX)


def check_kept_days(days: int) -> int:
    """Give for how many days mail is kept. Raises `Invalid` for what is no such time."""
    if not 30 <= days <= KEPT_DAYS_MAX:
        raise Invalid(_("Choose between a month and ten years."), field="kept_days")
    return days


def _host(given: str, field: str) -> str:
    host = given.strip().lower().removesuffix(".").removeprefix("[").removesuffix("]")
    try:
        host = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise Invalid(_("That is no name of a server."), field=field) from error
    if not _HOST.fullmatch(host) or len(host) > HOST_MAX:
        raise Invalid(_("That is no name of a server. It looks like mail.example.org."), field=field)
    return host
