"""What people do when the time has come, and when somebody left for good."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.people.actions.mutes import tidy_mutes
from kith.people.actions.parting import part_from_everybody
from kith.people.actions.proving import send_new_password_link
from kith.people.model import Left, PasswordForgotten


async def _after_leaving(work: Work, fact: Left) -> None:
    await part_from_everybody(work, fact.account_id)


async def _send_link(work: Work, fact: PasswordForgotten) -> None:
    await send_new_password_link(work, fact.email, language=fact.language)


LISTENERS = (
    Listener(Left, "people.part_from_everybody", _after_leaving),
    Listener(PasswordForgotten, "people.send_new_password_link", _send_link),
)
NIGHTLY = (Nightly(name="people.mutes", at=time(3, 15), run=tidy_mutes),)
