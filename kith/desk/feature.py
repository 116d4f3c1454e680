"""The plug of the desk."""

from kith.base.feature import Feature
from kith.desk.jobs import LISTENERS
from kith.desk.model import Bundle, Case, CaseCount, CaseEvent, CaseWords, DeskSettings, SavedReply
from kith.desk.web import LIVE, ROUTES, SLOTS

FEATURE = Feature(
    name="desk",
    records=(Case, Bundle, CaseEvent, CaseWords, CaseCount, DeskSettings, SavedReply),
    routes=ROUTES,
    listeners=LISTENERS,
    slots=SLOTS,
    live=LIVE,
)
