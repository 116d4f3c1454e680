"""`/organisations/ID/about`: what an organisation tells; and what of it the public sees."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token, page
from kith.base.web.routing import Route, path_id
from kith.base.web.zone import zones_to_choose
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.asking import ask_to_write, ask_to_write_no_more
from kith.organisations.actions.showing import Front, front_of
from kith.organisations.actions.team import my_seat
from kith.organisations.actions.telling import About, check_website_again, tell_about
from kith.organisations.model import PLACES_MAX, QUESTIONS_MAX, Organisation
from kith.organisations.rules.opening import write_day
from kith.organisations.rules.websites import well_known_of
from kith.organisations.web.words import weekdays
from kith.people import find_present, get_account
from kith.people.model import Account, ProfileView

BLANKS = 2  # empty lines below what there is


@dataclass(frozen=True, kw_only=True)
class AboutPage:
    """The form of what an organisation tells. Pairs are what stands in each line."""

    account: Account
    organisation: Organisation
    days: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    questions: Sequence[tuple[str, str]]
    website: str
    well_known: str
    link: str
    tag: str  # what goes into the page of the website
    zones: Sequence[tuple[str, str]]
    zone: str
    signs: bool
    error: str = ""
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswersPage:
    """The questions that come up, and their answers."""

    account: Account
    front: Front


@dataclass(frozen=True, kw_only=True)
class FrontPart:
    """What stands on an organisation's page. The viewer is a person who may be written to, or is not asked."""

    account: Account
    front: Front
    days: Sequence[tuple[str, str]]
    may_ask: bool


class AboutForm(msgspec.Struct, frozen=True, kw_only=True):
    """All lines of the form."""

    timezone: str = "UTC"
    days: tuple[str, ...] = ()
    place_names: tuple[str, ...] = ()
    place_addresses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    website: str = ""
    signs: bool = False


async def show_about(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/about`: for owners and managers."""
    organisation_id = path_id(request)
    await my_seat(work, organisation_id, "page")
    found = await store.find_organisation(work.db, organisation_id)
    assert found is not None
    form = AboutForm(
        timezone=found.timezone,
        days=tuple(write_day(found.hours, weekday) for weekday in range(7)),
        place_names=tuple(one.name for one in found.places),
        place_addresses=tuple(one.address for one in found.places),
        questions=tuple(one.question for one in found.questions),
        answers=tuple(one.answer for one in found.questions),
        website=found.website,
        signs=found.signs,
    )
    return await _show(work, request, found, form)


async def do_about(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/about`: what does not fit comes back with its words."""
    organisation_id, form = path_id(request), await read_form(request, AboutForm)
    about = About(
        timezone=form.timezone,
        days=(*form.days, *("",) * 7)[:7],
        places=_pairs(form.place_names, form.place_addresses),
        questions=_pairs(form.questions, form.answers),
        website=form.website,
        signs=form.signs,
    )
    try:
        await tell_about(work, organisation_id, about)
    except Invalid as error:
        work.undo()
        found = await store.find_organisation(work.db, organisation_id)
        if found is None:
            raise NotFound from error
        return await _show(work, request, found, form, error)
    return RedirectResponse(f"/organisations/{organisation_id}/about?done=kept", 303)


async def do_check(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/website`: look at the website once more."""
    await check_website_again(work, path_id(request))
    return RedirectResponse(f"/organisations/{path_id(request)}/about", 303)


async def _show(
    work: Work, request: Request, found: Organisation, form: AboutForm, error: Invalid | None = None
) -> Response:
    account = await get_account(work.db, found.organisation_id)
    link = f"{work.house.settings.url}/@{account.handle}"
    days = (*form.days, *("",) * 7)[:7]
    content = AboutPage(
        account=account,
        organisation=found,
        days=list(zip(weekdays(), days, strict=True)),
        places=_lines(_pairs(form.place_names, form.place_addresses), PLACES_MAX),
        questions=_lines(_pairs(form.questions, form.answers), QUESTIONS_MAX),
        website=form.website[:300],
        well_known=well_known_of(found.website) if found.website else "",
        link=link,
        tag=f'<a rel="me" href="{link}">{account.name}</a>',
        zones=[(zone, zone.replace("_", " ")) for zone in zones_to_choose(form.timezone)],
        zone=form.timezone,
        signs=form.signs,
        error=error.text if error else "",
        done="done" in request.query_params,
    )
    return await page(work, request, "organisations/about.html", content, status=422 if error else 200)


def _pairs(first: Sequence[str], second: Sequence[str]) -> tuple[tuple[str, str], ...]:
    count = max(len(first), len(second))
    return tuple(zip((*first, *("",) * count)[:count], (*second, *("",) * count)[:count], strict=True))


def _lines(pairs: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    filled = [pair for pair in pairs if any(pair)]
    return [*filled, *[("", "")] * BLANKS][:most]


async def show_answers(work: Work, request: Request) -> Response:
    """`GET /@HANDLE/answers`: the questions that come up, for everybody."""
    account = await find_present(work, request.path_params["handle"])
    front = await front_of(work, account.id)
    if front is None:
        raise NotFound
    return await page(work, request, "organisations/answers.html", AnswersPage(account=account, front=front))


async def do_ask(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/may-write`: let an organisation write to one."""
    account = await find_present(work, request.path_params["handle"])
    await ask_to_write(work, account.id)
    return RedirectResponse(f"/@{account.handle}", 303)


async def do_ask_no_more(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/may-write/end`."""
    account = await find_present(work, request.path_params["handle"])
    await ask_to_write_no_more(work, account.id)
    return RedirectResponse(f"/@{account.handle}", 303)


async def fill_front(work: Work, request: Request) -> Markup | None:
    """Put what an organisation tells below the head of its page."""
    profile: ProfileView | None = work.memo.get(ProfileView)
    if profile is None or profile.account.kind != "organisation":
        return None
    front = await front_of(work, profile.account.id)
    if front is None:
        return None
    pages: Pages = request.app.pages
    hours = front.organisation.hours
    part = FrontPart(
        account=profile.account,
        front=front,
        days=[(word, write_day(hours, weekday)) for weekday, word in enumerate(weekdays())] if hours else [],
        may_ask=work.actor is not None and work.actor == work.hand and not profile.is_me,
    )
    return pages.render("organisations/front.html", page=part, csrf_token=csrf_token(work, request))


ABOUT_ROUTES = (
    Route(method="GET", path="/organisations/{id}/about", handler=show_about),
    Route(method="POST", path="/organisations/{id}/about", handler=do_about),
    Route(method="POST", path="/organisations/{id}/website", handler=do_check, limit="finding"),
    Route(method="GET", path="/@{handle}/answers", handler=show_answers, access="anyone"),
    Route(method="POST", path="/@{handle}/may-write", handler=do_ask),
    Route(method="POST", path="/@{handle}/may-write/end", handler=do_ask_no_more),
)
ABOUT_SLOTS = (Slot(name="person.organisation", fill=fill_front),)
