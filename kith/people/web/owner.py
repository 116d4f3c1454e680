"""The owner's pages, and what a passer-by sees of the server."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith import __version__
from kith.base.core.errors import Invalid
from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.core.words import _
from kith.base.mail.letter import Letter
from kith.base.mail.store import newest_letters
from kith.base.web.form import read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import store
from kith.people.actions.remembering import remember, remember_no_longer
from kith.people.actions.server import ServerWords, approve, decide_server, decline, make_role, server_words
from kith.people.actions.trusting import said_of
from kith.people.model import Account, Member, Role, Trust
from kith.people.store.trustees import said_to_be_dead

LIST_MAX = 50


@dataclass(frozen=True)
class FrontPage:
    """What a passer-by sees first."""

    words: ServerWords
    demo: bool = False
    people: int = 0
    version: str = __version__


@dataclass(frozen=True)
class OwnerPage:
    """What the owner decides."""

    words: ServerWords
    waiting: int
    places: list[tuple[str, str, str, str]] = field(default_factory=list)  # what features above bring
    done: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in an owner's list."""

    account: Account
    role: str
    note: str


@dataclass(frozen=True)
class OwnerPeoplePage:
    """Who waits, or everybody."""

    title: str
    rows: tuple[PersonRow, ...]
    waiting: bool
    older_url: str = ""


@dataclass(frozen=True)
class RememberPage:
    """Somebody whose account may be kept in remembrance; and who says that they have died, named by them."""

    account: Account
    said: Trust | None


@dataclass(frozen=True)
class OutboxPage:
    """Mail."""

    letters: tuple[Letter, ...]
    can_send: bool
    older_url: str = ""


class RoleForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody shall be."""

    role: Role


class ServerForm(ServerWords, frozen=True, kw_only=True):
    """The owner's form: a switch that is off is not sent at all."""

    members_invite: bool = False


async def show_front(work: Work, request: Request) -> Response:
    """`GET /` for a passer-by: what this is, and the two ways in."""
    content = FrontPage(words=await server_words(work), demo=work.house.settings.mode == "demo")
    return await page(work, request, "people/front.html", content)


async def show_about(work: Work, request: Request) -> Response:
    """`GET /about`."""
    content = FrontPage(words=await server_words(work), people=await store.count_local_accounts(work.db))
    return await page(work, request, "people/about.html", content)


async def show_owner(work: Work, request: Request) -> Response:
    """`GET /owner`."""
    return await _owner_page(work, request)


async def do_decide(work: Work, request: Request) -> Response:
    """`POST /owner`."""
    form = await read_form(request, ServerForm)
    try:
        await decide_server(work, form)
    except Invalid as error:
        work.undo()
        return await _owner_page(work, request, error)
    return RedirectResponse("/owner?said=kept", 303)


async def show_waiting(work: Work, request: Request) -> Response:
    """`GET /owner/waiting`."""
    waiting = await store.waiting_members(work.db, after=Id(0), limit=LIST_MAX)
    rows = await _rows(work, waiting)
    content = OwnerPeoplePage(title=_("Who waits"), rows=rows, waiting=True)
    return await page(work, request, "people/owner_people.html", content)


async def do_approve(work: Work, request: Request) -> Response:
    """`POST /owner/waiting/ID/approve`."""
    await approve(work, path_id(request))
    return RedirectResponse("/owner/waiting", 303)


async def do_decline(work: Work, request: Request) -> Response:
    """`POST /owner/waiting/ID/decline`."""
    await decline(work, path_id(request))
    return RedirectResponse("/owner/waiting", 303)


async def show_members(work: Work, request: Request) -> Response:
    """`GET /owner/members`."""
    below = parse_id(request.query_params.get("max_id", "")) or Id(ID_MAX)
    members = await store.all_members(work.db, below=below, limit=LIST_MAX)
    older = f"/owner/members?max_id={members[-1].account_id}" if len(members) == LIST_MAX else ""
    content = OwnerPeoplePage(title=_("Members"), rows=await _rows(work, members), waiting=False, older_url=older)
    return await page(work, request, "people/owner_people.html", content)


