"""`/desk/HANDLE/words`: who might like to hear a word, and the field in which somebody of the team writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, NotFound
from kith.base.core.ids import parse_id
from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import day
from kith.base.work import Work
from kith.conversations.model import Moment
from kith.desk.actions.desk import Desk
from kith.desk.actions.encouraging import Someone, WordToSay, load_encouraging, mark_news, say_word
from kith.desk.web.listing import case_path, organisation_id_of
from kith.desk.web.wording import speaking

YEAR_DAYS = 365.25


class WordForm(msgspec.Struct, frozen=True, kw_only=True):
    """A word to somebody; `kind` is the part of the page in which it was written."""

    person_id: str = ""
    way_id: str = ""
    text: str = ""
    key: str = ""
    kind: str = ""


class NewsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Of which message or post somebody says that it is good news, or no longer."""

    subject_id: str = ""
    good: bool = False


@dataclass(frozen=True, kw_only=True)
class WordRow:
    """Somebody on the page: why they stand there, and what was typed. `waits` says why no word goes out now, and
    `waits_at` where an answer of the team is awaited.
    """

    one: Someone
    kind: str
    why: str
    href: str
    waits: str
    waits_at: str
    key: str
    text: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class WordsPart:
    """A part of the page: what brings these people into it."""

    icon: str
    title: str
    rows: Sequence[WordRow]


@dataclass(frozen=True, kw_only=True)
class WordsPage:
    """Who might like to hear a word, by what they told; and the public exchanges that brightened a day."""

    desk: Desk
    path: str
    parts: Sequence[WordsPart]
    banter: Sequence[Moment]


async def show_words(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/words`."""
    return await _show(work, request)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/words`: what did not go out comes back with its words."""
    form = await read_form(request, WordForm)
    person_id = parse_id(form.person_id)
    way_id = parse_id(form.way_id) if form.way_id else None
    if person_id is None or (form.way_id and way_id is None):
        raise NotFound
    word = WordToSay(person_id=person_id, text=form.text, way_id=way_id, key=form.key)
    try:
        await say_word(work, await organisation_id_of(work, request), word)
    except KithError as error:
        if isinstance(error, NotFound):
            raise
        work.undo()
        await work.db.release(commit=False)
        work.memo.clear()
        return await _show(work, request, form, error)
    return RedirectResponse(f"/desk/{request.path_params['handle']}/words", 303)


async def do_mark(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/news`."""
    form, case_id = await read_form(request, NewsForm), path_id(request)
    subject_id = parse_id(form.subject_id)
    if subject_id is None:
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="subject_id"), field="subject_id")
    await mark_news(work, await organisation_id_of(work, request), case_id, subject_id, good=form.good)
    return RedirectResponse(f"{case_path(request, case_id)}#line-{subject_id}", 303)


async def _show(
    work: Work, request: Request, typed: WordForm | None = None, error: KithError | None = None
) -> Response:
    found = await load_encouraging(work, await organisation_id_of(work, request))
    path = f"/desk/{found.desk.account.handle}"
    shell = speaking(work, request)

    def part(icon: str, title: str, kind: str, some: Sequence[Someone], why: Callable[[Someone], str]) -> WordsPart:
        rows = [
            WordRow(
                one=one,
                kind=kind,
                why=why(one),
                href=f"{path}/cases/{one.case.id}" if one.case else "",
                waits=_waits(one, shell),
                waits_at=f"{path}/cases/{one.waits_in}" if one.waits_in and one.hears else "",
                key=str(work.new_id()),
                text=typed.text if typed and _is_of(typed, kind, one) else "",
                error=error.text if error and typed and _is_of(typed, kind, one) else "",
            )
            for one in some
        ]
        return WordsPart(icon=icon, title=title, rows=rows)

    parts = (
        part("sprout", _("On a way of their own"), "way", found.ways, lambda one: _until(one, shell)),
        part("party-popper", _("Told good news"), "news", found.news, lambda _one: ""),
        part("heart", _("Said thanks"), "thanks", found.thanks, _thanked),
        part("coffee", _("Coming back for years"), "years", found.years, lambda one: _years(one, work)),
    )
    content = WordsPage(desk=found.desk, path=path, parts=[one for one in parts if one.rows], banter=found.banter)
    status = 422 if error else 200
    return await page(work, request, "desk/words.html", content, status=status)


def _is_of(typed: WordForm, kind: str, one: Someone) -> bool:
    way_id = str(one.way.id) if one.way else ""
    return (typed.kind, typed.person_id, typed.way_id) == (kind, str(one.person.id), way_id)


def _waits(one: Someone, shell: object) -> str:
    if one.waits_in is not None and one.hears:
        return _("They wait for an answer of yours. Say it there.")
    return _("The next word can go from {day} on.").format(day=day(one.not_before, shell)) if one.not_before else ""


def _until(one: Someone, shell: object) -> str:
    assert one.way is not None
    return _("until {day}").format(day=day(one.way.until, shell))


def _thanked(one: Someone) -> str:
    return _("It brightened their day") if one.brightened else ""


def _years(one: Someone, work: Work) -> str:
    assert one.since is not None
    years = int((work.now - one.since).days / YEAR_DAYS)
    return ngettext("You first talked {num} year ago", "You first talked {num} years ago", years).format(num=years)


ROUTES = (
    Route(method="GET", path="/desk/{handle}/words", handler=show_words),
    Route(method="POST", path="/desk/{handle}/words", handler=do_say, limit="message"),
    Route(method="POST", path="/desk/{handle}/cases/{id}/news", handler=do_mark),
)
