"""Somebody says whether they agreed to hear from an organisation."""

from dataclasses import dataclass

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.contacts import store
from kith.contacts.model import ContactAnswer, ContactQuestion
from kith.organisations import ask_to_write, themself
from kith.people import present_accounts, viewer_of
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A question, and who asks."""

    question: ContactQuestion
    organisation: Account


async def questions_asked(work: Work) -> list[Asking]:
    """List what one is asked, without those who are gone or whom a block keeps away."""
    found = await store.open_questions(work.db, themself(work))
    there = {one.id: one for one in await present_accounts(work.db, [one.organisation_id for one in found])}
    hidden = (await viewer_of(work)).hidden if found else ()
    return [
        Asking(question=one, organisation=there[one.organisation_id])
        for one in found
        if one.organisation_id in there and one.organisation_id not in hidden
    ]


async def answer_question(work: Work, organisation_id: Id, answer: ContactAnswer) -> None:
    """Say yes, and let the organisation write; or no, for ever, of which nobody is told.

    The same answer again changes nothing. Raises `NotFound` where nobody asked, `Refused` for another answer.
    """
    person_id = themself(work)
    question = await store.lock_question(work.db, person_id, organisation_id)
    if question is None:
        raise NotFound
    if question.answer is not None:
        if question.answer != answer:
            raise Refused(_("You have answered that. On its page you can let it write to you, or not any more."))
        return
    await store.write_answer(work.db, person_id, organisation_id, answer)
    if answer == "yes":
        await ask_to_write(work, organisation_id)
