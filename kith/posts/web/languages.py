"""In which of their languages one reads somebody."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.people import find_present, read_in, relation, viewer_of
from kith.people.model import Account
from kith.posts import store


class LanguagesForm(msgspec.Struct, frozen=True, kw_only=True):
    """The languages that are ticked."""

    languages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LanguagesPage:
    """Somebody, the languages they write in, and those that are read."""

    account: Account
    written: tuple[str, ...]
    read: tuple[str, ...]
    error: str = ""


async def show_languages(work: Work, request: Request) -> Response:
    """`GET /@somebody/languages`."""
    return await page(work, request, "posts/languages.html", await _content(work, request))


async def do_languages(work: Work, request: Request) -> Response:
    """`POST /@somebody/languages`. Who ticks all of them reads also what comes later."""
    form, content = await read_form(request, LanguagesForm), await _content(work, request)
    if not form.languages:
        error = _("Choose at least one, or stop following {name}.").format(name=content.account.name)
        return await _again(work, request, content, error)
    every = set(content.written) <= set(form.languages)
    try:
        await read_in(work, content.account.id, () if every else form.languages)
    except Invalid as wrong:
        return await _again(work, request, content, wrong.text)
    return RedirectResponse(f"/{address(content.account)}", 303)


async def _again(work: Work, request: Request, content: LanguagesPage, error: str) -> Response:
    work.undo()
    again = LanguagesPage(account=content.account, written=content.written, read=content.read, error=error)
    return await page(work, request, "posts/languages.html", again, status=422)


async def _content(work: Work, request: Request) -> LanguagesPage:
    other, viewer = await find_present(work, request.path_params["handle"]), await viewer_of(work)
    known = await relation(work.db, viewer.id, other.id, work.now)
    if not (known.following or known.requested):
        raise Refused(_("You can choose this only for people whom you follow."))
    written = await store.languages_of(work.db, viewer, other.id)
    chosen = known.languages or ()
    every = tuple(dict.fromkeys([*written, *chosen]))
    return LanguagesPage(account=other, written=every, read=chosen or every)


_PATH = "/@{handle}/languages"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_languages),
    Route(method="POST", path=_PATH, handler=do_languages),
)
