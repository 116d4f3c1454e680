"""Cases are opened by what people say: a message, a mention, an answer, a comment. One case a person and thread."""

from datetime import datetime, timedelta

import msgspec

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import note_event, opening_hours, remember_words, save, show_team
from kith.desk.actions.naming import whom
from kith.desk.model import BUNDLE_MIN, Bundle, Case, Channel
from kith.desk.rules.hours import due_after
from kith.desk.rules.likeness import likeness, quiet_bundle
from kith.desk.rules.moving import answered, belongs_still, counted, heard

FLOOD_HOURS = 1


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was said: by or to whom, in which thread, in which words."""

    organisation_id: Id
    person_id: Id
    channel: Channel
    thread_id: Id
    subject_id: Id
    text: str


async def hear(work: Work, said: Heard) -> None:
    """Open a case for what a person said, or let it stand in the one that is open. Safe to repeat."""
    if await store.is_noted(work.db, said.organisation_id, said.subject_id, "said"):
        return
    at = instant_of(said.subject_id)
    case, is_new = await _hold(work, said, at)
    if not is_new:
        settings, hours = (
            await store.settings_of(work.db, case.organisation_id),
            await opening_hours(work, case.organisation_id),
        )
        if not case.is_open:
            await note_event(work, case, "reopened", by_id=None)
        if await note_event(work, case, "said", by_id=None, subject_id=said.subject_id) is None:
            return
        after = heard(
            case,
            subject_id=said.subject_id,
            moved_id=work.new_id(),
            at=at,
            aim_minutes=settings.aim_minutes,
            hours=hours,
        )
        await save(work, case, after)
    else:
        await note_event(work, case, "opened", by_id=None)
        await note_event(work, case, "said", by_id=None, subject_id=said.subject_id)
        await name_case(work, case)
        await bundle_up(work, case)
        await show_team(work, case)
    await remember_words(work, case, said.subject_id, said.text)


async def hear_answer(work: Work, said: Heard) -> None:
    """Note what an organisation said elsewhere than at its desk. Safe to repeat, and after it was said there."""
    if await store.is_noted(work.db, said.organisation_id, said.subject_id, "answered"):
        return
    case = await store.lock_open(work.db, said.organisation_id, said.person_id, said.channel, said.thread_id)
    if case is None:
        return
    if await note_event(work, case, "answered", by_id=None, subject_id=said.subject_id) is not None:
        await save_answered(work, case, said.subject_id, said.text)


async def save_answered(work: Work, case: Case, subject_id: Id, text: str) -> Case:
    """Write that a held case was answered by a message or post."""
    hours = await opening_hours(work, case.organisation_id)
    await remember_words(work, case, subject_id, text)
    return await save(work, case, answered(case, moved_id=work.new_id(), at=work.now, hours=hours))


async def save_sent_again(work: Work, case: Case) -> Case:
    """Write that a held case waits for them once more: what had not arrived is on its way."""
    hours = await opening_hours(work, case.organisation_id)
    after = answered(case, moved_id=work.new_id(), at=work.now, hours=hours)
    return await save(work, case, msgspec.structs.replace(after, answers=case.answers))


async def open_case(work: Work, said: Heard, *, state_of: Case | None = None) -> Case:
    """Hold the open case of a person in a thread, made where there was none: because the organisation spoke.

    `state_of` is the case that it goes on from: whoever had that one has this one.
    """
    known = await store.lock_open(work.db, said.organisation_id, said.person_id, said.channel, said.thread_id)
    if known is not None:
        return known
    case = await _fresh(work, said, work.now)
    case = msgspec.structs.replace(
        case,
        state="theirs",
        waits_since=None,
        due_at=None,
        likeness=None,
        assignee_id=state_of.assignee_id if state_of else None,
        labels=state_of.labels if state_of else (),
    )
    if not await insert_case(work, case):
        return await open_case(work, said, state_of=state_of)
    await note_event(work, case, "opened", by_id=None)
    await name_case(work, case)
    return case


async def _hold(work: Work, said: Heard, at: datetime) -> tuple[Case, bool]:
    """Hold the case to which something belongs, and tell whether it was made for it."""
    place = said.organisation_id, said.person_id, said.channel, said.thread_id
    known = await store.lock_open(work.db, *place)
    if known is not None:
        return known, False
    settled = await store.lock_last_settled(work.db, *place)
    if settled is not None and not settled.is_open and belongs_still(settled, at):
        return settled, False
    case = await _fresh(work, said, at)
    if await insert_case(work, case):
        return case, True
    return await _hold(work, said, at)  # somebody was first, and has committed meanwhile


async def _fresh(work: Work, said: Heard, at: datetime) -> Case:
    settings = await store.settings_of(work.db, said.organisation_id)
    hours = await opening_hours(work, said.organisation_id)
    case_id = work.new_id()
    return Case(
        organisation_id=said.organisation_id,
        id=case_id,
        person_id=said.person_id,
        channel=said.channel,
        thread_id=said.thread_id,
        last_id=said.subject_id,
        moved_id=case_id,
        opened_at=at,
        waits_since=at,
        due_at=due_after(at, settings.aim_minutes, hours),
        likeness=likeness(said.text) if said.channel != "talk" else None,
    )


async def insert_case(work: Work, case: Case) -> bool:
    """Write a new case, and count it; `False` where one is open there already."""
    if not await work.db.insert_new(case):
        return False
    await store.tally_cases(work.db, counted(None, case))
    return True


async def name_case(work: Work, case: Case) -> None:
    """Let a case be found by who it is with."""
    await remember_words(work, case, case.id, " ".join(((await whom(work, case)).words, *case.labels)))


async def bundle_up(work: Work, case: Case) -> None:
    """Put a new case into a flood, where it comes in one: of words that are alike, or of one public thread."""
    if case.channel == "talk":
        return
    quiet, since_id = case.state == "named", first_id_at(work.now - timedelta(hours=FLOOD_HOURS))
    for key, by_thread in ((case.likeness, False), (case.thread_id, True)):
        if key is None or (by_thread and case.channel == "mail"):
            continue
        together, bundle_id = [case.id], quiet_bundle(key) if quiet else key
        if await store.find_bundle(work.db, case.organisation_id, bundle_id) is None:
            together = await store.alike(
                work.db,
                case.organisation_id,
                key,
                by_thread=by_thread,
                quiet=quiet,
                since_id=since_id,
                limit=BUNDLE_MIN,
            )
            if len(together) < BUNDLE_MIN:
                continue
        bundle = Bundle(
            organisation_id=case.organisation_id,
            id=bundle_id,
            sample_id=min(together),
            count=0,
            begun_at=work.now,
            quiet=quiet,
        )
        await store.put_into_bundle(work.db, bundle, together)
        return
