"""The plug of notices."""

from kith.base.feature import Feature
from kith.notices.jobs import LISTENERS, NIGHTLY
from kith.notices.model import Notice, NoticeMark, NoticePolicy, NoticeRequest, NoticeSilence, NoticeWelcome, Severance
from kith.notices.web import LIVE, ROUTES, SLOTS

FEATURE = Feature(
    name="notices",
    records=(Notice, NoticeMark, NoticePolicy, NoticeRequest, NoticeSilence, NoticeWelcome, Severance),
    routes=ROUTES,
    listeners=LISTENERS,
    slots=SLOTS,
    nightly=NIGHTLY,
    live=LIVE,
)
