"""A question that came up again gets its answer on the organisation's page."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import add_answer
from kith.organisations.model import Answered
from kith.report import store
from kith.report.actions.reading import load_question
from kith.report.model import QuestionAnswer


async def answer_question(work: Work, organisation_id: Id, group_id: Id, *, question: str, answer: str) -> Answered:
    """Write the answer to a question for everybody to read. The same again changes nothing.

    Raises `NotFound` where nobody asks it, `Refused` for who does not write the page, `Invalid` for what does not fit.
    """
    await load_question(work, organisation_id, group_id)
    written = await add_answer(work, organisation_id, question, answer)
    known = QuestionAnswer(organisation_id=organisation_id, group_id=group_id, question=written.question)
    await store.put_answer(work.db, known)
    return written
