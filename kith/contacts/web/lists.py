"""`/organisations/ID/contacts`: a team sends whom it says agreed, sees how far the reading is, and who said yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.contacts.actions.sending import AGREED_SHOWN_MAX, lists_of, send_list, those_who_agreed
from kith.contacts.model import FILE_MAX_MB, ContactList, How
from kith.contacts.web.words import how_words
from kith.finding import problem_text
from kith.organisations import find_organisation
from kith.people import get_account
from kith.people.model import Account

FILE_MAX_BYTES = FILE_MAX_MB * 1_000_000 + 1_000_000


class ListForm(msgspec.Struct, frozen=True, kw_only=True):
    """The file, how they agreed, and on which day at the latest."""

    file: Upload | None = None
    how: How = "on_paper"
    agreed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """A list that was sent."""

    sent: ContactList
    how: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class ContactsPage:
    """The form, the lists, and who said yes. `reading`: one is on its way, and the page looks again.

    `may_send`: the organisation's website has proved who it is; before that there is no form.
    """

    account: Account
    may_send: bool
    hows: Sequence[tuple[str, str, str]]
    rows: Sequence[ListRow]
    agreed: Sequence[Account]
    more: str | None
    reading: bool
    size_mb: int
    how: str
    day: str
    error: str = ""


async def show_contacts(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/contacts`."""
    return await _show(work, request, path_id(request), ListForm())


async def do_send(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/contacts`: send a list."""
    form, organisation_id = await read_form(request, ListForm), path_id(request)
    try:
        if form.file is None:
            raise Invalid(_("Choose a file first."), field="file")
        if form.agreed_on is None:
            raise Invalid(_("Say when they agreed."), field="agreed_on")
        await send_list(work, organisation_id, form.file, how=form.how, agreed_on=form.agreed_on)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show(work, request, organisation_id, form, error.text)
    return RedirectResponse(f"/organisations/{organisation_id}/contacts", 303)


async def _show(work: Work, request: Request, organisation_id: Id, form: ListForm, error: str = "") -> Response:
    lists, words = await lists_of(work, organisation_id), how_words()
    after = parse_id(request.query_params.get("after", ""))
    agreed = await those_who_agreed(work, organisation_id, after=after)
    path = f"/organisations/{organisation_id}/contacts"
    organisation = await find_organisation(work.db, organisation_id)
    content = ContactsPage(
        account=await get_account(work.db, organisation_id),
        may_send=organisation is not None and organisation.website_state == "verified",
        hows=[(value, word, "") for value, word in words.items()],
        rows=[ListRow(sent=one, how=words[one.how], problem=problem_of(one)) for one in lists],
        agreed=agreed,
        more=f"{path}?after={agreed[-1].id}" if len(agreed) == AGREED_SHOWN_MAX else None,
        reading=any(one.state in ("waiting", "reading") for one in lists),
        size_mb=FILE_MAX_MB,
        how=form.how,
        day=form.agreed_on.isoformat() if form.agreed_on else "",
        error=error,
    )
    return await page(work, request, "contacts/contacts.html", content, status=422 if error else 200)


def problem_of(sent: ContactList) -> str:
    """Say why a list could not be used; empty, where it could."""
    if sent.problem == "nothing":
        return _("There is no mail address in that file.")
    return problem_text(sent.problem) if sent.problem else ""  # type: ignore[arg-type]


_CONTACTS = "/organisations/{id}/contacts"
LIST_ROUTES = (
    Route(method="GET", path=_CONTACTS, handler=show_contacts),
    Route(method="POST", path=_CONTACTS, handler=do_send, limit="finding", body_max_bytes=FILE_MAX_BYTES),
)
