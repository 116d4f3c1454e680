"""`/desk/HANDLE/cases/ID`: a case, what was said, what was done about it, and the field in which one answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.conversations import addressed
from kith.desk.actions.going_on import labels_at, settled_before
from kith.desk.actions.reading import CaseRow, CaseView, load_case
from kith.desk.model import SNOOZED_DAYS_MAX, Case
from kith.desk.rules.hours import opening_on, opens_at
from kith.desk.rules.replies import NAME_BLANK, filled
from kith.desk.web.listing import ListPart, Row, list_kept, list_part, organisation_id_of
from kith.desk.web.mails import mail_part
from kith.desk.web.wording import event_words, speaking, state_words
from kith.mailbox.model import Mail
from kith.posts.model import Card


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing in a case, in its order: words that were said, a note, or something that was done."""

    id: Id
    kind: str  # said, mail, note, done
    at: datetime
    mine: bool = False
    name: str = ""
    hand: str = ""  # who of the team wrote it
    words: Any = None  # a message, a post, or a mail
    text: str = ""
    href: str = ""
    about: str = ""  # where the public post is that it answers in private
    gone: bool = False
    good: bool | None = None  # whether it tells good news; of what is not the person's own here nobody says so


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """The field in which one answers, with what was typed and what was wrong about it."""

    once: str
    text: str
    seen: int
    error: str = ""
    note: str = ""
    note_error: str = ""
    tells: str = ""
    telling: bool = False
    media_ids: Sequence[Id] = ()  # what a try that was in vain brought: it is here already


@dataclass(frozen=True, kw_only=True)
class CasePart:
    """A case as it is shown."""

    view: CaseView
    path: str
    kept: Mapping[str, str]  # of the list beside it, by the names of the address; `asked` is that as it is written
    asked: str
    title: str
    state: str
    overdue: bool
    is_public: bool
    mine: bool
    assignee: str
    lines: Sequence[Line]
    snoozes: Sequence[tuple[str, str]]
    snooze_days: tuple[date, date]  # the first and the last on which it may come back
    before: Sequence[Row]
    labels: Sequence[str]  # that are in use at this desk
    answer: AnswerPart
    writing: str
    feedback: str
    liked: bool  # whether the last that they said was liked here


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case beside the list."""

    list: ListPart
    case: CasePart
    settled: Row | None = None  # the case from which one came here by settling it


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody had written when something was in the way: none of it is lost."""

    text: str = ""
    error: str = ""
    note: str = ""
    note_error: str = ""
    telling: bool = False
    media_ids: Sequence[Id] = ()


