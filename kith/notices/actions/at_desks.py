"""Telling of desks: a colleague gave somebody a case, or named them in a note; a webhook of theirs was paused."""

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.desk import sees_case
from kith.desk.model import CaseGiven, NamedInNote
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.model import NoticeKind
from kith.organisations import may, members_of
from kith.webhooks.model import WebhookPaused


async def hear_given(work: Work, fact: CaseGiven) -> None:
    """Tell somebody of a case that is theirs now, as long as it is."""
    if await sees_case(work, fact.organisation_id, fact.case_id, fact.to_id, given=True):
        await _tell(work, fact.to_id, "case", fact.by_id, fact.case_id)


async def hear_named(work: Work, fact: NamedInNote) -> None:
    """Tell those who are named in a note, as far as the case is for them to see."""
    for person_id in sorted(fact.to_ids):
        if await sees_case(work, fact.organisation_id, fact.case_id, person_id):
            await _tell(work, person_id, "case_note", fact.by_id, fact.case_id)


async def _tell(work: Work, owner_id: Id, kind: NoticeKind, by_id: Id, about_id: Id) -> None:
    """One notice, as long as it is not read: the same again, later, is told anew."""
    await store.lock_owner(work.db, owner_id)
    await store.remove_read_notice(work.db, owner_id=owner_id, kind=kind, from_id=by_id, about_id=about_id)
    await tell_of_person(work, owner_id, kind, by_id, about_id=about_id)


async def hear_paused(work: Work, fact: WebhookPaused) -> None:
    """Tell the owners of an organisation that what happens at its desk is told to a program no longer."""
    for seat in await members_of(work, fact.organisation_id):
        if may(seat.role, "programs"):
            await _tell(work, seat.person_id, "webhook", fact.organisation_id, fact.webhook_id)
