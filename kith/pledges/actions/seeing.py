"""Who may see a pledge, and what of it: label, number, period, day, dots, reposts. The rest is its author's alone."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import present_accounts, viewer_of
from kith.people.model import Account
from kith.pledges import store
from kith.pledges.actions.keeping import acting, ledger_of, likelihoods, promised_anything
from kith.pledges.model import Entry, Pledge, PledgeChange, PledgePeriod, Status, Witness, WitnessState
from kith.pledges.rules.changing import caught_up, status_of
from kith.pledges.rules.clocks import ends_at
from kith.pledges.rules.deciding import Piece, Weighed, piece
from kith.pledges.rules.record import Judged, Summary, judged, summary
from kith.pledges.rules.slots import Ledger, free_slot


class PledgeView(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge as somebody may see it. `mine` is what the viewer is to it as a witness."""

    pledge: Pledge
    author: Account
    status: Status
    record: Summary
    is_mine: bool
    mine: WitnessState | None = None


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


async def load_pledge(work: Work, pledge_id: Id) -> PledgeView:
    """Get a pledge that one may see. Raises `NotFound` for every other."""
    pledge = await store.find_pledge(work.db, pledge_id)
    if pledge is None:
        raise NotFound
    found = await _visible(work, [pledge])
    if not found:
        raise NotFound
    return found[0]


async def load_own(work: Work, pledge_id: Id) -> OwnView:
    """Get all of a pledge that one made oneself. Raises `NotFound`."""
    view = await load_pledge(work, pledge_id)
    if not view.is_mine:
        raise NotFound
    pledge = view.pledge
    entries = await store.entries_of(work.db, pledge, since=pledge.created_at)
    witnesses = await store.witnesses_of(work.db, pledge)
    doubts = [one for one in await store.doubts_of(work.db, pledge) if one.answered_at is None]
    people = {*(one.witness_id for one in witnesses), *(one.witness_id for one in doubts)}
    accounts = {one.id: one for one in await present_accounts(work.db, list(people))}
    asking: dict[Id, tuple[Account, ...]] = {}
    for one in doubts:
        if one.witness_id in accounts:
            asking[one.post_id] = (*asking.get(one.post_id, ()), accounts[one.witness_id])
    return OwnView(
        view=view,
        standing=_piece(await ledger_of(work, pledge), work.now),
        periods=tuple(reversed(await _judged(work, pledge, entries))),
        entries=tuple(reversed(entries)),
        witnesses=tuple((one, accounts[one.witness_id]) for one in witnesses if one.witness_id in accounts),
        doubts=asking,
        changes=await store.changes_of(work.db, pledge),
        said_no=await store.said_no_of(work.db, pledge),
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
    found = [await store.find_pledge(work.db, one.pledge_id) for one in rows]
    return await _visible(work, [one for one in found if one is not None])


def _piece(ledger: Ledger, now: datetime) -> Piece:
    """Tell how a pledge stands, before anything is posted."""
    return piece(Weighed(ledger=ledger, likelihood=0.0, said=None, slot=free_slot(ledger, now)), now)


async def _visible(work: Work, pledges: Sequence[Pledge]) -> list[PledgeView]:
    viewer = await viewer_of(work)
    seen = []
    for pledge in pledges:
        if pledge.author_id in viewer.hidden:
            continue
        witness = None if viewer.id in (0, pledge.author_id) else await store.find_witness(work.db, pledge, viewer.id)
        if await _may_see(work, pledge, viewer.id, witness):
            seen.append((pledge, witness))
    accounts = {one.id: one for one in await present_accounts(work.db, list({one.author_id for one, _witness in seen}))}
    return [
        await _view(work, pledge, accounts[pledge.author_id], witness)
        for pledge, witness in seen
        if pledge.author_id in accounts
    ]


async def _may_see(work: Work, pledge: Pledge, viewer_id: Id, witness: Witness | None) -> bool:
    if viewer_id == pledge.author_id or pledge.visibility == "public":
        return True
    if witness is not None and witness.state != "declined" and pledge.visibility != "me":
        return True
    if pledge.visibility == "circle" and pledge.circle is not None and work.actor is not None:
        return await store.is_close(work.db, pledge.author_id, viewer_id, pledge.circle)
    return False


async def _view(work: Work, pledge: Pledge, author: Account, witness: Witness | None) -> PledgeView:
    entries = await store.entries_of(work.db, pledge, since=pledge.created_at)
    periods = await _judged(work, pledge, entries)
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


async def _judged(work: Work, pledge: Pledge, entries: Sequence[Entry]) -> list[Judged]:
    periods = await store.periods_of(work.db, pledge)
    now_so, fresh = caught_up(pledge, periods[-1] if periods else None, work.now)
    outages = await store.outages_since(work.db, pledge.starts_at)
    every: list[PledgePeriod] = [*periods, *fresh]
    return [judged(now_so, one, entries, outages, work.now) for one in every if one.starts_at < ends_at(now_so)]
