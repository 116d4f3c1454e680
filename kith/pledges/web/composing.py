"""In the composer: where one stands before writing, the question when there is no place, and ways on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import KithError
from kith.base.core.ids import Id, parse_id
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token, fragment
from kith.base.web.routing import Route
from kith.base.web.shown import time_until
from kith.base.work import Work
from kith.pledges.actions.later import conversations_about, schedule_next
from kith.pledges.actions.seeing import pieces_for
from kith.pledges.rules import sentences
from kith.pledges.rules.deciding import Piece, Question
from kith.pledges.rules.sorting import LIKELY, answer_key, is_asked
from kith.posts import BODY_MAX_BYTES, WriteForm, answers_of, keep_pictures, note_details, words_of, write_page
from kith.posts.model import Card

SECONDS_DIGITS_MAX = 11  # of what a place is named by: far beyond any pledge


class AskingForm(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the composer while somebody writes."""

    text: str = ""
    warning: str = ""
    answers: dict[str, Any] = {}


class StandingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One pledge in the composer: where one stands, and whether these words look as if they were about it."""

    key: str
    pledge_id: Id
    line: str
    is_full: bool
    asks: str  # the question; empty where nothing is asked
    said: str


class StandingPart(msgspec.Struct, frozen=True, kw_only=True):
    """All pledges that hold."""

    rows: tuple[StandingRow, ...]


class QuestionPart(msgspec.Struct, frozen=True, kw_only=True):
    """What its author has to choose. `others` are pledges that ask only what it is about."""

    words: str
    if_then: str
    key: str
    label: str
    is_full: bool
    is_edit: bool
    when: str | None
    free_at: int  # the same as a number, so that what is chosen is what was said
    others: tuple[StandingRow, ...]
    answered: dict[str, str]
    talks: Sequence[Card]
    post_path: str


async def fill_composer(work: Work, request: Request) -> Any | None:
    """Fill the composer's slot: with the question, where one was asked, else with where one stands."""
    if work.actor is None:
        return None
    form: WriteForm = request.state.composer
    question = request.state.question
    pages: Pages = request.app.pages
    if isinstance(question, Question):
        return pages.render("pledges/question.html", page=await _question(work, request, form, question))
    rows = await _rows(work, request, form.text, form.warning, answers_of(form))
    if not rows:
        return None
    return pages.render("pledges/standing.html", page=StandingPart(rows=rows), csrf=csrf_token(work, request))


async def do_ask(work: Work, request: Request) -> Response:
    """`POST /pledges/asking`: where one stands, for what is being written. Nothing is kept of it."""
    form = await read_form(request, AskingForm)
    answers = answers_of(WriteForm(answers=form.answers))
    rows = await _rows(work, request, form.text, form.warning, answers)
    part = StandingPart(rows=rows)
    return await fragment(work, request, "pledges/standing.html", part, csrf=csrf_token(work, request))


async def do_schedule(work: Work, request: Request) -> Response:
    """`POST /pledges/later`: let what stands in the composer go out when it has a place."""
    form = await keep_pictures(work, await read_form(request, WriteForm))
    try:
        await note_details(work, form)
        await schedule_next(
            work,
            words_of(form),
            draft_id=parse_id(form.draft_id),
            idempotency_key=form.once or None,
            said=_said(request),
        )
    except KithError as error:
        work.undo()
        return await write_page(work, request, form, error)
    return RedirectResponse("/drafts", 303)


def _said(request: Request) -> datetime | None:
    """Read which place stood on the button; nothing readable says nothing."""
    given = request.query_params.get("free_at", "")
    if not (given.isascii() and given.isdecimal() and len(given) <= SECONDS_DIGITS_MAX):
        return None
    return datetime.fromtimestamp(int(given), UTC)


async def _rows(
    work: Work, request: Request, text: str, warning: str, answers: dict[str, str]
) -> tuple[StandingRow, ...]:
    return tuple(_row(work, request, one, answers) for one in await pieces_for(work, f"{warning}\n{text}"))


def _row(work: Work, request: Request, piece: Piece, answers: dict[str, str]) -> StandingRow:
    key = answer_key(piece.pledge.id)
    preset = "yes" if piece.likelihood >= LIKELY else ""
    said = answers.get(key, "")
    return StandingRow(
        key=key,
        pledge_id=piece.pledge.id,
        line=sentences.standing(piece, when_free(work, request, piece)),
        is_full=piece.is_full,
        asks=sentences.is_it(piece) if is_asked(piece.likelihood) else "",
        said=said if said in ("yes", "no") else preset,
    )


async def _question(work: Work, request: Request, form: WriteForm, question: Question) -> QuestionPart:
    first, *rest = question.pieces
    key, answers = answer_key(first.pledge.id), answers_of(form)
    free = question.next_free_at
    when = None if free is None else time_until(free, speaking(work, request, first.pledge.timezone))
    asked = {answer_key(one.pledge.id) for one in question.pieces}
    others = tuple(_row(work, request, one, answers) for one in rest if not one.is_full)
    return QuestionPart(
        words=sentences.full(question, when) if first.is_full else sentences.is_it(first),
        if_then=first.pledge.if_then,
        key=key,
        label=first.pledge.about,
        is_full=first.is_full,
        is_edit=bool(form.version),
        when=when,
        free_at=int(free.timestamp()) if free else 0,
        others=others,
        answered={name: said for name, said in answers.items() if name not in asked and said in ("yes", "no", "later")},
        talks=await conversations_about(work, first.pledge.topic) if first.is_full and not form.version else (),
        post_path=request.url.path.removesuffix("/edit"),
    )


def when_free(work: Work, request: Request, piece: Piece) -> str | None:
    """Say when a pledge has a place again, by its own clock; `None` where none comes."""
    at = piece.next_free_at
    return None if at is None else time_until(at, speaking(work, request, piece.pledge.timezone))


class Speaking(msgspec.Struct, frozen=True, kw_only=True):
    """What sentences about times need to know: the pledge's own clock, not that of the device."""

    language: str
    timezone: str
    now: Any


def speaking(work: Work, request: Request, timezone: str) -> Speaking:
    """Give what sentences about a pledge's times need to know."""
    return Speaking(language=request.state.language, timezone=timezone, now=work.now)


ROUTES = (
    Route(method="POST", path="/pledges/asking", handler=do_ask, limit="typing", before_confirmed=True),
    Route(method="POST", path="/pledges/later", handler=do_schedule, limit="post", body_max_bytes=BODY_MAX_BYTES),
)
SLOTS = (Slot(name="composer.pledges", fill=fill_composer),)
