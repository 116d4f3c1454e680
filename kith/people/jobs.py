"""What people do when the time has come, and when somebody left for good."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.people.actions.mutes import tidy_mutes
from kith.people.actions.parting import part_from_everybody
from kith.people.model import Left


async def _after_leaving(work: Work, fact: Left) -> None:
    await part_from_everybody(work, fact.account_id)


RELATION_LISTENERS = (Listener(Left, "people.part_from_everybody", _after_leaving),)
RELATION_NIGHTLY = (Nightly(name="people.mutes", at=time(3, 15), run=tidy_mutes),)
