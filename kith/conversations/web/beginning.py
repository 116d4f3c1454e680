"""Beginning a conversation: with one person, or as a group; and writing to somebody from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.web.statuses import status_of
from kith.base.work import Work
from kith.conversations.actions.opening import find_pair, found_group, open_pair
from kith.conversations.actions.reading import find_conversation
from kith.conversations.model import NAME_MAX, TEXT_MAX
from kith.conversations.web.choosing import Chooser, chooser, people_with
from kith.conversations.web.listing import ListPart, list_part
from kith.conversations.web.writing import SayForm, SayPart, say
from kith.media import UPLOAD_MAX_BYTES
from kith.people import find_present
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class NewPage:
    """With whom to begin. Two or more make a group, which has a name."""

    list: ListPart
    chooser: Chooser
    name: str
    name_max: int
    shows_history: bool
    error: str


@dataclass(frozen=True, kw_only=True)
class FirstPage:
    """A conversation in which nothing was said yet. `above` is what else is between the two."""

    list: ListPart
    account: Account
    say: SayPart
    above: Sequence[Markup]


class NewForm(msgspec.Struct, frozen=True, kw_only=True):
    """The people, and the name of a group."""

    people: tuple[str, ...] = msgspec.field(name="with", default=())
    name: str = ""
    shows_history: bool = False


async def show_new(work: Work, request: Request) -> Response:
    """`GET /talk/new`; the address keeps what was chosen and filled in while one searches for others."""
    return await _show_new(work, request)


async def _show_new(
    work: Work, request: Request, form: NewForm | None = None, error: Invalid | Refused | None = None
) -> Response:
    why = error.text if error else ""
    of_name = isinstance(error, Invalid) and error.field == "name"
    asked = request.query_params
    given = None if form is None else form.people
    content = NewPage(
        list=await list_part(work, request),
        chooser=await chooser(work, request, path="/talk/new", given=given, error="" if of_name else why),
        name=asked.get("name", "")[:NAME_MAX] if form is None else form.name,
        name_max=NAME_MAX,
        shows_history="name" not in asked or "shows_history" in asked if form is None else form.shows_history,
        error=why if of_name else "",
    )
    return await page(work, request, "conversations/new.html", content, status=status_of(error) if error else 200)


async def do_new(work: Work, request: Request) -> Response:
    """`POST /talk/new`: open the conversation of two, or found a group. What does not fit comes back, and why."""
    form = await read_form(request, NewForm)
    people = await people_with(work, form.people)
    if len(people) == 1 and not form.name.strip():
        return RedirectResponse(f"/talk/to/{address(people[0]).removeprefix('@')}", 303)
    try:
        if not people:
            raise Invalid(_("Choose somebody first."), field="with")
        made = await found_group(work, form.name, [one.id for one in people], shows_history=form.shows_history)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show_new(work, request, form, error)
    return RedirectResponse(f"/talk/{made.id}", 303)


async def show_first(work: Work, request: Request) -> Response:
    """`GET /talk/to/ana`: the conversation with somebody, where there is one; else the place where it can begin."""
    account = await find_present(work, request.path_params["handle"])
    known = await _known(work, account)
    if known is not None:
        return RedirectResponse(f"/talk/{known}#write", 303)
    return await _show_first(work, request, account, text=request.query_params.get("text", "")[:TEXT_MAX])


async def _show_first(
    work: Work, request: Request, account: Account, *, text: str, error: str = "", status: int = 200
) -> Response:
    pages: Pages = request.app.pages
    above = [one for one in (await pages.fill(work, request, "line.")).values() if one]
    part = SayPart(
        conversation_id=None,
        action=f"/talk/to/{request.path_params['handle']}",
        once=str(work.new_id()),
        text=text,
        text_max=TEXT_MAX,
        error=error,
    )
    content = FirstPage(list=await list_part(work, request), account=account, say=part, above=above)
    return await page(work, request, "conversations/first.html", content, status=status)


async def _known(work: Work, account: Account) -> Id | None:
    if account.domain is not None or account.id == work.actor:
        raise NotFound
    known = await find_pair(work, account.id)
    if known is None:
        return None
    return known if (await find_conversation(work, known)).last is not None else None


async def do_first(work: Work, request: Request) -> Response:
    """`POST /talk/to/ana`: the first words. What does not fit comes back, and why."""
    form = await read_form(request, SayForm)
    account = await find_present(work, request.path_params["handle"])
    try:
        room = await open_pair(work, account.id)
        await say(work, room.id, form)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show_first(work, request, account, text=form.text, error=error.text, status=status_of(error))
    return RedirectResponse(f"/talk/{room.id}#write", 303)


ROUTES = (
    Route(method="GET", path="/talk/new", handler=show_new),
    Route(method="POST", path="/talk/new", handler=do_new, limit="message"),
    Route(method="GET", path="/talk/to/{handle}", handler=show_first),
    Route(method="POST", path="/talk/to/{handle}", handler=do_first, limit="message", body_max_bytes=UPLOAD_MAX_BYTES),
)
