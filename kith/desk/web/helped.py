"""What a person sees of a desk: how soon it usually answers, and one tap to say how it was."""

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.model import ConversationGlance
from kith.desk.actions.desk import opening_hours
from kith.desk.actions.thanking import say_how_it_was, settled_for_me, usually_answers_in
from kith.desk.actions.ways import last_word_to_me
from kith.desk.model import Case, Feedback
from kith.desk.model.way import KindWord
from kith.desk.rules.hours import is_open
from kith.desk.web.listing import desk_card
from kith.desk.web.wording import speaking, usual_words
from kith.organisations import find_organisation, seat_of
from kith.people import find_present
from kith.people.model import Account, ProfileView


class FeedbackForm(msgspec.Struct, frozen=True, kw_only=True):
    """How it was."""

    feedback: Feedback


@dataclass(frozen=True, kw_only=True)
class FrontPart:
    """An organisation's desk from the front: `waiting` for who sits at it, the rest for everybody."""

    account: Account
    usual: str
    is_open: bool
    settled: Case | None
    waiting: int | None
    word: KindWord | None  # a word of theirs about which one said nothing yet
    between: bool


async def fill_person(work: Work, request: Request) -> Any | None:
    """Show on an organisation's page how soon it answers, and ask whose case is settled how it was."""
    return await _front(work, request, work.memo[ProfileView].account)


async def fill_room(work: Work, request: Request) -> Any | None:
    """Show the same above the field in which one writes to an organisation."""
    shown: ConversationGlance | None = work.memo.get(ConversationGlance)
    return None if shown is None else await _front(work, request, shown.people[0])


async def fill_first(work: Work, request: Request) -> Any | None:
    """Show the same where the first words to an organisation are written."""
    return await _front(work, request, await find_present(work, request.path_params["handle"]))


async def _front(work: Work, request: Request, account: Account) -> Any | None:
    if account.kind != "organisation":
        return None
    organisation = await find_organisation(work.db, account.id)
    if organisation is None or organisation.closed_at is not None:
        return None
    sits = work.hand is not None and await seat_of(work, account.id, work.hand) is not None
    part = FrontPart(
        account=account,
        usual=usual_words(await usually_answers_in(work, account.id)),
        is_open=is_open(work.now, await opening_hours(work, account.id)),
        settled=await settled_for_me(work, account.id),
        waiting=(await desk_card(work, account)).waiting if sits else None,
        word=await last_word_to_me(work, account.id),
        between=work.actor is not None and work.actor == work.hand,
    )
    if not part.usual and part.settled is None and part.waiting is None and not part.between:
        return None
    pages: Pages = request.app.pages
    shell = speaking(work, request)
    shell.csrf = csrf_token(work, request)
    return pages.render("desk/front.html", page=part, shell=shell)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /helped/ORGANISATION/CASE`."""
    form = await read_form(request, FeedbackForm)
    organisation_id = path_id(request, "organisation_id")
    await say_how_it_was(work, organisation_id, path_id(request), form.feedback)
    return RedirectResponse(came_from(request), 303)


ROUTES = (Route(method="POST", path="/helped/{organisation_id}/{id}", handler=do_say),)
SLOTS = (
    Slot(name="person.desk", fill=fill_person),
    Slot(name="room.desk", fill=fill_room),
    Slot(name="line.desk", fill=fill_first),
)
