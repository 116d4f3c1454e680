"""The plug of finding."""

from kith.base.feature import Feature
from kith.finding.jobs import LISTENERS, NIGHTLY
from kith.finding.model import FindingWishes, StatedPast
from kith.finding.web import ROUTES

FEATURE = Feature(
    name="finding",
    records=(FindingWishes, StatedPast),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
