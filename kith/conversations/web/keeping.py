"""For how long messages stay, whether one is reminded of them, and taking a conversation along."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.conversations.actions.memories import set_memories
from kith.conversations.actions.vanishing import keep_for, refuse_keeping
from kith.conversations.model import KEEPS_DAYS, ConversationView


class KeepForm(msgspec.Struct, frozen=True, kw_only=True):
    """After how many days messages vanish; 0: they stay. Who agrees does so in the conversation."""

    days: int = 0
    agrees: bool = False


class MemoriesForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the two are reminded."""

    wanted: bool = False


def span_words(days: int) -> str:
    """Say for how long messages stay."""
    if days == 0:
        return _("For ever")
    if days == 7:
        return _("One week")
    return ngettext("{count} day", "{count} days", days).format(count=days)


def spans_kept() -> list[tuple[int, str]]:
    """List what can be chosen."""
    return [(days, span_words(days)) for days in (0, *KEEPS_DAYS)]


def asked_words(view: ConversationView) -> str:
    """Say what one of the two asked for; nothing where nobody did."""
    asked_by, days = view.conversation.asked_by, view.conversation.asked_days
    if asked_by is None or days is None:
        return ""
    if asked_by == view.me.account_id:
        return _("You asked for: {span}. It holds once the other wants it too.").format(span=span_words(days))
    name = first_name(view.people[0]) if view.people else ""
    return _("{name} would like messages to stay: {span}.").format(name=name, span=span_words(days))


async def do_keep(work: Work, request: Request) -> Response:
    """`POST /talk/ID/keep`: decide it for a group, ask for it of two, or agree."""
    form = await read_form(request, KeepForm)
    await keep_for(work, path_id(request), form.days or None)
    return RedirectResponse(f"/talk/{path_id(request)}" if form.agrees else f"/talk/{path_id(request)}/about", 303)


async def do_refuse(work: Work, request: Request) -> Response:
    """`POST /talk/ID/keep/refuse`."""
    await refuse_keeping(work, path_id(request))
    return RedirectResponse(f"/talk/{path_id(request)}", 303)


async def do_memories(work: Work, request: Request) -> Response:
    """`POST /talk/ID/memories`."""
    form = await read_form(request, MemoriesForm)
    await set_memories(work, path_id(request), wanted=form.wanted)
    return RedirectResponse(f"/talk/{path_id(request)}/about", 303)


ROUTES = (
    Route(method="POST", path="/talk/{id}/keep", handler=do_keep),
    Route(method="POST", path="/talk/{id}/keep/refuse", handler=do_refuse),
    Route(method="POST", path="/talk/{id}/memories", handler=do_memories),
)
