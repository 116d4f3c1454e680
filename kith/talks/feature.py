"""The plug of talks."""

from kith.base.feature import Feature
from kith.talks.jobs import LISTENERS, NIGHTLY
from kith.talks.model import Talk, TalkMessage
from kith.talks.web import LIVE, ROUTES, SLOTS

FEATURE = Feature(
    name="talks",
    records=(Talk, TalkMessage),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
    slots=SLOTS,
    live=LIVE,
)
