"""The plug of moderation."""

from datetime import time

from kith.base.feature import Feature
from kith.base.work import Gate, Listener, Nightly, Work
from kith.moderation import store
from kith.moderation.actions.handling import forget_old_reports
from kith.moderation.actions.suggesting import check_no_report
from kith.moderation.model import Report, ReportedPost, ReportNote
from kith.moderation.web import ROUTES, SLOTS
from kith.people.model import Left
from kith.ties.model import SuggestPerson


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


FEATURE = Feature(
    name="moderation",
    records=(Report, ReportedPost, ReportNote),
    routes=ROUTES,
    slots=SLOTS,
    gates=(Gate(SuggestPerson, check_no_report),),
    listeners=(Listener(Left, "moderation.left", _left),),
    nightly=(Nightly(name="moderation.tidy", at=time(3, 50), run=forget_old_reports),),
)
