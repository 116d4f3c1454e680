"""`/desk/HANDLE/questions/ID`: a question that came up again, and its answer for the page of questions and answers."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk import organisation_id_of
from kith.organisations.model import ANSWER_MAX, QUESTION_MAX
from kith.report.actions.answering import answer_question
from kith.report.actions.reading import QuestionView, load_question


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """The question as everybody reads it, and its answer."""

    question: str = ""
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """A question with the cases that ask it, and the form of its answer."""

    view: QuestionView
    path: str
    desk_path: str
    answers_path: str
    form: AnswerForm
    error: str = ""
    question_max: int = QUESTION_MAX
    answer_max: int = ANSWER_MAX


async def show_question(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/questions/ID`."""
    view = await load_question(work, await organisation_id_of(work, request), path_id(request))
    known = view.answered
    form = AnswerForm(question=known.question, answer=known.answer) if known else AnswerForm()
    return await _show(work, request, view, form)


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/questions/ID`: what does not fit comes back with its words."""
    organisation_id, form = await organisation_id_of(work, request), await read_form(request, AnswerForm)
    try:
        await answer_question(work, organisation_id, path_id(request), question=form.question, answer=form.answer)
    except Invalid as error:
        work.undo()
        view = await load_question(work, organisation_id, path_id(request))
        short = AnswerForm(question=form.question[: 2 * QUESTION_MAX], answer=form.answer[: 2 * ANSWER_MAX])
        return await _show(work, request, view, short, error)
    return RedirectResponse(f"{request.url.path}?done=kept", 303)


async def _show(
    work: Work, request: Request, view: QuestionView, form: AnswerForm, error: Invalid | None = None
) -> Response:
    handle = view.desk.account.handle
    content = QuestionPage(
        view=view,
        path=f"/desk/{handle}/questions/{view.group_id}",
        desk_path=f"/desk/{handle}",
        answers_path=f"/@{handle}/answers",
        form=form,
        error=error.text if error else "",
    )
    return await page(work, request, "report/question.html", content, status=422 if error else 200)


_PATH = "/desk/{handle}/questions/{id}"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_question),
    Route(method="POST", path=_PATH, handler=do_answer),
)
