"""What offers look at before, hear of afterwards, and do at night."""

from datetime import time, timedelta

from kith.base.core.ids import first_id_at
from kith.base.work import Gate, Listener, Nightly, Work
from kith.offers import store
from kith.offers.actions.answering import end_when_due
from kith.offers.actions.declaring import weigh_edit, weigh_post
from kith.offers.model import LineDue
from kith.offers.rules import WINDOW_DAYS
from kith.people.model import Left
from kith.posts.model import Deleted, Edit, Publish


async def _deleted(work: Work, fact: Deleted) -> None:
    """What is older than anybody asks for goes with its post; the rest at night, when it is."""
    since_id = first_id_at(work.now - timedelta(days=WINDOW_DAYS))
    await store.forget_kind(work.db, fact.author_id, fact.post_id, since_id=since_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_kinds(work.db, fact.account_id)
    await store.forget_corrections(work.db, fact.account_id)
    await store.forget_crossings(work.db, fact.account_id)


async def _tidy(work: Work) -> None:
    await store.forget_old_kinds(work.db, since_id=first_id_at(work.now - timedelta(days=WINDOW_DAYS)))


GATES = (Gate(Publish, weigh_post), Gate(Edit, weigh_edit))
LISTENERS = (
    Listener(Deleted, "offers.deleted", _deleted, wants=lambda fact: fact.repost_of_id is None),
    Listener(Left, "offers.left", _left),
    Listener(LineDue, "offers.due", end_when_due),
)
NIGHTLY = (Nightly("offers.tidy", time(3, 45), _tidy),)
