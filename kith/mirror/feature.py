"""The plug of the mirror."""

from kith.base.feature import Feature
from kith.mirror.jobs import LISTENERS, NIGHTLY
from kith.mirror.model import LessSaid, Mirror, MirrorWeek, NeedlessReply
from kith.mirror.web import ROUTES, SLOTS

FEATURE = Feature(
    name="mirror",
    records=(Mirror, MirrorWeek, NeedlessReply, LessSaid),
    routes=ROUTES,
    slots=SLOTS,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
