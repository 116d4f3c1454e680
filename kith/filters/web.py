"""`/settings/filters`: words that one would rather not see."""

from dataclasses import dataclass
from datetime import timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.filters import store
from kith.filters.actions import change_filter, delete_filter, make_filter
from kith.filters.model import CONTEXTS, FilterAction, FilterWish, FullFilter, KeywordWish
from kith.filters.rules import is_active

LENGTHS_H = {"half": 0.5, "hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24}
WORDS_MAX = 20  # that one form can name


class FilterForm(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as it is written on the page: one word or phrase a line."""

    title: str = ""
    words: str = ""
    parts: bool = False  # whether they count inside longer words too
    contexts: tuple[str, ...] = ()
    action: FilterAction = "warn"
    length: str = "open"


@dataclass(frozen=True, kw_only=True)
class FilterRow:
    """A filter in the list."""

    full: FullFilter
    active: bool


@dataclass(frozen=True, kw_only=True)
class FiltersPage:
    """All of one's filters."""

    rows: tuple[FilterRow, ...]


@dataclass(frozen=True, kw_only=True)
class FilterPage:
    """One filter, or a new one, and what was wrong with the form, where something was."""

    full: FullFilter | None
    form: FilterForm
    contexts: tuple[tuple[str, str], ...]
    error: str = ""
    field: str = ""


async def show_filters(work: Work, request: Request) -> Response:
    """`GET /settings/filters`."""
    assert work.actor is not None
    found = await store.filters_of(work.db, work.actor)
    rows = tuple(FilterRow(full=one, active=is_active(one, now=work.now)) for one in found)
    return await page(work, request, "filters/filters.html", FiltersPage(rows=rows))


async def show_new(work: Work, request: Request) -> Response:
    """`GET /settings/filters/new`. A card's menu brings its hashtags along as `words`."""
    words = request.query_params.get("words", "").replace(" ", "\n")[:200]
    form = FilterForm(words=words, contexts=("home", "notifications", "public"))
    return await _form(work, request, None, form)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /settings/filters/ID`."""
    assert work.actor is not None
    full = await store.find_filter(work.db, work.actor, path_id(request))
    form = FilterForm(
        title=full.filter.title,
        words="\n".join(one.keyword for one in full.keywords),
        parts=any(not one.whole_word for one in full.keywords),
        contexts=full.filter.contexts,
        action=full.filter.action,
        length="keep",
    )
    return await _form(work, request, full, form)


async def do_make(work: Work, request: Request) -> Response:
    """`POST /settings/filters`."""
    form = await read_form(request, FilterForm)
    try:
        lines = _lines(form)
        if not lines:
            raise Invalid(_("Write a word or a phrase."), field="words")
        await make_filter(work, _wish(work, form, None), [_keyword(line, form) for line in lines])
    except (Invalid, Refused) as error:
        return await _again(work, request, None, form, error)
    return RedirectResponse("/settings/filters", 303)


async def do_change(work: Work, request: Request) -> Response:
    """`POST /settings/filters/ID`. Lines that are still there stay the keywords they were."""
    assert work.actor is not None
    form, filter_id = await read_form(request, FilterForm), path_id(request)
    full = await store.find_filter(work.db, work.actor, filter_id)
    try:
        lines = _lines(form)
        known = {one.keyword: one for one in full.keywords}
        keywords = [KeywordWish(id=one.id, gone=True) for text, one in known.items() if text not in lines]
        for line in lines:
            wish = _keyword(line, form)
            keywords.append(msgspec.structs.replace(wish, id=known[line].id if line in known else None))
        await change_filter(work, filter_id, _wish(work, form, full), keywords)
    except (Invalid, Refused) as error:
        return await _again(work, request, full, form, error)
    return RedirectResponse("/settings/filters", 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /settings/filters/ID/delete`."""
    await delete_filter(work, path_id(request))
    return RedirectResponse("/settings/filters", 303)


def _lines(form: FilterForm) -> list[str]:
    lines = list(dict.fromkeys(line.strip() for line in form.words.splitlines() if line.strip()))
    if len(lines) > WORDS_MAX:
        raise Invalid(_("That is too many at once: {count} lines.").format(count=WORDS_MAX), field="words")
    return lines


def _keyword(line: str, form: FilterForm) -> KeywordWish:
    return KeywordWish(keyword=line, whole_word=not form.parts)


def _wish(work: Work, form: FilterForm, full: FullFilter | None) -> FilterWish:
    hours = LENGTHS_H.get(form.length)
    until_at = work.now + timedelta(hours=hours) if hours else None
    if form.length == "keep" and full is not None:
        until_at = full.filter.expires_at
    title = form.title.strip() or form.words.strip().partition("\n")[0].strip()[:100]
    return FilterWish(title=title, contexts=form.contexts, action=form.action, expires_at=until_at)


async def _again(
    work: Work, request: Request, full: FullFilter | None, form: FilterForm, error: Invalid | Refused
) -> Response:
    work.undo()
    field = (error.field or "") if isinstance(error, Invalid) else ""
    return await _form(work, request, full, form, error=error.text, field=field)


async def _form(
    work: Work, request: Request, full: FullFilter | None, form: FilterForm, *, error: str = "", field: str = ""
) -> Response:
    words = {
        "home": _("Home and lists"),
        "notifications": _("Notices"),
        "public": _("Public lists and hashtags"),
        "thread": _("Threads"),
        "account": _("People’s pages"),
    }
    contexts = tuple((one, words[one]) for one in CONTEXTS)
    content = FilterPage(full=full, form=form, contexts=contexts, error=error, field=field)
    return await page(work, request, "filters/filter.html", content, status=422 if error else 200)


_ALL, _ONE = "/settings/filters", "/settings/filters/{id}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_filters),
    Route(method="GET", path=f"{_ALL}/new", handler=show_new),
    Route(method="POST", path=_ALL, handler=do_make),
    Route(method="GET", path=_ONE, handler=show_one),
    Route(method="POST", path=_ONE, handler=do_change),
    Route(method="POST", path=_ONE + "/delete", handler=do_delete),
)
