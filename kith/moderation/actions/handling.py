"""Handling: what owners make of reports."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.work import Work
from kith.moderation import store
from kith.moderation.model import NOTES_MAX, REPORTS_KEPT_DAYS, KeptWords, NoteView, Report, ReportNote, ReportView
from kith.moderation.rules import check_note
from kith.people import accounts_by_ids, check_owner
from kith.people.model import Account, Viewer
from kith.posts import posts_by_pairs

OTHERS_MAX = 20
COUNTED_MAX = 100


async def load_reports(work: Work, paging: Paging, *, open_: bool) -> Slice[ReportView]:
    """List the open reports, or those that are done, with who they are about."""
    part = await store.reports(work.db, await _owner(work), paging, open_=open_)
    return Slice(items=await _views(work, part.items), older_than=part.older_than)


async def load_report(work: Work, report_id: Id) -> ReportView:
    """Get one report."""
    report = await store.get_report(work.db, await _owner(work), report_id)
    return (await _views(work, [report]))[0]


async def load_others(work: Work, report: Report) -> Sequence[ReportView]:
    """List what else is reported of the same person."""
    return await _views(work, await store.other_reports(work.db, report, limit=OTHERS_MAX))


async def load_words(work: Work, report: Report) -> Sequence[KeptWords]:
    """List what was reported, and what has become of it. An owner reads the words, whomever they were for."""
    kept = await store.posts_of(work.db, report)
    author = Viewer(id=report.account_id)
    now = {
        one.id: one for one in await posts_by_pairs(work.db, author, [(one.account_id, one.post_id) for one in kept])
    }
    return [
        KeptWords(
            post=one,
            state="gone"
            if one.post_id not in now
            else "there"
            if (now[one.post_id].text, now[one.post_id].warning) == (one.text, one.warning)
            else "changed",
        )
        for one in kept
    ]


async def load_notes(work: Work, report: Report) -> Sequence[NoteView]:
    """List what the owners said to each other about a report."""
    notes = await store.notes_of(work.db, report)
    writers = await _accounts(work, (note.writer_id for note in notes))
    return [NoteView(note=note, writer=writers.get(note.writer_id or Id(0))) for note in notes]


async def count_open(work: Work) -> int:
    """Count the open reports that whoever acts may see, up to `COUNTED_MAX`."""
    return await store.count_open(work.db, await _owner(work), limit=COUNTED_MAX)


async def note(work: Work, report_id: Id, text: str) -> None:
    """Add a note to a report, open or done."""
    report, words = await store.lock_report(work.db, await _owner(work), report_id), check_note(text)
    if len(await store.notes_of(work.db, report)) >= NOTES_MAX:
        raise Refused(_("There are {count} notes here, as many as fit.").format(count=NOTES_MAX))
    made = ReportNote(
        account_id=report.account_id,
        report_id=report.id,
        id=work.new_id(),
        writer_id=work.actor,
        text=words,
        created_at=work.now,
    )
    await work.db.insert(made)


async def finish(work: Work, report_id: Id) -> None:
    """Say that a report is done. Once is enough: whoever said it first has handled it."""
    owner_id = await _owner(work)
    report = await store.lock_report(work.db, owner_id, report_id)
    if report.handled_at is None:
        await store.settle(work.db, report, handled_at=work.now, handled_by=owner_id, now=work.now)


async def reopen(work: Work, report_id: Id) -> None:
    """Take back that a report is done. Raises `Refused` where the same person has made another meanwhile."""
    owner_id = await _owner(work)
    reporter_id = (await store.get_report(work.db, owner_id, report_id)).reporter_id
    if reporter_id is not None:
        await store.hold_reporter(work.db, reporter_id)
    report = await store.lock_report(work.db, owner_id, report_id)
    if report.handled_at is None:
        return
    again = report.reporter_id and await store.lock_open(work.db, report.account_id, report.reporter_id)
    if again:
        raise Refused(_("They made a new report about the same person meanwhile. Please go on with that one."))
    await store.settle(work.db, report, handled_at=None, handled_by=None, now=work.now)


async def forget_old_reports(work: Work) -> None:
    """Delete what was done long ago: nightly."""
    await store.remove_old(work.db, work.now - timedelta(days=REPORTS_KEPT_DAYS))


async def _owner(work: Work) -> Id:
    await check_owner(work)
    if work.actor is None:
        raise NotFound
    return work.actor


async def _views(work: Work, reports: Sequence[Report]) -> list[ReportView]:
    people = await _accounts(
        work, (one for each in reports for one in (each.account_id, each.reporter_id, each.handled_by))
    )
    return [
        ReportView(
            report=one,
            account=people.get(one.account_id),
            reporter=people.get(one.reporter_id or Id(0)),
            handled_by=people.get(one.handled_by or Id(0)),
        )
        for one in reports
    ]


async def _accounts(work: Work, ids: Iterable[Id | None]) -> dict[Id, Account]:
    """Read these accounts, those that are leaving included: an owner still has to know whom a report is about."""
    wanted = {one for one in ids if one is not None}
    return {one.id: one for one in await accounts_by_ids(work.db, sorted(wanted))} if wanted else {}
