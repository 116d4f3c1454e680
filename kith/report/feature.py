"""The plug of the report."""

from kith.base.feature import Feature
from kith.report.jobs import LISTENERS, NIGHTLY
from kith.report.model import AskedQuestion, QuestionAnswer, QuestionSorting
from kith.report.web import ROUTES

FEATURE = Feature(
    name="report",
    records=(AskedQuestion, QuestionAnswer, QuestionSorting),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
