"""Quiet things beside Home, each about one person: a birthday of these days, and somebody to hear from."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kith.base.core.words import _
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.friends.actions import birthdays_soon, quiet_friend, waiting
from kith.friends.web.due import NEAR_DAYS, birthday_line
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One of them: what it is, one true sentence, and the one thing to do."""

    key: str
    icon: str
    title: str
    account: Account
    line: str
    at: datetime | None
    word: str


async def beside_home(work: Work, speaking: Any) -> list[Beside]:
    """Gather them, at most two."""
    found = (await _birthday(work, speaking), await _somebody(work))
    return [one for one in found if one is not None]


async def _birthday(work: Work, speaking: Any) -> Beside | None:
    """Name whose birthday comes next, within three days."""
    today = work.now.date()
    near = next((one for one in await birthdays_soon(work) if one.on - today <= timedelta(days=NEAR_DAYS)), None)
    if near is None:
        return None
    return Beside(
        key="birthday",
        icon="cake",
        title=_("A birthday"),
        account=near.account,
        line=birthday_line(near, today, speaking),
        at=None,
        word=_("Write a line"),
    )


async def _somebody(work: Work) -> Beside | None:
    """Name who waits to hear; where nobody does, somebody close with whom it has been quiet."""
    found = await waiting(work, limit=1)
    if found:
        return Beside(
            key="waiting",
            icon="mail",
            title=_("Waiting to hear from you"),
            account=found[0].account,
            line=_("{name} wrote to you").format(name=first_name(found[0].account)),
            at=found[0].at,
            word=_("Answer"),
        )
    quiet = await quiet_friend(work)
    if quiet is None:
        return None
    return Beside(
        key="quiet",
        icon="message-circle",
        title=_("Somebody to hear from"),
        account=quiet.account,
        line=_("You and {name} last talked").format(name=first_name(quiet.account)),
        at=quiet.at,
        word=_("Write a line"),
    )
