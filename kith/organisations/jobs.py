"""What organisations refuse before it happens, hear of afterwards, and do at night."""

from datetime import time

from kith.base.work import Gate, Listener, Nightly, Work
from kith.organisations.actions.parting import check_may_leave, forget_everything
from kith.organisations.actions.recording import tidy_acts
from kith.people.model import Leave, Left


async def _may_leave(work: Work, intent: Leave) -> None:
    await check_may_leave(work, intent.account_id)


async def _left(work: Work, fact: Left) -> None:
    await forget_everything(work, fact.account_id)


GATES = (Gate(Leave, _may_leave),)
LISTENERS = (Listener(Left, "organisations.left", _left),)
NIGHTLY = (Nightly(name="organisations.acts", at=time(3, 35), run=tidy_acts),)
