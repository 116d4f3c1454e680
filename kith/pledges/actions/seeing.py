"""Who may see a pledge, and what of it: label, number, period, day, dots, reposts. The rest is its author's alone."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.people import present_accounts, viewer_of
from kith.people.model import Account
from kith.pledges import store
from kith.pledges.actions.keeping import acting, ledger_of, likelihoods, promised_anything
from kith.pledges.model import Entry, Outage, Pledge, PledgeChange, PledgePeriod, Status, Witness, WitnessState
from kith.pledges.rules.changing import caught_up, status_of
from kith.pledges.rules.clocks import ends_at
from kith.pledges.rules.deciding import Piece, Weighed, piece
from kith.pledges.rules.record import Judged, Summary, judged, summary
from kith.pledges.rules.slots import Ledger, free_slot
from kith.posts import drafts_of
from kith.posts.model import SCHEDULED_MAX, Draft


class PledgeView(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge as somebody may see it. `mine` is what the viewer is to it as a witness."""

    pledge: Pledge
    author: Account
    status: Status
    record: Summary
    is_mine: bool
    mine: WitnessState | None = None


class _Record(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger of a pledge, its periods that were written, and when the server was away in them."""

    entries: tuple[Entry, ...]
    periods: tuple[PledgePeriod, ...]
    outages: tuple[Outage, ...]


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """All of a pledge, for its author."""

    view: PledgeView
    standing: Piece
    periods: Sequence[Judged]
    entries: Sequence[Entry]
    witnesses: Sequence[tuple[Witness, Account]]
    doubts: dict[Id, tuple[Account, ...]]  # who asks about which post
    changes: Sequence[PledgeChange]
    said_no: tuple[int, int]  # of so many that looked like it
    scheduled: Sequence[Draft]  # what goes out by itself in a place that is held for it, the next first


async def load_pledge(work: Work, pledge_id: Id) -> PledgeView:
    """Get a pledge that one may see. Raises `NotFound` for every other."""
    _kept, view = await _found(work, pledge_id)
    return view


async def _found(work: Work, pledge_id: Id) -> tuple[Pledge, PledgeView]:
    """Get a pledge as it is kept, and as it holds now for whoever may see it."""
    pledge = await store.find_pledge(work.db, pledge_id)
    found = await _visible(work, [pledge]) if pledge is not None else []
    if pledge is None or not found:
        raise NotFound
    return pledge, found[0]


async def pledges_by_ids(work: Work, pledge_ids: Collection[Id]) -> dict[Id, PledgeView]:
    """Get those of these pledges that one may see, by their ids, in as many statements as one takes."""
    found = await store.pledges_by_ids(work.db, sorted(pledge_ids))
    return {one.pledge.id: one for one in await _visible(work, found)}


async def load_own(work: Work, pledge_id: Id) -> OwnView:
    """Get all of a pledge that one made oneself. Raises `NotFound`."""
    # As it is kept: what was pending tells which of the periods that nobody has written yet is one of rest.
    pledge, view = await _found(work, pledge_id)
    if not view.is_mine:
        raise NotFound
    witnesses = await store.witnesses_of(work.db, pledge)
    doubts = [one for one in await store.doubts_of(work.db, pledge) if one.answered_at is None]
    people = {*(one.witness_id for one in witnesses), *(one.witness_id for one in doubts)}
    accounts = {one.id: one for one in await present_accounts(work.db, list(people))}
    record = (await _records(work, [pledge]))[pledge.id]
    asking: dict[Id, tuple[Account, ...]] = {}
    for one in doubts:
        if one.witness_id in accounts:
            asking[one.post_id] = (*asking.get(one.post_id, ()), accounts[one.witness_id])
    ledger = await ledger_of(work, pledge)
    return OwnView(
        view=view,
        standing=_piece(ledger, work.now),
        periods=tuple(reversed(_judged(pledge, record, work.now))),
        entries=tuple(reversed(record.entries)),
        witnesses=tuple((one, accounts[one.witness_id]) for one in witnesses if one.witness_id in accounts),
        doubts=asking,
        changes=await store.changes_of(work.db, pledge),
        said_no=await store.said_no_of(work.db, pledge),
        scheduled=await _scheduled(work, ledger),
    )


async def _scheduled(work: Work, ledger: Ledger) -> list[Draft]:
    held = {one.draft_id for one in ledger.reservations}
    if not held:
        return []
    waiting = await drafts_of(work.db, acting(work), Paging(limit=SCHEDULED_MAX), scheduled=True)
    return sorted(
        (one for one in waiting.items if one.id in held), key=lambda one: (one.publish_at or one.updated_at, one.id)
    )


async def pledges_for(work: Work, author_id: Id) -> list[PledgeView]:
    """List the pledges of somebody that the viewer may see, the newest first."""
    return await _visible(work, await store.pledges_of(work.db, author_id))


async def running_for(work: Work, author_id: Id) -> list[PledgeView]:
    """List those of them that are not over, the oldest first."""
    if not await promised_anything(work, author_id):
        return []
    views = await _visible(work, await store.running(work.db, author_id, work.now))
    return [one for one in views if one.status not in ("ended", "completed")]


async def running_pieces(work: Work) -> list[Piece]:
    """Tell how one's own pledges stand now, those that hold."""
    if not await promised_anything(work, acting(work)):
        return []
    pledges = await store.running(work.db, acting(work), work.now)
    pieces = []
    for pledge in pledges:
        ledger = await ledger_of(work, pledge)
        if status_of(ledger.pledge, ledger.period, work.now) == "active":
            pieces.append(_piece(ledger, work.now))
    return pieces


async def pieces_for(work: Work, text: str) -> list[Piece]:
    """Tell how one's own pledges stand before a text, and how likely it is about each."""
    pieces = await running_pieces(work)
    chances = await likelihoods(work, acting(work), [one.pledge for one in pieces], text)
    return [msgspec.structs.replace(one, likelihood=chances[one.pledge.id]) for one in pieces]


async def witnessed(work: Work) -> list[PledgeView]:
    """List what one is asked to witness, or does."""
    rows = await store.witnessed_by(work.db, acting(work))
    return await _visible(work, await store.pledges_by_ids(work.db, [one.pledge_id for one in rows]))


def _piece(ledger: Ledger, now: datetime) -> Piece:
    """Tell how a pledge stands, before anything is posted."""
    return piece(Weighed(ledger=ledger, likelihood=0.0, said=None, slot=free_slot(ledger, now)), now)


async def _visible(work: Work, pledges: Sequence[Pledge]) -> list[PledgeView]:
    """Show those of these that one may see, in as many statements as for one."""
    viewer = await viewer_of(work)
    pledges = [one for one in pledges if one.author_id not in viewer.hidden]
    others = [one for one in pledges if one.author_id != viewer.id]
    witness = await store.as_witness(work.db, others, viewer.id) if viewer.id else {}
    to_circles = sorted({one.author_id for one in others if one.visibility == "circle"})
    circles = await store.circles_towards(work.db, to_circles, viewer.id) if work.actor is not None else {}
    seen = [one for one in pledges if _may_see(one, viewer.id, witness.get(one.id), circles.get(one.author_id))]
    accounts = {one.id: one for one in await present_accounts(work.db, list({one.author_id for one in seen}))}
    seen = [one for one in seen if one.author_id in accounts]
    records = await _records(work, seen)
    return [_view(work, one, accounts[one.author_id], witness.get(one.id), records[one.id]) for one in seen]


def _may_see(pledge: Pledge, viewer_id: Id, witness: Witness | None, circle: int | None) -> bool:
    if viewer_id == pledge.author_id or pledge.visibility == "public":
        return True
    if witness is not None and witness.state != "declined" and pledge.visibility != "me":
        return True
    if pledge.visibility == "circle" and pledge.circle is not None:
        return circle is not None and circle <= pledge.circle
    return False


def _view(work: Work, pledge: Pledge, author: Account, witness: Witness | None, record: _Record) -> PledgeView:
    periods = _judged(pledge, record, work.now)
    last = periods[-1].period if periods else None
    now_so, _fresh = caught_up(pledge, last, work.now)
    return PledgeView(
        pledge=now_so,
        author=author,
        status=status_of(now_so, last, work.now),
        record=summary(periods),
        is_mine=pledge.author_id == work.actor,
        mine=None if witness is None or witness.state == "declined" else witness.state,
    )


async def _records(work: Work, pledges: Sequence[Pledge]) -> dict[Id, _Record]:
    entries, periods = await store.ledgers_of(work.db, pledges), await store.all_periods_of(work.db, pledges)
    since = min((one.starts_at for one in pledges), default=None)
    outages = await store.outages_since(work.db, since) if since else []
    return {
        one.id: _Record(
            entries=tuple(entries[one.id]),
            periods=tuple(periods[one.id]),
            outages=tuple(away for away in outages if away.ended_at > one.starts_at),
        )
        for one in pledges
    }


def _judged(pledge: Pledge, record: _Record, now: datetime) -> list[Judged]:
    periods = record.periods
    now_so, fresh = caught_up(pledge, periods[-1] if periods else None, now)
    every: list[PledgePeriod] = [*periods, *fresh]
    return [
        judged(now_so, one, record.entries, record.outages, now) for one in every if one.starts_at < ends_at(now_so)
    ]
