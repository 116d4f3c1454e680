"""The plug of topics."""

from kith.base.feature import Feature
from kith.topics.jobs import LISTENERS
from kith.topics.model import DeclaredTopic, OwnTopic, TopicCorrection, TopicScores
from kith.topics.web import ROUTES

FEATURE = Feature(
    name="topics",
    records=(OwnTopic, DeclaredTopic, TopicCorrection, TopicScores),
    routes=ROUTES,
    listeners=LISTENERS,
)
