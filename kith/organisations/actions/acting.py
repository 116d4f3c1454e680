"""Acting for an organisation in one's browser, and being oneself again."""

from kith.base.core.errors import Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations.actions.team import my_seat
from kith.people import act_for


async def act_as(work: Work, organisation_id: Id, *, browser_id: Id | None) -> None:
    """Act for an organisation in this browser from now on. Raises `NotFound` without a seat on its team."""
    seat = await my_seat(work, organisation_id)
    await act_for(work, seat.person_id, _browser(browser_id), organisation_id)


async def be_oneself(work: Work, *, browser_id: Id | None) -> None:
    """Act for oneself again."""
    if work.hand is None:
        raise SignInFirst
    await act_for(work, work.hand, _browser(browser_id), None)


def _browser(browser_id: Id | None) -> Id:
    if browser_id is None:
        raise Refused(_("An app acts for whom it was let in to. Sign in from it once more to choose anew."))
    return browser_id
