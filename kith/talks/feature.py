"""The plug of talks."""

from kith.base.feature import Feature
from kith.talks.jobs import LISTENERS
from kith.talks.model import Talk, TalkMessage

FEATURE = Feature(name="talks", records=(Talk, TalkMessage), listeners=LISTENERS)
