"""What its author has to choose first, for apps that know no questions: said once, in the words of an error."""

from typing import Protocol, TypeVar

from kith.base.core.errors import Invalid, Undecided
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.pledges import was_warned
from kith.posts.model import Words

Made_co = TypeVar("Made_co", covariant=True)


class Deed(Protocol[Made_co]):
    """What is done in some work; `over` where its person has chosen to do it anyway."""

    async def __call__(self, work: Work, /, *, over: bool) -> Made_co:
        """Do it."""
        ...


async def told_once(work: Work, what: Words | Id, deed: Deed[Made_co]) -> Made_co:
    """Do it. Where there is something to choose first, raise `Invalid` with all of it, once.

    The same again within ten minutes means: anyway, recorded. It is then done in work of its own, already kept when
    this returns: the first try is undone.
    """
    try:
        return await deed(work, over=False)
    except Undecided as error:
        if not await was_warned(work, what):
            others = "; ".join(words for name, words in error.choices.items() if name != "over")
            text = _("{question} Send the same again within ten minutes to do it anyway, recorded. Or: {others}.")
            raise Invalid(text.format(question=error.text, others=others), field="status") from error
    async with work.house.work(actor=work.actor, hand=work.hand) as again:
        return await deed(again, over=True)
