"""The plug of offers."""

from kith.base.feature import Feature
from kith.offers.jobs import GATES, LISTENERS, NIGHTLY
from kith.offers.model import LineCrossing, OfferCorrection, PostKind
from kith.offers.web import ROUTES, SLOTS

FEATURE = Feature(
    name="offers",
    records=(PostKind, OfferCorrection, LineCrossing),
    routes=ROUTES,
    slots=SLOTS,
    gates=GATES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
