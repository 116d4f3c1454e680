"""What happens to media by itself."""

import time
from datetime import time as clock_time
from datetime import timedelta

from kith.base.work import Listener, Nightly, Work
from kith.media import store
from kith.media.actions import clear_incoming, discard, forget_pictures_of, keep_what_is_worn, prepare
from kith.media.model import UNUSED_HOURS, MediumCame
from kith.people.model import Left, ProfileChanged

BATCH = 200


async def delete_unused(work: Work) -> None:
    """Delete uploads that were never used, and pictures of posts that are gone."""
    before = work.now - timedelta(hours=UNUSED_HOURS)
    while media := await store.unused_media(work.db, before=before, limit=BATCH):
        await discard(work, media)
    await clear_incoming(work.house, now_s=time.time())


async def make_ready(work: Work, fact: MediumCame) -> None:
    """Make a video or a recording ready."""
    await prepare(work, fact)


async def delete_pictures_of(work: Work, fact: Left) -> None:
    """Delete all pictures of somebody who left."""
    await forget_pictures_of(work, fact.account_id)


async def let_go_of_old_portraits(work: Work, fact: ProfileChanged) -> None:
    """Give up pictures that somebody shows no longer; the night removes them."""
    await keep_what_is_worn(work, fact.account_id)


LISTENERS = (
    Listener(fact=MediumCame, name="media.prepare", run=make_ready),
    Listener(fact=Left, name="media.left", run=delete_pictures_of),
    Listener(fact=ProfileChanged, name="media.portraits", run=let_go_of_old_portraits),
)
NIGHTLY = (Nightly(name="media.unused", at=clock_time(3, 40), run=delete_unused),)
