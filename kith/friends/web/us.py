"""`/@ana/us`: you and Ana, for you alone. A short part of it stands on her page."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, is_htmx, page
from kith.base.web.routing import Route
from kith.base.web.shown import address, first_name, time_ago
from kith.base.work import Work
from kith.friends.actions import between_us, note_seen, us_with
from kith.friends.model import Span, Us
from kith.friends.rules.sentences import circle_word, follow_line, kind_word, relation_line
from kith.friends.web.picture import Years, day_name, span_name, years_of
from kith.friends.web.relating import RelationForm, RelationRow, rows_of
from kith.people import find_present
from kith.people.model import Account, Follow, ProfileView
from kith.ties import ago, sentence
from kith.ties.model import CIRCLES, RELATION_KINDS, Tie

Fact = tuple[str, str]  # icon, sentence
LATELY = timedelta(days=30)  # said in days, as the sentence of a tie says them


@dataclass(frozen=True, kw_only=True)
class UsPage:
    """You and somebody."""

    us: Us
    account: Account
    name: str
    path: str
    sentence: str
    facts: tuple[Fact, ...]
    years: Years | None
    relations: tuple[RelationRow, ...]
    kinds: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str, str | None], ...]
    place: str
    form: RelationForm
    error: str | None = None
    error_field: str | None = None


@dataclass(frozen=True, kw_only=True)
class ShortPart:
    """The same in three lines, for their page."""

    name: str
    path: str
    sentence: str
    lines: tuple[str, ...]
    asked: int


class SeenForm(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which post."""

    up_to: str = ""


async def show_us(work: Work, request: Request) -> Response:
    """`GET /@ana/us`."""
    return await us_page(work, request, RelationForm())


async def us_page(
    work: Work,
    request: Request,
    form: RelationForm,
    *,
    error: str | None = None,
    field: str | None = None,
    status: int = 200,
) -> Response:
    """Answer with the page; after a form that did not fit, with what was wrong in it."""
    account = await find_present(work, request.path_params["handle"])
    us = await us_with(work, account)
    speaking, name = speaking_of(work, request), first_name(account)
    content = UsPage(
        us=us,
        account=account,
        name=name,
        path=f"/{address(account)}/us",
        sentence=sentence(us.between.tie, name, work.now, has_died=account.remembered_at is not None),
        facts=_facts(us, name, speaking),
        years=years_of(us.months, name, speaking),
        relations=rows_of(us.between.relations, name),
        kinds=tuple((kind, kind_word(kind)) for kind in RELATION_KINDS),
        places=places_for(name),
        place=place_of(us.between.tie),
        form=form,
        error=error,
        error_field=field,
    )
    return await page(work, request, "friends/us.html", content, status=status)


async def do_note_seen(work: Work, request: Request) -> Response:
    """`POST /@ana/us/seen`: by its button, and by the page itself, where scripts run."""
    form = await read_form(request, SeenForm)
    account = await find_present(work, request.path_params["handle"])
    await note_seen(work, account.id, parse_id(form.up_to) or Id(0))
    if is_htmx(request):
        return Response(status_code=204)
    return RedirectResponse(came_from(request, otherwise=f"/{address(account)}/us"), 303)


async def fill_short(work: Work, request: Request) -> Markup | None:
    """Fill the page of somebody with what is between them and the viewer."""
    profile: ProfileView = work.memo[ProfileView]
    if work.actor is None or profile.is_me or profile.account.kind != "person":
        return None
    between, name = await between_us(work, profile.account), first_name(profile.account)
    part = ShortPart(
        name=name,
        path=f"/{address(profile.account)}/us",
        sentence=sentence(between.tie, name, work.now, has_died=profile.account.remembered_at is not None),
        lines=tuple(relation_line(one) for one in between.relations if one.state == "confirmed"),
        asked=sum(one.state == "asked" for one in between.relations),
    )
    pages: Pages = request.app.pages
    return pages.render("friends/short.html", page=part)


def speaking_of(work: Work, request: Request) -> SimpleNamespace:
    """Give what sentences about times need to know."""
    return SimpleNamespace(now=work.now, language=request.state.language, timezone=request.state.zone)


def _facts(us: Us, name: str, shell: Any) -> tuple[Fact, ...]:
    """Say what is known for certain: who follows whom since when, how one came, when one first wrote."""
    follows = [one if one is not None and one.state == "accepted" else None for one in (us.i_follow, us.they_follow)]
    mine, theirs = (one.created_at if one else None for one in follows)
    line = follow_line(name, mine, theirs, [_month(one, shell) for one in follows])
    facts: list[Fact] = [("user-check", line)] if line else []
    if us.invited:
        facts.append(("ticket", _("You came here by an invitation from {name}.").format(name=name)))
    if us.birthday_on:
        facts.append(("cake", _("Next birthday: {day}.").format(day=day_name(us.birthday_on, shell))))
    if us.months:
        first_at = us.months[0].first_at
        first = ago(shell.now - first_at) if shell.now - first_at < LATELY else time_ago(first_at, shell)
        facts.append(("history", _("You first wrote to each other: {when}.").format(when=first)))
    return tuple(facts)


def _month(follow: Follow | None, shell: Any) -> str:
    return span_name(Span(begins_on=follow.created_at.date()), shell) if follow else ""


def places_for(name: str) -> tuple[tuple[str, str, str | None], ...]:
    """Give the places among which one can choose for somebody: value, word, hint."""
    circles = [(str(circle), circle_word(circle), None) for circle in reversed(CIRCLES)]
    return (
        ("counted", _("As it comes"), _("By how often you and {name} write to each other.").format(name=name)),
        *circles,
        ("none", _("Not close"), _("In none of these, however much {name} writes.").format(name=name)),
    )


def place_of(tie: Tie) -> str:
    """Tell which of these the reader chose."""
    if tie.not_close:
        return "none"
    return str(tie.circle) if tie.kept else "counted"


ROUTES = (
    Route(method="GET", path="/@{handle}/us", handler=show_us),
    Route(method="POST", path="/@{handle}/us/seen", handler=do_note_seen, before_confirmed=True),
)
SLOTS = (Slot(name="person.us", fill=fill_short),)
