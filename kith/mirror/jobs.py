"""What the mirror hears of, and does on Monday mornings and at night."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.mirror import store
from kith.mirror.actions.looking import find_lost, look
from kith.mirror.model import WINDOW_DAYS, MirrorDue
from kith.people.model import DoneUnopened, Left, Unfollowed


async def _unopened(work: Work, fact: DoneUnopened) -> None:
    await store.note_unopened(
        work.db,
        fact.author_id,
        fact.reader_id,
        now=work.now,
        today=work.now.replace(hour=0, minute=0, second=0, microsecond=0),
        since=work.now - timedelta(days=WINDOW_DAYS),
    )


async def _unfollowed(work: Work, fact: Unfollowed) -> None:
    await store.note_unfollowed(work.db, fact.followee_id, fact.follower_id, now=work.now)


async def _left(work: Work, fact: Left) -> None:
    await store.delete(work.db, fact.account_id)
    await store.forget_other(work.db, fact.account_id)


def _by_follower(fact: Unfollowed) -> bool:
    return fact.by_follower


LISTENERS = (
    Listener(MirrorDue, "mirror.due", look),
    Listener(DoneUnopened, "mirror.unopened", _unopened),
    Listener(Unfollowed, "mirror.unfollowed", _unfollowed, wants=_by_follower),
    Listener(Left, "mirror.left", _left),
)
NIGHTLY = (Nightly("mirror.lost", time(3, 55), find_lost),)
