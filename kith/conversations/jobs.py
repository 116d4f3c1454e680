"""What conversations do when somebody left for good."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.conversations.actions.leaving import forget
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.model import ForgettingLeft
from kith.people.model import Left


async def _left(work: Work, fact: Left) -> None:
    await forget(work, fact.account_id)


async def _more(work: Work, fact: ForgettingLeft) -> None:
    await forget(work, fact.account_id)


LISTENERS = (
    Listener(Left, "conversations.left", _left),
    Listener(ForgettingLeft, "conversations.more_of_who_left", _more),
)
NIGHTLY = (Nightly("conversations.vanished", time(3, 50), delete_vanished),)
