"""The plug of link cards."""

from kith.base.feature import Feature
from kith.cards.jobs import LISTENERS
from kith.cards.model import LinkCard

FEATURE = Feature(name="cards", records=(LinkCard,), listeners=LISTENERS)
