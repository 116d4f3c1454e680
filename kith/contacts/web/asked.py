"""`/agreed`: organisations that say one agreed to hear from them. Yes, or no."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _
from kith.base.storage.statement import Asked
from kith.base.web.form import read_form
from kith.base.web.page import Count, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.contacts.actions.answering import Asking, answer_question, questions_asked
from kith.contacts.model import ContactAnswer
from kith.contacts.store import questions_counted
from kith.contacts.web.words import how_sentence


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """One question in words."""

    asking: Asking
    sentence: str


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """All that one is asked; `said` is what follows from an answer just given."""

    rows: Sequence[AskedRow]
    said: str = ""


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """Yes, or no."""

    answer: ContactAnswer


async def show_asked(work: Work, request: Request) -> Response:
    """`GET /agreed`."""
    said = {
        "yes": _("It may write to you now, until you say otherwise on its page."),
        "no": _("It is never told, and cannot ask again."),
    }.get(request.query_params.get("said", ""), "")
    rows = [AskedRow(asking=one, sentence=how_sentence(one.question.how)) for one in await questions_asked(work)]
    return await page(work, request, "contacts/asked.html", AskedPage(rows=rows, said=said))


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /agreed/ORGANISATION`."""
    form = await read_form(request, AnswerForm)
    await answer_question(work, path_id(request), form.answer)
    return RedirectResponse(f"/agreed?said={form.answer}", 303)


async def ask_questions(work: Work) -> Asked:
    """Ask how much one is asked: a line on the pages says so until one has answered."""
    assert work.actor is not None
    return questions_counted(work.actor)


SLOTS = (Count(name="agreed", asked=ask_questions),)
ASKED_ROUTES = (
    Route(method="GET", path="/agreed", handler=show_asked),
    Route(method="POST", path="/agreed/{id}", handler=do_answer),
)
