"""What every act at a desk begins with: whose desk it is, who sits there, and what they may see of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.model import Case, CaseEvent, CaseNoted, CaseWords, DeskSettings, EventKind, Hours
from kith.desk.rules.hours import hours_of
from kith.desk.rules.moving import counted
from kith.organisations import find_organisation, hold_seat, may, members_of, my_seat, record
from kith.organisations.model import TeamProgram, TeamSeat
from kith.people import get_account
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class Desk:
    """An organisation's desk as one of its team sits at it."""

    account: Account
    seat: TeamSeat
    settings: DeskSettings
    hours: Hours
    by_program: bool = False  # whether it is no person, but a program that was let in

    @property
    def id(self) -> Id:
        """Whose desk it is."""
        return self.account.id

    @property
    def me(self) -> Id:
        """Who sits there."""
        return self.seat.person_id

    @property
    def teller(self) -> Id:
        """In whose name colleagues are told of what was done here: a program's are told in the organisation's."""
        return self.id if self.by_program else self.me

    @property
    def zone(self) -> ZoneInfo:
        """By which clock its days begin."""
        return ZoneInfo(self.hours.zone)

    @property
    def sees_all(self) -> bool:
        """Whether every case is for them; else only those that were given to them."""
        return may(self.seat.role, "work_all")

    @property
    def leads(self) -> bool:
        """Whether saved replies, the aim and the record of the team are theirs to look after."""
        return may(self.seat.role, "audit")

    def check_sees(self, case: Case) -> None:
        """Raise `NotFound` for a case that is not for them to see."""
        if not self.sees_all and case.assignee_id != self.me:
            raise NotFound

    def check_all(self) -> None:
        """Raise `Refused` for who only works on what is given to them."""
        if not self.sees_all:
            raise Refused(_("Your seat is for the cases that are given to you. Ask a colleague to do this."))

    def check_person(self) -> None:
        """Raise `Refused` for a program: nobody waits for what only somebody can have."""
        if self.by_program:
            raise Refused(_("A program cannot have a case. Give it to somebody of the team."))

    def check_leads(self) -> None:
        """Raise `Refused` for who does not look after the desk."""
        if not self.leads:
            raise Refused(_("Only owners and managers change how the desk works."))


async def desk_of(work: Work, organisation_id: Id) -> Desk:
    """Sit down at a desk. Raises `NotFound` for who has no seat there, as where there is none."""
    seat = await my_seat(work, organisation_id)
    return Desk(
        account=await get_account(work.db, organisation_id),
        seat=seat,
        settings=await store.settings_of(work.db, organisation_id),
        hours=await opening_hours(work, organisation_id),
        by_program=TeamProgram in work.memo,
    )


async def opening_hours(work: Work, organisation_id: Id) -> Hours:
    """Read when a desk is open."""
    organisation = await find_organisation(work.db, organisation_id)
    return Hours() if organisation is None else hours_of(organisation)


async def held_case(work: Work, desk: Desk, case_id: Id) -> Case:
    """Lock a case, as far as whoever sits there may see it, and still sits there. Raises `NotFound`."""
    case = await store.lock_case(work.db, desk.id, case_id)
    await hold_seat(work, desk.id, desk.me)
    desk.check_sees(case)
    return case


def on_behalf(work: Work, desk: Desk) -> Work:
    """Act for the organisation, by the hand of whoever sits there, in the same transaction."""
    return replace(work, actor=desk.id, hand=desk.me, memo={})


async def save(work: Work, before: Case, after: Case) -> Case:
    """Write what became of a locked case, count it, and let the team see it.

    Whoever touches one of a flood takes it out of it: it is a case like any other from then on.
    """
    if before.bundle_id is not None and (after.state not in ("new", "named") or after.assignee_id is not None):
        await store.count_bundled(work.db, before.organisation_id, before.bundle_id, -1)
        after = msgspec.structs.replace(after, bundle_id=None)
    if after != before:
        await store.change_case(work.db, after)
        await store.tally_cases(work.db, counted(before, after))
    await show_team(work, after)
    return after


async def note_event(
    work: Work,
    case: Case,
    kind: EventKind,
    *,
    by_id: Id | None,
    whom_id: Id | None = None,
    subject_id: Id | None = None,
    text: str = "",
    named_ids: tuple[Id, ...] = (),
    until: datetime | None = None,
) -> CaseEvent | None:
    """Write down what was done about a case; nothing where the same message or post stands there already."""
    event = CaseEvent(
        organisation_id=case.organisation_id,
        case_id=case.id,
        id=work.new_id(),
        kind=kind,
        by_id=by_id,
        whom_id=whom_id,
        subject_id=subject_id,
        text=text,
        named_ids=named_ids,
        until=until,
        at=work.now,
    )
    if not await work.db.insert_new(event):
        return None
    noted = CaseNoted(
        organisation_id=case.organisation_id,
        case_id=case.id,
        event_id=event.id,
        kind=kind,
        by_id=by_id,
        whom_id=whom_id,
        subject_id=subject_id,
        until=until,
    )
    work.tell(noted)
    return event


async def note_deed(
    work: Work,
    desk: Desk,
    case: Case,
    kind: EventKind,
    *,
    whom_id: Id | None = None,
    subject_id: Id | None = None,
    text: str = "",
    named_ids: tuple[Id, ...] = (),
    until: datetime | None = None,
) -> CaseEvent | None:
    """Write down what a colleague did: in the case, and in the organisation's own record."""
    await record(work, desk.id, f"case.{kind}", subject_id=case.id, about_id=case.person_id)
    return await note_event(
        work,
        case,
        kind,
        by_id=desk.me,
        whom_id=whom_id,
        subject_id=subject_id,
        text=text,
        named_ids=named_ids,
        until=until,
    )


async def remember_words(work: Work, case: Case, subject_id: Id, text: str) -> None:
    """Let a case be found by what was said in it."""
    if text.strip():
        words = CaseWords(organisation_id=case.organisation_id, case_id=case.id, subject_id=subject_id, text=text)
        await store.put_words(work.db, words)


async def show_team(work: Work, case: Case) -> None:
    """Let the open pages of the team see that a case is something else now; each asks what of it is theirs to see."""
    team = [one.person_id for one in await members_of(work, case.organisation_id)]
    to = (*team, case.organisation_id)  # who acts for it at the moment listens under its name
    work.announce(LiveEvent(kind="desk", subject_id=case.id, author_id=case.organisation_id), to)
