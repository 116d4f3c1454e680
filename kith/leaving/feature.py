"""The plug of leaving."""

from kith.base.feature import Feature
from kith.leaving.jobs import LISTENERS, NIGHTLY
from kith.leaving.model import Taking
from kith.leaving.web import ROUTES

FEATURE = Feature(name="leaving", records=(Taking,), routes=ROUTES, listeners=LISTENERS, nightly=NIGHTLY)
