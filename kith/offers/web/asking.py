"""Asking for offers: on an organisation's page, and all that one asked for among the settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token, page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.offers import store
from kith.offers.actions.asking import ask_for_offers, ask_no_more, asked_of, my_offers
from kith.offers.model import AskedOffers, LineCrossing
from kith.organisations import seat_of
from kith.people import find_present
from kith.people.model import Account, OfferPace, ProfileView

HERE = "/settings/offers"


class PaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """How often offers shall come."""

    pace: Literal["each", "week", "month", "none"] = "none"


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """All whose offers one asked for."""

    asked: Sequence[AskedOffers]
    paces: Sequence[tuple[str, str]]
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class FrontPart:
    """On an organisation's page: whether one asks for its offers, and where it stands beyond the public line."""

    account: Account
    may_ask: bool
    pace: OfferPace | None
    paces: Sequence[tuple[str, str]]
    crossing: LineCrossing | None
    on_team: bool


def paces() -> list[tuple[str, str]]:
    """Say how often offers may come."""
    return [
        ("each", _("Each of them")),
        ("week", _("One a week at the most")),
        ("month", _("One a month at the most")),
    ]


async def show_asked(work: Work, request: Request) -> Response:
    """`GET /settings/offers`."""
    content = AskedPage(asked=await my_offers(work), paces=paces(), done="done" in request.query_params)
    return await page(work, request, "offers/asked.html", content)


async def do_ask(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/offers`: ask for its offers, so often, or for none any more; back to where the form stood."""
    form = await read_form(request, PaceForm)
    account = await find_present(work, request.path_params["handle"])
    if form.pace == "none":
        await ask_no_more(work, account.id)
    else:
        await ask_for_offers(work, account.id, form.pace)
    back = came_from(request, otherwise=f"/@{account.handle}").partition("?")[0]
    return RedirectResponse(f"{HERE}?done=kept" if back == HERE else back, 303)


async def fill_front(work: Work, request: Request) -> Markup | None:
    """Put the choice, and what holds beyond the line, below the head of an organisation's page."""
    profile: ProfileView | None = work.memo.get(ProfileView)
    if profile is None or profile.account.kind != "organisation" or profile.account.domain is not None:
        return None
    organisation_id = profile.account.id
    pages: Pages = request.app.pages
    part = FrontPart(
        account=profile.account,
        may_ask=work.actor is not None and work.actor == work.hand and not profile.is_me,
        pace=await asked_of(work, organisation_id),
        paces=paces(),
        crossing=await store.find_open(work.db, organisation_id),
        on_team=work.hand is not None and await seat_of(work, organisation_id, work.hand) is not None,
    )
    return pages.render("offers/front.html", page=part, csrf_token=csrf_token(work, request))


ASKING_ROUTES = (
    Route(method="GET", path=HERE, handler=show_asked),
    Route(method="POST", path="/@{handle}/offers", handler=do_ask),
)
ASKING_SLOTS = (Slot(name="person.offers", fill=fill_front),)
