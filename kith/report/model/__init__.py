"""Records, numbers and limits of the report."""

from kith.report.model.fact import SortingQuestions
from kith.report.model.numbers import (
    KEPT_DAYS,
    PERIODS_SHOWN,
    QUESTION_CASES_SHOWN,
    QUESTION_DAYS,
    QUESTION_PEOPLE_MIN,
    QUESTIONS_SHOWN,
    SPANS,
    Bright,
    Carried,
    Helped,
    Numbers,
    Period,
    Question,
    Relations,
    Span,
    Times,
)
from kith.report.model.question import AskedQuestion, QuestionAnswer, QuestionSorting

__all__ = [
    "KEPT_DAYS",
    "PERIODS_SHOWN",
    "QUESTIONS_SHOWN",
    "QUESTION_CASES_SHOWN",
    "QUESTION_DAYS",
    "QUESTION_PEOPLE_MIN",
    "SPANS",
    "AskedQuestion",
    "Bright",
    "Carried",
    "Helped",
    "Numbers",
    "Period",
    "Question",
    "QuestionAnswer",
    "QuestionSorting",
    "Relations",
    "SortingQuestions",
    "Span",
    "Times",
]
