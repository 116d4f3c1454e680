"""What the report does by itself: sorts questions, and forgets with whom they go."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.organisations.model import AnswersWritten
from kith.people.model import Left
from kith.report.actions.parting import forget
from kith.report.actions.sorting import match_answers, sort_all, sort_questions
from kith.report.model import SortingQuestions

SORTED_EVERY = timedelta(hours=1)


async def _sort(work: Work, fact: SortingQuestions) -> None:
    await sort_questions(work, fact.organisation_id, goes_on=fact.goes_on)


async def _match(work: Work, fact: AnswersWritten) -> None:
    await match_answers(work, fact.organisation_id, fact.reworded)


async def _left(work: Work, fact: Left) -> None:
    await forget(work, fact.account_id)


LISTENERS = (
    Listener(SortingQuestions, "report.sort", _sort),
    Listener(AnswersWritten, "report.match", _match),
    Listener(Left, "report.left", _left),
)
NIGHTLY = (Nightly(name="report.questions", at=time(2, 50), run=sort_all, every=SORTED_EVERY),)
