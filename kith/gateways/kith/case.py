"""The entities of a desk: `Case` in a list, `CaseDetail` with all that was said, `Desk` with its counts."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from kith.base.work import Work
from kith.desk import CaseRow, CaseView, Desk, DeskList, blanks_in, is_open, signed_way
from kith.desk.model import CaseEvent, Channel, EventKind, Feedback, SavedReply, State, View
from kith.gateways.kith.talk import MessageEntity, present_messages
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.mailbox import folded
from kith.mailbox.model import Mail, MailState
from kith.organisations.model import SeatRole
from kith.people.model import Account


class DeskEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A desk as one sits at it: `counts` by the names of its views, as far as one sees them."""

    account: AccountEntity
    role: SeatRole
    counts: dict[View, int]
    aim_minutes: int
    open_now: bool


class MailWriterEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote by mail: nobody's account, whatever name they write."""

    address: str
    name: str


class MailFileEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was attached. `url` is good for a minute, for whoever asked: there it is saved, and never shown."""

    id: str
    name: str
    size: int
    url: str


class MailEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A mail, as text. `copied` got it, too, as it says: an answer goes to the sender alone. `quoted` is what it quotes
    below; `cut` and `files_left` tell what is in the mailbox alone.

    What went out has a `state`, and says by `problem` what is in the way.
    """

    id: str
    kind: Literal["received", "automatic", "sent"]
    state: MailState
    subject: str
    text: str
    quoted: str
    sender: str
    copied: tuple[str, ...]
    files: tuple[MailFileEntity, ...]
    files_left: int
    cut: bool
    problem: str
    created_at: str


class CaseEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said in one thread. `words` are their last; empty, where they are gone.

    `place` is where it stands in the lists, by which they are walked; `answers` is what an answer sends as `seen`.
    `bundle_id`: it came in a flood, and stands in the lists in its place.
    """

    id: str
    organisation_id: str
    channel: Channel
    thread_id: str
    state: State
    account: AccountEntity | None
    writer: MailWriterEntity | None
    words: str
    assignee_id: str | None
    labels: tuple[str, ...]
    answers: int
    place: str
    bundle_id: str | None
    opened_at: str
    waits_since: str | None
    due_at: str | None
    overdue: bool
    snoozed_until: str | None
    settled_at: str | None
    feedback: Feedback | None


class CaseEventEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was done about a case, by whose hand; nobody's, where the person did it, the server, or who left for good.

    `subject_id` is a message or status; `text` a note, or labels.
    """

    id: str
    case_id: str
    kind: EventKind
    by_id: str | None
    whom_id: str | None
    subject_id: str | None
    text: str
    named_ids: tuple[str, ...]
    until: str | None
    created_at: str


class CaseDetailEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A case with what was said (messages, statuses, mails), what was done, and earlier cases with the same person."""

    case: CaseEntity
    messages: tuple[MessageEntity, ...]
    statuses: tuple[StatusEntity, ...]
    mails: tuple[MailEntity, ...]
    events: tuple[CaseEventEntity, ...]
    earlier: tuple[CaseEntity, ...]
    reachable: bool
    may_answer: bool  # where it was said; not where they only named the organisation, unless they wish it
    writing_ids: tuple[str, ...]


class SavedReplyEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Words that come again; `blanks` are to be filled before they can go out."""

    id: str
    title: str
    text: str
    blanks: tuple[str, ...]


class BundleEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Cases that came in a flood and are alike, with the words of one of them."""

    id: str
    count: int
    words: str
    begun_at: str


class OwnCaseEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How soon an organisation usually answers, in seconds of its opening hours, and one's own case that is settled."""

    usual_s: int | None
    open_now: bool
    settled_case_id: str | None
    feedback: Feedback | None


async def present_desk(work: Work, found: DeskList) -> DeskEntity:
    """Give the entity of a desk."""
    desk: Desk = found.desk
    accounts = await _accounts(work, [desk.account])
    return DeskEntity(
        account=accounts[desk.account.id],
        role=desk.seat.role,
        counts=found.counts,
        aim_minutes=desk.settings.aim_minutes,
        open_now=is_open(work.now, desk.hours),
    )