async def show_case(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/cases/ID`."""
    return await case_page(work, request, await organisation_id_of(work, request), path_id(request))


async def case_page(
    work: Work, request: Request, organisation_id: Id, case_id: Id, *, typed: Typed | None = None, status: int = 200
) -> Response:
    """Answer with the page of a case; after a try that was in vain, with what was typed."""
    view = await load_case(work, organisation_id, case_id)
    beside = await list_part(work, request, organisation_id, here=case_id)
    part = case_part(work, request, view, labels=await labels_at(work, view.desk), typed=typed)
    settled = await _settled(work, request, view)
    content = CasePage(list=beside, case=part, settled=settled)
    return await page(work, request, "desk/case.html", content, status=status)


async def _settled(work: Work, request: Request, view: CaseView) -> Row | None:
    """Find the case one has just settled, so that nobody wonders where it went, and it can be opened again."""
    settled_id = parse_id(request.query_params.get("settled", ""))
    found = None if settled_id is None else await settled_before(work, view.desk, settled_id)
    return None if found is None else _row(view, found, work.now)


def case_part(
    work: Work, request: Request, view: CaseView, *, labels: Sequence[str], typed: Typed | None = None
) -> CasePart:
    """Prepare a case for its page."""
    case, desk = view.case, view.desk
    assignee = view.name_of(case.assignee_id)
    path, kept = f"/desk/{desk.account.handle}/cases/{case.id}", list_kept(request)
    today = work.now.astimezone(desk.zone).date()
    writers = [view.name_of(one) for one in view.writing]
    names = ", ".join(first_name(one) for one in writers if one is not None)
    return CasePart(
        view=view,
        path=path,
        kept=kept,
        asked=f"?{urlencode(kept)}" if kept else "",
        title=view.whom.name or _("Somebody who is gone"),
        state=state_words(case, work.now),
        overdue=case.due_at is not None and case.due_at <= work.now,
        is_public=case.channel == "thread" and any(one.post.audience != "mentioned" for one in view.cards),
        mine=case.assignee_id == desk.me,
        assignee=first_name(assignee) if assignee else "",
        lines=_lines(view, speaking(work, request), work),
        snoozes=_snoozes(view, work.now),
        snooze_days=(today + timedelta(days=1), today + timedelta(days=SNOOZED_DAYS_MAX - 1)),
        before=_before(view, work.now),
        labels=labels,
        answer=_answer_part(work, request, view, typed or Typed()),
        writing=_("{name} is writing…").format(name=names) if names else "",
        feedback=_feedback(case),
        liked=any(one.kind == "liked" and one.subject_id == case.last_id for one in view.events),
    )


def _before(view: CaseView, now: datetime) -> list[Row]:
    return [_row(view, one, now) for one in view.before]


def _row(view: CaseView, one: CaseRow, now: datetime) -> Row:
    href = f"/desk/{view.desk.account.handle}/cases/{one.case.id}"
    return Row(row=one, state=state_words(one.case, now), overdue=False, href=href, here=False)


def _answer_part(work: Work, request: Request, view: CaseView, typed: Typed) -> AnswerPart:
    chosen = parse_id(request.query_params.get("reply", ""))
    reply = next((one.text for one in view.replies if one.id == chosen), "")
    name = view.whom.greeting
    text = typed.text or (filled(reply, **{NAME_BLANK: name}) if name else reply)
    return AnswerPart(
        once=str(work.new_id()),
        text=text,
        seen=view.case.answers,
        error=typed.error,
        note=typed.note,
        note_error=typed.note_error,
        tells=_("We are talking about this in private."),
        telling=typed.telling,
        media_ids=typed.media_ids,
    )


def _lines(view: CaseView, shell: Any, work: Work) -> list[Line]:
    theirs = {one.subject_id for one in view.events if one.kind == "said"}
    lines = [_said(view, one) for one in view.cards]
    lines += [_mailed(view, one) for one in view.mails]
    for message in view.messages:
        one = message.message
        if one.kind != "said" and one.about is None:
            continue
        lines.append(
            Line(
                id=one.id,
                kind="said" if one.kind == "said" else "done",
                at=one.sent_at,
                mine=message.mine,
                name=view.desk.account.name if message.mine else _named(view),
                hand=view.called(view.hands.get(one.id)) if message.mine else "",
                words=addressed(one, view.desk.id, work.house.secret, hand_id=work.hand),
                about=f"/posts/{one.about.post_id}" if one.about and one.kind == "said" else "",
                text="" if one.kind == "said" else _("Went on in private from what was said in public"),
                gone=message.gone,
            )
        )
    since = min((one.id for one in lines), default=Id(0)) if view.case.channel != "thread" else Id(0)
    for event in view.events:
        words = event.text if event.kind == "note" else event_words(event, view, shell)
        if words and (event.id >= since or event.kind == "note"):
            lines.append(
                Line(
                    id=event.id,
                    kind="note" if event.kind == "note" else "done",
                    at=event.at,
                    name=view.called(event.by_id) or _("Somebody who was on the team"),
                    text=words,
                )
            )
    marked = [replace(one, good=one.id in view.news) if one.id in theirs and not one.gone else one for one in lines]
    return sorted(marked, key=lambda one: one.id)


def _said(view: CaseView, card: Card) -> Line:
    mine = card.post.author_id == view.desk.id
    return Line(
        id=card.post.id,
        kind="said",
        at=card.post.published_at,
        mine=mine,
        name=card.author.name or card.author.handle,
        hand=view.called(view.hands.get(card.post.id)) if mine else "",
        words=card.post,
        href=f"/@{card.author.handle}/{card.post.id}",
    )


def _mailed(view: CaseView, mail: Mail) -> Line:
    mine = mail.kind == "sent"
    return Line(
        id=mail.id,
        kind="mail",
        at=mail.at,
        mine=mine,
        name=view.desk.account.name if mine else _named(view),
        hand=view.called(view.hands.get(mail.id)) if mine else "",
        words=mail_part(mail, first=mail.id == view.mails[0].id),
    )


def _named(view: CaseView) -> str:
    return view.whom.first or _("Somebody who is gone")


def _snoozes(view: CaseView, now: datetime) -> list[tuple[str, str]]:
    """Offer when a case may come back: in hours, or at the beginning of a day, by the desk's own clock."""
    hours = view.desk.hours
    today = now.astimezone(ZoneInfo(hours.zone)).date()
    choices = (
        (_("In 3 hours"), opens_at(now + timedelta(hours=3), hours)),
        (_("Tomorrow"), opening_on(today + timedelta(days=1), hours)),
        (_("In a week"), opening_on(today + timedelta(days=7), hours)),
    )
    return [(at.astimezone(ZoneInfo("UTC")).isoformat(timespec="seconds"), word) for word, at in choices]


def _feedback(case: Case) -> str:
    words = {
        "thanks": _("They said thanks"),
        "brightened": _("It brightened their day"),
        "not_helped": _("It did not help"),
    }
    return words[case.feedback] if case.feedback else ""


ROUTES = (Route(method="GET", path="/desk/{handle}/cases/{id}", handler=show_case),)
