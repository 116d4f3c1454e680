"""Which link of a text has a card, and the one form in which the same address is the same."""

from hashlib import blake2b
from urllib.parse import urljoin, urlsplit

from kith.base.core.errors import Elsewhere
from kith.base.core.ids import ID_MAX, Id
from kith.base.core.text import find_links
from kith.base.outside import parse_address
from kith.cards.model import ADDRESS_MAX


def first_address(text: str, *, domain: str) -> str | None:
    """Give the first link in a text that leads away from this server (`domain`), in normal form."""
    for link in find_links(text):
        address = address_of(link)
        if address is not None and _server(address) != domain.lower():
            return address
    return None


def address_of(link: str, *, base: str | None = None) -> str | None:
    """Give a link in normal form: one spelling of its host, nothing after `#`. `None`: nothing that can be asked."""
    try:
        address = str(parse_address(urljoin(base, link.strip()) if base else link))
    except (Elsewhere, ValueError):
        return None
    return address if len(address) <= ADDRESS_MAX else None


def card_id_of(address: str, secret: bytes) -> Id:
    """Give the id of an address's card. Nobody outside can tell two addresses that would have the same."""
    digest = blake2b(address.encode(), digest_size=8, key=secret[:64], person=b"link card").digest()
    return Id(int.from_bytes(digest) & ID_MAX or 1)


def _server(address: str) -> str:
    return urlsplit(address).netloc