async def present_cases(work: Work, rows: Sequence[CaseRow]) -> list[CaseEntity]:
    """Give the entities of cases, in their order."""
    accounts = await _accounts(work, [one.person for one in rows if one.person is not None])
    return [_case(work, one, accounts.get(one.case.person_id)) for one in rows]


async def present_case(work: Work, own: Work, view: CaseView, row: CaseRow) -> CaseDetailEntity:
    """Give the entity of a case; what was said is presented to the organisation (`own`)."""
    [case] = await present_cases(work, [row])
    return CaseDetailEntity(
        case=case,
        messages=tuple(await present_messages(own, view.messages)) if view.messages else (),
        statuses=tuple(await present_statuses(own, view.cards)) if view.cards else (),
        mails=tuple(_mail(work, view, one) for one in view.mails),
        events=tuple(present_event(one) for one in view.events),
        earlier=tuple(await present_cases(work, view.before)),
        reachable=view.reachable,
        may_answer=view.reach.here,
        writing_ids=tuple(str(one) for one in view.writing),
    )


def present_event(event: CaseEvent) -> CaseEventEntity:
    """Give the entity of what was done."""
    return CaseEventEntity(
        id=str(event.id),
        case_id=str(event.case_id),
        kind=event.kind,
        by_id=_text(event.by_id),
        whom_id=_text(event.whom_id),
        subject_id=_text(event.subject_id),
        text=event.text,
        named_ids=tuple(str(one) for one in event.named_ids),
        until=date_text(event.until) if event.until else None,
        created_at=date_text(event.at),
    )


def present_reply(reply: SavedReply) -> SavedReplyEntity:
    """Give the entity of a saved reply."""
    return SavedReplyEntity(id=str(reply.id), title=reply.title, text=reply.text, blanks=blanks_in(reply.text))


def _case(work: Work, row: CaseRow, account: AccountEntity | None) -> CaseEntity:
    case, writer = row.case, row.whom.writer
    return CaseEntity(
        id=str(case.id),
        organisation_id=str(case.organisation_id),
        channel=case.channel,
        thread_id=str(case.thread_id),
        state=case.state,
        account=account,
        writer=MailWriterEntity(address=writer.address, name=writer.name) if writer else None,
        words=row.words,
        assignee_id=_text(case.assignee_id),
        labels=case.labels,
        answers=case.answers,
        place=str(case.moved_id),
        bundle_id=_text(case.bundle_id),
        opened_at=date_text(case.opened_at),
        waits_since=date_text(case.waits_since) if case.waits_since else None,
        due_at=date_text(case.due_at) if case.due_at else None,
        overdue=case.due_at is not None and case.due_at <= work.now,
        snoozed_until=date_text(case.snoozed_until) if case.snoozed_until else None,
        settled_at=date_text(case.settled_at) if case.settled_at else None,
        feedback=case.feedback,
    )


def _mail(work: Work, view: CaseView, mail: Mail) -> MailEntity:
    text, quoted = (mail.text, "") if mail.kind == "sent" else folded(mail.text)
    base = f"{work.house.settings.url}/desk/{view.desk.account.handle}"
    return MailEntity(
        id=str(mail.id),
        kind=mail.kind,
        state=mail.state,
        subject=mail.subject,
        text=text,
        quoted=quoted,
        sender=mail.sender,
        copied=mail.copied,
        files=tuple(
            MailFileEntity(
                id=str(one.id),
                name=one.name,
                size=one.size_bytes,
                url=f"{base}/{signed_way(work, view.case, mail.id, one.id)}",
            )
            for one in mail.files
        ),
        files_left=mail.files_left,
        cut=mail.cut,
        problem=mail.problem,
        created_at=date_text(mail.at),
    )


def _text(identifier: int | None) -> str | None:
    return None if identifier is None else str(identifier)


async def _accounts(work: Work, accounts: Sequence[Account]) -> dict[int, AccountEntity]:
    entities = await present_accounts_of(work, accounts) if accounts else []
    return {int(one.id): one for one in entities}
