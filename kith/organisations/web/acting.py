"""For whom one acts: the switch, and the bar that says it on every page."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.storage.statement import Asked
from kith.base.web.caller import Caller
from kith.base.web.page import Count, Slot
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.organisations.actions.acting import act_as, be_oneself
from kith.organisations.actions.knowing import Acting, acting_now
from kith.organisations.actions.team import resting_seats
from kith.organisations.store.seats import offers_asked, teams_asked
from kith.people import SignedIn, acted_for, find_account, get_account
from kith.people.model import Account


async def do_act(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/act`: act for it in this browser, at its desk: an organisation's home is no composer."""
    caller: Caller = request.state.caller
    await act_as(work, path_id(request), browser_id=caller.browser_id)
    account = await get_account(work.db, path_id(request))
    return RedirectResponse(f"/desk/{account.handle}", 303)


async def do_be_oneself(work: Work, request: Request) -> Response:
    """`POST /acting/end`: back to oneself; or one has read that one is."""
    caller: Caller = request.state.caller
    await be_oneself(work, browser_id=caller.browser_id)
    return RedirectResponse("/", 303)


async def fill_acting(work: Work, _request: Request) -> Acting | None:
    """Give who acts for whom, for the bar on top of every page."""
    return await acting_now(work)


async def fill_acted(work: Work, request: Request) -> Account | None:
    """Give the organisation for which this browser acted until the seat ended: a line says so until it is read."""
    caller: Caller | None = request.state.caller
    if caller is None or caller.browser_id is None or work.actor != work.hand:
        return None
    ended = await acted_for(work, caller.person_id, caller.browser_id)
    return await find_account(work.db, ended) if ended is not None else None


async def fill_resting(work: Work, _request: Request) -> Account | None:
    """Give the organisation for which this browser acts as soon as its person signs in in two steps."""
    signed: SignedIn | None = work.memo.get(SignedIn)
    if signed is None or signed.acting_for is None or work.hand is None or work.actor != work.hand:
        return None
    resting = await resting_seats(work, work.hand)
    held_up = any(one.organisation_id == signed.acting_for for one in resting)
    return await find_account(work.db, signed.acting_for) if held_up else None


async def ask_teams(work: Work) -> Asked:
    """Ask on how many teams one is, or could be: who has none needs no way there."""
    assert work.hand is not None
    return teams_asked(work.hand)


async def ask_offers(work: Work) -> Asked:
    """Ask onto how many teams one was asked: a line on every page says so until one has answered."""
    assert work.hand is not None
    return offers_asked(work.hand)


ACTING_ROUTES = (
    Route(method="POST", path="/organisations/{id}/act", handler=do_act),
    Route(method="POST", path="/acting/end", handler=do_be_oneself, before_confirmed=True),
)
ACTING_SLOTS = (
    Slot(name="shell.acting", fill=fill_acting),
    Slot(name="shell.acted", fill=fill_acted),
    Slot(name="shell.resting", fill=fill_resting),
    Count(name="teams", asked=ask_teams),
    Count(name="team_offers", asked=ask_offers),
)
