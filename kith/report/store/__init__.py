"""Every SQL statement of the report. What it counts stands at the desk, and is read there each time."""

from kith.report.store.numbers import carried_in, numbers_in
from kith.report.store.questions import (
    asking_words,
    cases_of_question,
    forget_answers,
    forget_questions,
    hold_sorting,
    known_answers,
    leaders_of,
    organisations_with_desks,
    put_answer,
    questions_in,
    reword_answers,
    say_answers,
    start_anew,
    unsorted_cases,
)

__all__ = [
    "asking_words",
    "carried_in",
    "cases_of_question",
    "forget_answers",
    "forget_questions",
    "hold_sorting",
    "known_answers",
    "leaders_of",
    "numbers_in",
    "organisations_with_desks",
    "put_answer",
    "questions_in",
    "reword_answers",
    "say_answers",
    "start_anew",
    "unsorted_cases",
]
