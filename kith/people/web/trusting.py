"""`/settings/if-i-die`: whom one names to say so, and who named oneself."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people.actions.profile import find_present
from kith.people.actions.trusting import (
    answer_trust,
    if_i_die,
    lay_aside,
    name_nobody,
    name_trustee,
    say_one_is_here,
    take_back_death,
    tell_of_death,
)
from kith.people.actions.undecided import undecided_death
from kith.people.model import LAST_WORD_MAX, Account, IfIDie, Trust

PLACE = "/settings/if-i-die"


@dataclass(frozen=True, kw_only=True)
class IfIDiePage:
    """Whom one named, and who named oneself; what was typed, and why it does not do."""

    view: IfIDie
    address: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class DeathPage:
    """The question before one says that somebody has died."""

    trust: Trust
    words_max: int
    words: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class UndecidedPage:
    """Who is said to have died while no owner is left to decide, and who says so."""

    account: Account
    said: Trust
    command: str = "kith account owner NAME"


class TrusteeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom, by their address."""

    address: str = ""


class DeathForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the owners of the server should know."""

    words: str = ""


async def show_if_i_die(work: Work, request: Request) -> Response:
    """`GET /settings/if-i-die`."""
    return await page(work, request, "people/if_i_die.html", IfIDiePage(view=await if_i_die(work)))


async def do_name(work: Work, request: Request) -> Response:
    """`POST /settings/if-i-die`."""
    form = await read_form(request, TrusteeForm)
    try:
        person = await find_present(work, form.address.strip().removeprefix("@"))
        await name_trustee(work, person.id)
    except (NotFound, Refused) as error:
        work.undo()
        text = error.text if isinstance(error, Refused) else _("There is nobody here who is called that.")
        again = IfIDiePage(view=await if_i_die(work), address=form.address, error=text)
        return await page(work, request, "people/if_i_die.html", again, status=422)
    return RedirectResponse(PLACE, 303)


async def do_name_nobody(work: Work, _request: Request) -> Response:
    """`POST /settings/if-i-die/nobody`."""
    await name_nobody(work)
    return RedirectResponse(PLACE, 303)


async def do_be_here(work: Work, _request: Request) -> Response:
    """`POST /settings/if-i-die/here`."""
    await say_one_is_here(work)
    return RedirectResponse(PLACE, 303)


async def do_agree(work: Work, request: Request) -> Response:
    """`POST /settings/if-i-die/ID/yes`."""
    await answer_trust(work, path_id(request), yes=True)
    return RedirectResponse(PLACE, 303)


async def do_decline(work: Work, request: Request) -> Response:
    """`POST /settings/if-i-die/ID/no`."""
    await answer_trust(work, path_id(request), yes=False)
    return RedirectResponse(PLACE, 303)


async def show_death(work: Work, request: Request) -> Response:
    """`GET /settings/if-i-die/ID/died`: what it means, before it is said."""
    content = DeathPage(trust=await _agreed(work, request), words_max=LAST_WORD_MAX)
    return await page(work, request, "people/death.html", content)


async def do_tell(work: Work, request: Request) -> Response:
    """`POST /settings/if-i-die/ID/died`."""
    form = await read_form(request, DeathForm)
    try:
        await tell_of_death(work, path_id(request), form.words)
    except Invalid as error:
        work.undo()
        trust = await _agreed(work, request)
        again = DeathPage(trust=trust, words_max=LAST_WORD_MAX, words=form.words, error=error.text)
        return await page(work, request, "people/death.html", again, status=422)
    return RedirectResponse(PLACE, 303)


async def show_said(work: Work, request: Request) -> Response:
    """`GET /settings/if-i-die/ID/said`: where an owner decides; and where none is left, what can be done."""
    if request.state.caller.role == "owner":
        return RedirectResponse(f"/owner/members/{path_id(request)}/remember", 303)
    account, said = await undecided_death(work, path_id(request))
    return await page(work, request, "people/death_undecided.html", UndecidedPage(account=account, said=said))


async def _agreed(work: Work, request: Request) -> Trust:
    for one in (await if_i_die(work)).named_by:
        if one.account.id == path_id(request) and one.trustee.state == "agreed":
            return one
    raise NotFound


async def do_take_back(work: Work, request: Request) -> Response:
    """`POST /settings/if-i-die/ID/lives`."""
    await take_back_death(work, path_id(request))
    return RedirectResponse(PLACE, 303)


async def do_lay_aside(work: Work, request: Request) -> Response:
    """`POST /owner/members/ID/remember/not-so`."""
    await lay_aside(work, path_id(request))
    return RedirectResponse("/owner/members", 303)


TRUSTING_ROUTES = (
    Route(method="GET", path=PLACE, handler=show_if_i_die),
    Route(method="POST", path=PLACE, handler=do_name),
    Route(method="POST", path=f"{PLACE}/nobody", handler=do_name_nobody),
    Route(method="POST", path=f"{PLACE}/here", handler=do_be_here),
    Route(method="POST", path=f"{PLACE}/{{id}}/yes", handler=do_agree),
    Route(method="POST", path=f"{PLACE}/{{id}}/no", handler=do_decline),
    Route(method="GET", path=f"{PLACE}/{{id}}/died", handler=show_death),
    Route(method="GET", path=f"{PLACE}/{{id}}/said", handler=show_said),
    Route(method="POST", path=f"{PLACE}/{{id}}/died", handler=do_tell),
    Route(method="POST", path=f"{PLACE}/{{id}}/lives", handler=do_take_back),
    Route(method="POST", path="/owner/members/{id}/remember/not-so", handler=do_lay_aside, access="owner"),
)
