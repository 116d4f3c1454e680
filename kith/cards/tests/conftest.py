"""The web that the tests of link cards read, for all of them."""

from kith.cards.tests.test_cards import web

__all__ = ["web"]
