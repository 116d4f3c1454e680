"""Connections to mail servers: a name is looked up here, and what it stands for is judged before it is connected to.

Whoever connects a mailbox writes the name of a server, and must not be able to make this one knock at doors that only
it can reach. Between looking up and connecting nothing is looked up again.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from functools import cache

from kith.base.core.errors import Elsewhere, Refused
from kith.base.core.words import _
from kith.base.outside import certificates, is_outside
from kith.mailbox.model import MailServer
from kith.settings import Network

# Where mail servers listen in the world: what else there is at a host is none of this server's business.
PORTS = frozenset({25, 143, 465, 587, 993, 2525})
CONNECT_WITHIN_S = 6.0
ADDRESSES_MAX = 3


class NotOutside(Refused):
    """That host is none this server connects to. Trying again does not help."""


class Wrong(Elsewhere):
    """The server says no: to the password, the address, the mail. Trying again does not help."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """A mail server with the password, and in which networks of the operator's own it may stand."""

    server: MailServer
    password: str
    networks: tuple[Network, ...]


def dial(access: Access) -> socket.socket:
    """Connect to one of the addresses of a host: blocks. Raises `NotOutside` where none may be, `Elsewhere`."""
    server = access.server
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Elsewhere(
            _("There is no server called {host}. Look at how it is written.").format(host=server.host)
        ) from error
    ips = list(dict.fromkeys(str(one[4][0]) for one in found))
    allowed = [one for one in ips if _may_dial(one, access)]
    if not allowed:
        raise NotOutside(_refusal(ips, access))
    for ip in allowed[:ADDRESSES_MAX]:
        try:
            return socket.create_connection((ip, server.port), timeout=CONNECT_WITHIN_S)
        except OSError:
            continue
    raise Elsewhere(
        _("Nothing answers at {host}, port {port}. Look at both; a firewall may be in the way.").format(
            host=server.host, port=server.port
        )
    )


@cache
def trusted() -> ssl.SSLContext:
    """Give by which certificates mail servers are known."""
    return certificates()


def distrusted(host: str) -> Elsewhere:
    """Say that a server does not prove who it is."""
    return Elsewhere(
        _("{host} has no valid certificate for that name. Look at the name, and at how it is secured.").format(
            host=host
        )
    )


def _may_dial(address: str, access: Access) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if any(ip.version == one.version and ip in one for one in access.networks):
        return True
    return access.server.security != "none" and access.server.port in PORTS and is_outside(ip)


def _refusal(ips: list[str], access: Access) -> str:
    out = any(is_outside(ipaddress.ip_address(one.partition("%")[0])) for one in ips)
    if out and access.server.security == "none":
        return _("Without TLS the password could be read on the way. Choose TLS or STARTTLS.")
    if out:
        return _("Mail servers listen at ports 993, 143, 465, 587, 25 or 2525. Choose one of these.")
    return _("That server is not out in the world, so this one does not connect to it. Its operator can allow it.")
