"""Reposts: they do not count unless the author wants it, and their number stands beside the record."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.pledges import store
from kith.pledges.actions.keeping import kept_ledger, likelihoods
from kith.pledges.actions.weighing import undecided
from kith.pledges.model import Entry, Pledge
from kith.pledges.rules.changing import status_of
from kith.pledges.rules.deciding import Weighed, question
from kith.pledges.rules.slots import free_slot
from kith.pledges.rules.sorting import LIKELY
from kith.posts import find_post
from kith.posts.model import Published, Repost


class PassOnAnyway:
    """In the memo of a work: its person was asked, and passes it on all the same."""


class PassedOn(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided about a repost that counts."""

    pledge_id: Id
    period: int
    slot: int | None


class Decisions(list[PassedOn]):
    """The decisions of this work, in its memo, until the repost is there."""


async def weigh_repost(work: Work, intent: Repost) -> None:
    """Look for a place where reposts count. Raises `Undecided` where none is free and nobody was asked yet."""
    pledges = await store.running(work.db, intent.person_id, work.now)
    full = []
    # All are held at once, also those for which it will only stand beside the record, and before anything is counted.
    for pledge, likelihood in await _likely(work, intent.person_id, intent.post_id, pledges):
        if not pledge.counts_reposts:
            continue
        ledger = await kept_ledger(work, pledge)
        if status_of(ledger.pledge, ledger.period, work.now) != "active" or ledger.period is None:
            continue
        slot = free_slot(ledger, work.now)
        if slot is None:
            full.append(Weighed(ledger=ledger, likelihood=likelihood, said=None, slot=None))
        found = PassedOn(pledge_id=pledge.id, period=ledger.period.number, slot=slot)
        work.memo.setdefault(Decisions, Decisions()).append(found)
    if full and PassOnAnyway not in work.memo:
        raise await undecided(work, question(full, work.now), path=f"/pledges/passing-on/{intent.post_id}")


async def note_repost(work: Work, fact: Published) -> None:
    """Enter what was passed on: in its place where that counts, else beside the record."""
    assert fact.repost_of_id is not None
    decisions: Decisions = work.memo.pop(Decisions, Decisions())
    for one in decisions:
        await work.db.insert_new(_entry(work, fact, one.pledge_id, one.period, one.slot, over=one.slot is None))
    others = [one for one in await store.running(work.db, fact.author_id, work.now) if not one.counts_reposts]
    for pledge, _likelihood in await _likely(work, fact.author_id, fact.repost_of_id, others):
        ledger = await kept_ledger(work, pledge)
        if ledger.period is not None and status_of(ledger.pledge, ledger.period, work.now) == "active":
            await work.db.insert_new(_entry(work, fact, pledge.id, ledger.period.number, None, over=False))


async def _likely(work: Work, person_id: Id, post_id: Id, pledges: Sequence[Pledge]) -> list[tuple[Pledge, float]]:
    """Lock those pledges that the original is likely about: nobody is asked while they pass something on."""
    if not pledges:
        return []
    original = await find_post(work.db, await viewer_of(work), post_id)
    if original is None or original.author_id == person_id:
        return []  # what one said oneself was counted when it was said
    chances = await likelihoods(work, person_id, pledges, f"{original.warning}\n{original.text}")
    wanted = [one.id for one in pledges if chances[one.id] >= LIKELY]
    return [(one, chances[one.id]) for one in await store.lock_pledges(work.db, person_id, wanted)]


def _entry(work: Work, fact: Published, pledge_id: Id, period: int, slot: int | None, *, over: bool) -> Entry:
    return Entry(
        author_id=fact.author_id,
        pledge_id=pledge_id,
        post_id=fact.post_id,
        kind="repost",
        root_id=fact.root_id,
        at=work.now,
        period=period,
        slot=slot,
        over=over,
        source="classifier+author" if over else "unsorted",
    )
