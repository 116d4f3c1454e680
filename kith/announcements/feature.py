"""The plug of announcements."""

from datetime import time

from kith.announcements import store
from kith.announcements.actions.announcing import show_what_is_due
from kith.announcements.actions.reacting import tidy_emoji
from kith.announcements.model import Announcement, AnnouncementDue, AnnouncementEmoji, PutAway, Reaction
from kith.announcements.web import ROUTES, SLOTS
from kith.base.feature import Feature
from kith.base.work import Listener, Nightly, Work
from kith.people.model import Left


async def _due(work: Work, fact: AnnouncementDue) -> None:
    await show_what_is_due(work, fact.announcement_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)
    await tidy_emoji(work)


FEATURE = Feature(
    name="announcements",
    records=(Announcement, PutAway, AnnouncementEmoji, Reaction),
    routes=ROUTES,
    slots=SLOTS,
    listeners=(
        Listener(AnnouncementDue, "announcements.due", _due),
        Listener(Left, "announcements.left", _left),
    ),
    nightly=(Nightly(name="announcements.emoji", at=time(3, 55), run=tidy_emoji),),
)
