"""When somebody may take everything with them."""

from datetime import datetime, timedelta

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.leaving.model import AGAIN_HOURS, KEPT_DAYS, Taking


def check_may_ask(last: Taking | None, now: datetime) -> None:
    """Raise `Refused` while one is being packed, or was asked for a short time ago. One that failed may be repeated."""
    if not may_ask(last, now):
        raise Refused(_("You asked for it less than a day ago. Once a day is as often as it goes."))


def may_ask(last: Taking | None, now: datetime) -> bool:
    """Answer whether enough time has passed."""
    return last is None or last.state == "failed" or now - last.asked_at >= timedelta(hours=AGAIN_HOURS)


def expires_at(taking: Taking) -> datetime:
    """Tell until when it can be fetched."""
    return (taking.done_at or taking.asked_at) + timedelta(days=KEPT_DAYS)


def is_there(taking: Taking | None, now: datetime) -> bool:
    """Tell whether there is a file to fetch."""
    return taking is not None and taking.state == "done" and now < expires_at(taking)
