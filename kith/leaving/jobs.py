"""What happens by itself."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.leaving.actions import expire, forget, pack
from kith.leaving.model import TakingAsked
from kith.people.model import Left


async def _pack(work: Work, fact: TakingAsked) -> None:
    await pack(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await forget(work, fact.account_id)


LISTENERS = (
    Listener(TakingAsked, "leaving.pack", _pack, writes=False),
    Listener(Left, "leaving.left", _left),
)
NIGHTLY = (Nightly(name="leaving.expire", at=time(4, 10), run=expire),)
