"""Whose a case is, and how far it has come: take, hand over, put aside, settle, open again, labels, floods."""

from datetime import datetime

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of, held_case, note_deed, note_event, opening_hours, remember_words, save
from kith.desk.actions.naming import whom
from kith.desk.model import LABEL_MAX, LABELS_MAX, Case, CaseDue, CaseGiven, SettlingBundle
from kith.desk.rules.moving import given, reopened, settled, snoozed, woken
from kith.organisations import hold_seat, seat_of
from kith.people import present_accounts

BUNDLE_STEP = 100


async def take(work: Work, organisation_id: Id, case_id: Id, *, over: bool = False) -> Case:
    """Take a case. Raises `Undecided` where a colleague has it, unless it is to be taken `over`."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    if case.assignee_id == desk.me:
        return case
    desk.check_all()
    desk.check_person()
    if case.assignee_id is not None and not over:
        people = await present_accounts(work.db, [case.assignee_id])
        name = people[0].name or people[0].handle if people else _("A colleague")
        raise Undecided(_("{name} has this case.").format(name=name), choices={"over": _("Take it over")})
    await note_deed(work, desk, case, "taken")
    return await save(work, case, given(case, desk.me))


async def give(work: Work, organisation_id: Id, case_id: Id, to_id: Id | None) -> Case:
    """Give a case to a colleague, or back to the desk. Raises `Invalid` for who is not on the team."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    if to_id == case.assignee_id:
        return case
    if to_id is not None:
        desk.check_all()
        if await seat_of(work, desk.id, to_id) is None:
            raise Invalid(_("Choose somebody of your team."), field="to_id")
        await hold_seat(work, desk.id, to_id)
    await note_deed(work, desk, case, "assigned" if to_id is not None else "released", whom_id=to_id)
    if to_id not in (None, desk.me):
        work.tell(CaseGiven(organisation_id=desk.id, case_id=case.id, to_id=Id(to_id or 0), by_id=desk.teller))
    return await save(work, case, given(case, to_id))


async def snooze(work: Work, organisation_id: Id, case_id: Id, until: datetime) -> Case:
    """Put a case aside until an instant. Raises `Invalid` for one that is past, `Refused` for a settled case."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    after = snoozed(case, until, work.now)
    await note_deed(work, desk, case, "snoozed", until=until)
    work.tell(CaseDue(organisation_id=desk.id, case_id=case.id), at=until)
    return await save(work, case, after)


async def wake(work: Work, organisation_id: Id, case_id: Id) -> None:
    """Bring back a case whose time has come. Told for each time it was put aside; only the last of them counts."""
    if await store.find_case(work.db, organisation_id, case_id) is None:
        return
    case = await store.lock_case(work.db, organisation_id, case_id)
    if case.snoozed_until is None or case.snoozed_until > work.now:
        return
    settings = await store.settings_of(work.db, organisation_id)
    hours = await opening_hours(work, organisation_id)
    after = woken(case, moved_id=work.new_id(), now=work.now, aim_minutes=settings.aim_minutes, hours=hours)
    await note_event(work, case, "woke", by_id=None)
    await save(work, case, after)


async def settle(work: Work, organisation_id: Id, case_id: Id) -> Case:
    """Say that nothing is left to do. Settling it again changes nothing."""
    desk = await desk_of(work, organisation_id)
    return await _settle(work, desk, await held_case(work, desk, case_id))


async def reopen(work: Work, organisation_id: Id, case_id: Id) -> Case:
    """Take a settled case up again. Raises `Refused` for one that is open, or beside which a newer one is."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    newer = await store.lock_open(work.db, desk.id, case.person_id, case.channel, case.thread_id)
    if newer is not None and newer.id != case.id:
        raise Refused(_("They wrote again meanwhile: that is a case of its own, and it is open."))
    after = reopened(
        case, moved_id=work.new_id(), now=work.now, aim_minutes=desk.settings.aim_minutes, hours=desk.hours
    )
    await note_deed(work, desk, case, "reopened")
    return await save(work, case, after)


async def label(work: Work, organisation_id: Id, case_id: Id, labels: tuple[str, ...]) -> Case:
    """Say which labels a case has: these, and no others. Raises `Invalid` for too many."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    lines = (clean_line(one, length_max=LABEL_MAX, field="labels") for one in labels)
    wanted = tuple(sorted({one.casefold(): one for one in lines if one}.values(), key=str.casefold))
    if len(wanted) > LABELS_MAX:
        raise Invalid(_("A case has up to {count} labels.").format(count=LABELS_MAX), field="labels")
    if wanted == case.labels:
        return case
    await note_deed(work, desk, case, "labelled", text=", ".join(wanted))
    after = await save(work, case, msgspec.structs.replace(case, labels=wanted))
    await remember_words(work, case, case.id, " ".join(((await whom(work, case)).words, *wanted)))
    return after


async def settle_bundle(work: Work, organisation_id: Id, bundle_id: Id) -> None:
    """Settle what is left of a flood. Raises `NotFound` where there is none."""
    desk = await desk_of(work, organisation_id)
    desk.check_all()
    if await store.find_bundle(work.db, desk.id, bundle_id) is None:
        raise NotFound
    await settle_more(work, SettlingBundle(organisation_id=desk.id, bundle_id=bundle_id, by_id=desk.me))


async def settle_more(work: Work, fact: SettlingBundle) -> None:
    """Settle some cases of a flood; the next job goes on. By whose hand is asked anew: seats end."""
    hand = Work(house=work.house, db=work.db, now=work.now, actor=fact.by_id, hand=fact.by_id)
    try:
        desk = await desk_of(hand, fact.organisation_id)
    except (NotFound, Refused):  # it ended meanwhile, or rests
        return
    found = await store.bundled_cases(work.db, desk.id, fact.bundle_id, Paging(limit=BUNDLE_STEP))
    for case_id in sorted(one.id for one in found.items):
        case = await store.lock_case(work.db, desk.id, case_id)
        if case.bundle_id == fact.bundle_id:
            await _settle(work, desk, case)
    if found.older_than is not None:
        work.tell(fact)


async def _settle(work: Work, desk: Desk, case: Case) -> Case:
    if not case.is_open:
        return case
    await note_deed(work, desk, case, "settled")
    return await save(work, case, settled(case, work.now, desk.hours))
