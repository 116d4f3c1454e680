"""How a case goes from one state to the next.

|         | they say | we answer | snooze  | wake | settle  | reopen |
|---------|----------|-----------|---------|------|---------|--------|
| new     | new      | theirs    | snoozed | –    | settled | –      |
| ours    | ours     | theirs    | snoozed | –    | settled | –      |
| theirs  | ours     | theirs    | snoozed | –    | settled | –      |
| snoozed | ours     | theirs    | snoozed | ours | settled | –      |
| settled | ours     | settled   | –       | –    | settled | ours   |
| named   | ours     | theirs    | snoozed | –    | settled | –      |

What only names the organisation waits for nobody, whoever has it, until its person speaks to the organisation.
Whoever takes a new case, or is given it, makes it one that waits for us.
"""

from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.desk.model import NOBODY, REOPENED_DAYS, SNOOZED_DAYS_MAX, Case, CaseCount, Hours, State
from kith.desk.rules.hours import due_after, open_seconds


def heard(case: Case, *, subject_id: Id, moved_id: Id, at: datetime, aim_minutes: int, hours: Hours) -> Case:
    """Give a case in which its person said something more."""
    waits_since = case.waits_since or at
    return msgspec.structs.replace(
        case,
        state="new" if case.state == "new" else "ours",
        last_id=max(case.last_id, subject_id),
        moved_id=max(case.moved_id, moved_id),
        waits_since=waits_since,
        due_at=due_after(waits_since, aim_minutes, hours),
        snoozed_until=None,
        settled_at=None,
        settle_s=None,
        reopened_at=at if case.state == "settled" else case.reopened_at,
        feedback=None if case.state == "settled" else case.feedback,
    )


def answered(case: Case, *, moved_id: Id, at: datetime, hours: Hours) -> Case:
    """Give a case in which the organisation said something."""
    first = case.answered_at is None and case.waits_since is not None
    return msgspec.structs.replace(
        case,
        state=case.state if case.state == "settled" else "theirs",
        answers=case.answers + 1,
        moved_id=max(case.moved_id, moved_id),
        waits_since=None,
        due_at=None,
        snoozed_until=None,
        answered_at=at if first else case.answered_at,
        answer_s=open_seconds(case.waits_since, at, hours) if first and case.waits_since else case.answer_s,
    )


def given(case: Case, assignee_id: Id | None) -> Case:
    """Give a case that somebody has, or nobody."""
    state: State = "ours" if case.state == "new" and assignee_id is not None else case.state
    return msgspec.structs.replace(case, assignee_id=assignee_id, state=state)


def snoozed(case: Case, until: datetime, now: datetime) -> Case:
    """Give a case that comes back at an instant. Raises `Invalid` for one that is past, far, or of no zone."""
    _check_open(case)
    if until.tzinfo is None or not now < until <= now + timedelta(days=SNOOZED_DAYS_MAX):
        raise Invalid(_("Choose a time that lies ahead, within a year."), field="until")
    return msgspec.structs.replace(case, state="snoozed", snoozed_until=until, due_at=None)


def woken(case: Case, *, moved_id: Id, now: datetime, aim_minutes: int, hours: Hours) -> Case:
    """Give a case that comes back after it was put aside; one that was not stays."""
    if case.state != "snoozed":
        return case
    due_at = due_after(now, aim_minutes, hours)
    return msgspec.structs.replace(case, state="ours", snoozed_until=None, due_at=due_at, moved_id=moved_id)


def settled(case: Case, now: datetime, hours: Hours) -> Case:
    """Give a case in which nothing is left to do; one that is settled stays as it is."""
    if not case.is_open:
        return case
    return msgspec.structs.replace(
        case,
        state="settled",
        settled_at=now,
        settle_s=None if case.state == "named" else open_seconds(case.opened_at, now, hours),
        snoozed_until=None,
        due_at=None,
        waits_since=None,
    )


def reopened(case: Case, *, moved_id: Id, now: datetime, aim_minutes: int, hours: Hours) -> Case:
    """Give a settled case that is taken up again. Raises `Refused` for one that is open."""
    if case.is_open:
        raise Refused(_("This case is open already."))
    due_at = due_after(now, aim_minutes, hours)
    return msgspec.structs.replace(
        case,
        state="ours",
        settled_at=None,
        settle_s=None,
        reopened_at=now,
        waits_since=now,
        due_at=due_at,
        moved_id=moved_id,
    )


def undelivered(case: Case, *, moved_id: Id, now: datetime, aim_minutes: int, hours: Hours) -> Case:
    """Give a case whose answer did not arrive: it waits for us, whatever it was."""
    return msgspec.structs.replace(
        case,
        state="ours",
        moved_id=moved_id,
        waits_since=now,
        due_at=due_after(now, aim_minutes, hours),
        snoozed_until=None,
        settled_at=None,
        reopened_at=now if case.state == "settled" else case.reopened_at,
    )


def belongs_still(case: Case, at: datetime) -> bool:
    """Answer whether what is said now belongs to a case that was settled."""
    return case.settled_at is not None and at - case.settled_at <= timedelta(days=REOPENED_DAYS)


def counted(before: Case | None, after: Case | None) -> list[CaseCount]:
    """Tell by how much the counts change when a case becomes another one; in one order, so that nobody waits in a
    circle."""
    change: dict[tuple[Id, Id, State], int] = {}
    for case, by in ((before, -1), (after, 1)):
        if case is not None:
            place = case.organisation_id, case.assignee_id or NOBODY, case.state
            change[place] = change.get(place, 0) + by
    return [
        CaseCount(organisation_id=place[0], assignee_id=place[1], state=place[2], count=by)
        for place, by in sorted(change.items())
        if by
    ]


def _check_open(case: Case) -> None:
    if not case.is_open:
        raise Refused(_("This case is settled. Open it again first."))