async def do_role(work: Work, request: Request) -> Response:
    """`POST /owner/members/ID/role`."""
    form = await read_form(request, RoleForm)
    await make_role(work, path_id(request), form.role)
    return RedirectResponse("/owner/members", 303)


async def show_remember(work: Work, request: Request) -> Response:
    """`GET /owner/members/ID/remember`: what it means, before it is done."""
    account = await store.get_account_even_gone(work.db, path_id(request))
    content = RememberPage(account=account, said=await said_of(work, account.id))
    return await page(work, request, "people/owner_remember.html", content)


async def do_remember(work: Work, request: Request) -> Response:
    """`POST /owner/members/ID/remember`."""
    await remember(work, path_id(request))
    return RedirectResponse("/owner/members", 303)


async def do_remember_no_longer(work: Work, request: Request) -> Response:
    """`POST /owner/members/ID/remember/undo`."""
    await remember_no_longer(work, path_id(request))
    return RedirectResponse("/owner/members", 303)


async def show_outbox(work: Work, request: Request) -> Response:
    """`GET /owner/outbox`."""
    below = parse_id(request.query_params.get("max_id", "")) or Id(ID_MAX)
    letters = await newest_letters(work.db, below=below, limit=LIST_MAX)
    older = f"/owner/outbox?max_id={letters[-1].id}" if len(letters) == LIST_MAX else ""
    content = OutboxPage(letters=tuple(letters), can_send=work.house.mailer.can_send, older_url=older)
    return await page(work, request, "people/owner_outbox.html", content)


async def _owner_page(work: Work, request: Request, error: Invalid | None = None) -> Response:
    waiting, pages = await store.waiting_members(work.db, after=Id(0), limit=LIST_MAX), _pages(request)
    content = OwnerPage(
        words=await server_words(work),
        waiting=len(waiting),
        places=list((await pages.fill(work, request, "owner.")).values()),
        done=_("Kept.") if request.query_params.get("said") == "kept" else "",
        errors={error.field: error.text} if error and error.field else {},
    )
    return await page(work, request, "people/owner.html", content, status=422 if error else 200)


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.pages
    return pages


async def _rows(work: Work, members: list[Member]) -> tuple[PersonRow, ...]:
    accounts = {one.id: one for one in await store.accounts_by_ids(work.db, [one.account_id for one in members])}
    words = {"owner": _("owner"), "moderator": _("moderator"), "member": ""}
    dead = await said_to_be_dead(work.db, list(accounts))
    return tuple(
        PersonRow(
            account=accounts[one.account_id],
            role=one.role,
            note=_note(one, accounts[one.account_id], words, dead),
        )
        for one in members
    )


def _note(member: Member, account: Account, words: Mapping[str, str], dead: Container[Id]) -> str:
    if member.approved_at is None:
        return member.reason
    if member.account_id in dead and account.remembered_at is None:
        return _("Is said to have died.")
    return words[member.role]


OWNER_ROUTES = (
    Route(method="GET", path="/about", handler=show_about, access="anyone"),
    Route(method="GET", path="/owner", handler=show_owner, access="owner"),
    Route(method="POST", path="/owner", handler=do_decide, access="owner"),
    Route(method="GET", path="/owner/waiting", handler=show_waiting, access="owner"),
    Route(method="POST", path="/owner/waiting/{id}/approve", handler=do_approve, access="owner"),
    Route(method="POST", path="/owner/waiting/{id}/decline", handler=do_decline, access="owner"),
    Route(method="GET", path="/owner/members", handler=show_members, access="owner"),
    Route(method="POST", path="/owner/members/{id}/role", handler=do_role, access="owner"),
    Route(method="GET", path="/owner/members/{id}/remember", handler=show_remember, access="owner"),
    Route(method="POST", path="/owner/members/{id}/remember", handler=do_remember, access="owner"),
    Route(method="POST", path="/owner/members/{id}/remember/undo", handler=do_remember_no_longer, access="owner"),
    Route(method="GET", path="/owner/outbox", handler=show_outbox, access="owner"),
)
