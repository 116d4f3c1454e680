"""Answering once who named an organisation and wishes to be answered: the one way round "nobody first"."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.model import OrganisationOpening


async def let_answer(work: Work, organisation_id: Id, person_id: Id, post_id: Id) -> None:
    """Let an organisation answer a post once, in public."""
    await store.add_opening(
        work.db, OrganisationOpening(organisation_id=organisation_id, post_id=post_id, person_id=person_id)
    )


async def close_openings(
    work: Work, *, post_id: Id | None = None, person_id: Id | None = None, organisation_id: Id | None = None
) -> None:
    """Take that back: for a post, or for a person; of a person also for one organisation alone."""
    await store.close_openings(work.db, post_id=post_id, person_id=person_id, organisation_id=organisation_id)


async def has_spoken(work: Work, organisation_id: Id, person_id: Id) -> bool:
    """Tell whether somebody spoke to an organisation, or asked it to write: it may answer them from then on."""
    return bool(await store.spoke_or_asked(work.db, organisation_id, [person_id]))


async def may_answer(work: Work, organisation_id: Id, person_id: Id, post_id: Id) -> bool:
    """Tell whether an organisation may answer a post that does not speak to it."""
    if await has_spoken(work, organisation_id, person_id):
        return True
    return await store.has_opening(work.db, organisation_id, post_id)
