"""What conversations do when somebody left for good."""

from kith.base.work import Listener, Work
from kith.conversations.actions.leaving import forget
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
