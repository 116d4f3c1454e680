"""What stands on the pages of a desk, in words: states, views, what was done, how long it takes."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

from starlette.requests import Request

from kith.base.core.words import _, ngettext
from kith.base.web.shown import exact_time
from kith.base.work import Work
from kith.desk.actions.reading import CaseView
from kith.desk.model import Case, CaseEvent, State, View

HOUR_S = 3600
DAY_S = 86_400
MINUTES_STEP = 15  # "usually within 45 minutes": nobody means 43


def view_words() -> dict[View, str]:
    """Name the views."""
    return {
        "mine": _("Mine"),
        "unassigned": _("Nobody's yet"),
        "ours": _("Waiting for us"),
        "theirs": _("Waiting for them"),
        "overdue": _("Overdue"),
        "snoozed": _("Put aside"),
        "named": _("Named you"),
        "settled": _("Settled"),
        "all": _("Everything"),
    }


def state_words(case: Case, now: datetime) -> str:
    """Say how far a case has come."""
    if case.state in ("new", "ours") and case.due_at is not None and case.due_at <= now:
        return _("Overdue")
    if case.state == "ours" and case.reopened_at is not None and case.answered_at is not None:
        return _("Open again")
    words: dict[State, str] = {
        "new": _("New"),
        "ours": _("Waiting for us"),
        "theirs": _("Waiting for them"),
        "snoozed": _("Put aside"),
        "settled": _("Settled"),
        "named": _("Named you"),
    }
    return words[case.state]


def state_for_them(case: Case) -> str:
    """Say to its person how far their case has come: whose hands it went through is the team's."""
    return _("open") if case.is_open else _("settled")


def usual_words(seconds: int | None) -> str:
    """Say how long it usually takes, rounded up to what people say; nothing where it is not known."""
    if seconds is None:
        return ""
    if seconds < HOUR_S:
        minutes = -(-max(seconds, 1) // (MINUTES_STEP * 60)) * MINUTES_STEP
        if minutes < 60:
            return ngettext(
                "Usually answers within {num} minute", "Usually answers within {num} minutes", minutes
            ).format(num=minutes)
    hours = -(-seconds // HOUR_S)
    if hours <= 24:
        return ngettext("Usually answers within an hour", "Usually answers within {num} hours", hours).format(num=hours)
    days = -(-seconds // DAY_S)
    return ngettext("Usually answers within {num} day", "Usually answers within {num} days", days).format(num=days)


def event_words(event: CaseEvent, view: CaseView, shell: SimpleNamespace) -> str:
    """Say what was done, by whom; nothing for what is shown in its own words."""
    who = view.called(event.by_id) or _("Somebody who was on the team")
    person = view.whom.first or _("Somebody")
    whom = view.called(event.whom_id) or _("Somebody who was on the team")
    if event.kind == "snoozed":
        until = exact_time(event.until, shell) if event.until else ""
        return _("{name} put it aside until {until}").format(name=who, until=until)
    if event.kind == "labelled":
        words = _("{name} labelled it {labels}") if event.text else _("{name} took the labels off")
        return words.format(name=who, labels=event.text)
    if event.kind == "reopened":
        return (_("{name} opened it again") if event.by_id else _("Opened again by what they said")).format(name=who)
    if event.kind == "released" and event.by_id is None:
        return _("Back at the desk: who had it is on the team no longer")
    return _SAYS[event.kind]().format(name=who, whom=whom, person=person) if event.kind in _SAYS else ""


_SAYS: dict[str, Callable[[], str]] = {
    "taken": lambda: _("{name} took it"),
    "assigned": lambda: _("{name} gave it to {whom}"),
    "released": lambda: _("{name} gave it back to the desk"),
    "woke": lambda: _("Back from being put aside"),
    "settled": lambda: _("{name} settled it"),
    "went_private": lambda: _("{name} went on in private"),
    "thanks": lambda: _("{person} said thanks"),
    "brightened": lambda: _("It brightened {person}'s day"),
    "not_helped": lambda: _("{person} said that it did not help"),
    "undelivered": lambda: _("An answer did not arrive"),
    "sent_again": lambda: _("{name} sent it again"),
    "liked": lambda: _("{name} liked it"),
    "closed": lambda: _("Closed: they cannot be reached any more"),
}


def speaking(work: Work, request: Request) -> SimpleNamespace:
    """Give what the words of times need to know of whoever reads."""
    return SimpleNamespace(language=request.state.language, timezone=request.state.zone, now=work.now)
