"""Contacts: people who agreed to hear from an organisation somewhere else, and are asked here whether that is so.

Words: a *list* is a file of such people that a team sends, with how and when they agreed. Who of them is here, and
lets themselves be found by their mail address, finds one *question*: yes, or no. Only a yes lets the organisation write
first, and only of those who said yes it learns that they are here. A no is final, and nobody is told.
"""

from kith.contacts.actions.answering import answer_question, questions_asked
from kith.contacts.actions.sending import lists_of, send_list, those_who_agreed
from kith.contacts.web import FILE_MAX_BYTES, problem_of

__all__ = [
    "FILE_MAX_BYTES",
    "answer_question",
    "lists_of",
    "problem_of",
    "questions_asked",
    "send_list",
    "those_who_agreed",
]
