"""The plug of announcements."""

from kith.announcements import store
from kith.announcements.actions.announcing import show_what_is_due
from kith.announcements.model import Announcement, AnnouncementDue, AnnouncementEmoji, PutAway, Reaction
from kith.announcements.web import ROUTES, SLOTS
from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.people.model import Left


async def _due(work: Work, fact: AnnouncementDue) -> None:
    await show_what_is_due(work, fact.announcement_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


FEATURE = Feature(
    name="announcements",
    records=(Announcement, PutAway, AnnouncementEmoji, Reaction),
    routes=ROUTES,
    slots=SLOTS,
    listeners=(
        Listener(AnnouncementDue, "announcements.due", _due),
        Listener(Left, "announcements.left", _left),
    ),
)
