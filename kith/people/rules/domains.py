"""What the name of a server is."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.people.model import DOMAIN_MAX

_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+(:[0-9]{1,5})?\Z")


def check_domain(text: str, *, own: str) -> str:
    """Give the name of another server as addresses of its people have it: lower case, in ASCII.

    An address of a page there will do as well. Raises `Invalid` for what names no server, or this very one.
    """
    name = text.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")[0]
    name = name.rpartition("@")[2].rstrip(".")
    try:
        domain = name.encode("idna").decode() if name and not name.isascii() else name
    except UnicodeError:
        domain = ""
    if len(domain) > DOMAIN_MAX or not _DOMAIN.match(domain):
        raise Invalid(_("Write the name of a server, such as “example.social”."), field="domain")
    if domain == own.lower():
        raise Invalid(_("That is this server. Mute or block people here one by one."), field="domain")
    return domain


def may_name(address: str, domains: Iterable[str]) -> bool:
    """Answer whether the site of an address stands in a list of sites, by itself or below one that does."""
    host = urlsplit(address).netloc
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
