"""A person lets an organisation write to them, or not any more."""

from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.people import get_account


async def ask_to_write(work: Work, organisation_id: Id) -> None:
    """Let an organisation write to one, though one never wrote to it. Raises `NotFound` for what is none."""
    person_id = themself(work)
    if (await get_account(work.db, organisation_id)).kind != "organisation":
        raise NotFound
    await store.ask_for_it(work.db, organisation_id, person_id, work.now)


async def ask_to_write_no_more(work: Work, organisation_id: Id) -> None:
    """Take that back."""
    await store.ask_no_more(work.db, organisation_id, themself(work))


async def erase_relation(work: Work, organisation_id: Id) -> None:
    """Let an organisation keep nothing of having talked with one. From then on it is a stranger again."""
    person_id = themself(work)
    await store.erase_relation(work.db, organisation_id, person_id)
    await store.forget_acts_with(work.db, organisation_id, person_id)


def themself(work: Work) -> Id:
    """Give the person who acts, for themself. Raises `Refused` where they act for an organisation."""
    if work.actor is None:
        raise SignInFirst
    if work.actor != work.hand:
        raise Refused(_("That is for people. Go back to yourself first; an organisation has none of it."))
    return work.actor
