"""Pure rules of link cards: which link of a text has one, when a page is read again, what its card says."""

from kith.cards.rules.addresses import address_of, card_id_of, first_address
from kith.cards.rules.saying import (
    Embedded,
    Said,
    bare_card,
    card_from,
    creator_of,
    picture_alt,
    read_embedded,
    read_said,
)
from kith.cards.rules.timing import is_due

__all__ = [
    "Embedded",
    "Said",
    "address_of",
    "bare_card",
    "card_from",
    "card_id_of",
    "creator_of",
    "first_address",
    "is_due",
    "picture_alt",
    "read_embedded",
    "read_said",
]
