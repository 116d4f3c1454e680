"""What may be asked outside: addresses as text, and the numbers behind them. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

from kith.base.core.errors import Elsewhere
from kith.base.core.words import _

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

URL_LENGTH_MAX = 4000  # what browsers and proxies pass on without trouble
PORTS = {"http": 80, "https": 443}

# IANA's special-purpose registry, and what is reached from inside a data centre only. Python's own `is_global` is not
# asked: it answers differently from 3.11.2 to 3.13, and calls multicast and Azure's inner address global.
_CLOSED_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # "this network": Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",
        "100.64.0.0/10",  # carriers' own, and Alibaba's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata, though it looks public
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments, and Oracle's metadata
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4's way in
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Of IPv6 only what is handed out as global unicast is open at all: not ::1, not fc00::/7, not fe80::/10, not what is
# mapped (::ffff:0:0/96), not multicast.
_OPEN_6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    ipaddress.IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments, with Teredo's tunnel, which hides an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4: a tunnel to whatever IPv4 address it holds
        "3fff::/20",
    )
)
# A network without IPv4 reaches the rest of the world through this prefix alone (RFC 6052). What it holds is judged
# as itself; the gateway might know a way to 10.0.0.1.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_SERVER = re.compile(r"(\[[^\[\]]+\]|[^\[\]:@]+)(:[0-9]*)?")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class Forbidden(Elsewhere):
    """That address is none this server asks. Trying again does not help."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """A web address taken apart, ready to be asked: `host` without brackets, `target` with path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Give the host, and the port where it is not the usual one, as the Host header says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Give the server without what is asked of it."""
        return f"{self.scheme}://{self.authority}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse_address(url: str) -> Address:
    """Take a web address apart. Raises `Forbidden` for what is none, or none a server should ask."""
    url = url.strip()
    if len(url) > URL_LENGTH_MAX or _CONTROL.search(url) or "\\" in url:
        raise _not_an_address()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _not_an_address() from error
    if not _SERVER.fullmatch(parts.netloc) or parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise _not_an_address()
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    return Address(
        scheme=parts.scheme,
        host=_host(parts.hostname),
        port=port or PORTS[parts.scheme],
        target=(_quoted(parts.path) or "/") + query,
    )


def next_address(address: Address, location: str) -> Address:
    """Give where a redirect leads. Raises `Forbidden` as `parse_address` does."""
    try:
        return parse_address(urljoin(str(address), location.strip()))
    except ValueError as error:
        raise _not_an_address() from error


def may_connect(ip: IpAddress, port: int, *, ports: frozenset[int], loopback: bool) -> bool:
    """Answer whether this server may connect there; with `loopback` also to any port of its own machine."""
    if loopback and ip.is_loopback:
        return True
    return port in ports and is_outside(ip)


def is_outside(ip: IpAddress) -> bool:
    """Answer whether an address is out in the world, for anybody to reach."""
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _CLOSED_4)
    if ip.scope_id is not None:
        return False
    if ip in _NAT64:
        return is_outside(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    return ip in _OPEN_6 and not any(ip in network for network in _CLOSED_6)


def _host(given: str) -> str:
    """Give the one spelling of a host. A number is a whole address, or no host: not 0x7f.1, not 2130706433."""
    if ":" in given:
        return _literal(given)
    try:
        name = (given if given.isascii() else idna.encode(given, uts46=True).decode()).lower().removesuffix(".")
    except idna.IDNAError as error:
        raise _not_an_address() from error
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _not_an_address()
    return _literal(name) if _NUMBER.fullmatch(labels[-1]) else name


def _literal(given: str) -> str:
    try:
        if "%" in given:
            raise _not_an_address()
        return str(ipaddress.ip_address(given))
    except ValueError as error:
        raise _not_an_address() from error


def _quoted(text: str) -> str:
    """Write what is not plain ASCII as %XX, and leave what is written so already."""
    return quote(text, safe="!$%&'()*+,/:;=?@[]~-._", errors="replace")


def _not_an_address() -> Forbidden:
    return Forbidden(_("That is not an address this server can ask."))
