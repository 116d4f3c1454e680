"""Declared relations: asked for, confirmed, declined and ended, quietly.

A relation counts when both say so. Whoever declines is not given away: the other goes on waiting. Nobody is told that
one has ended; it is no longer there.
"""

from collections.abc import Sequence

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import present_accounts, viewer_of
from kith.ties import store
from kith.ties.actions.pairs import ends_of, lock_known, meet
from kith.ties.actions.reading import acting
from kith.ties.model import DeclaredRelation, Past, RelationKind, RelationState
from kith.ties.rules.relations import bond_of, check_past, check_room_to_ask


async def propose(work: Work, other_id: Id, kind: RelationKind, past: Past) -> DeclaredRelation:
    """Ask somebody to confirm what one is to them. Where they have asked already, this confirms it, in their words.

    Asked again before they answer, the new years and place count.
    """
    past = check_past(past, work.now.date())
    person_id = await meet(work, other_id)
    await store.lock_settings(work.db, person_id)
    await lock_known(work, ends_of(acting(work), other_id))
    mine, theirs = await _both(work, other_id, kind)
    if mine is not None and mine.state == "confirmed":
        return mine
    if theirs is not None and theirs.state == "waiting":
        return await _settle(work, theirs, "confirmed")
    if mine is None or mine.state != "waiting":
        check_room_to_ask(await store.count_waiting(work.db, person_id))
    asked = DeclaredRelation(
        owner_id=person_id,
        other_id=other_id,
        kind=kind,
        state="waiting",
        from_year=past.from_year,
        until_year=past.until_year,
        place=past.place,
        changed_at=work.now,
        ended_at=mine.ended_at if mine else None,
    )
    if theirs is None or theirs.state != "declined":
        await store.put_relations(work.db, [_turned(asked, "asked")])
    await store.put_relations(work.db, [asked])
    return asked


async def confirm(work: Work, other_id: Id, kind: RelationKind) -> DeclaredRelation:
    """Say yes to what somebody has asked. Raises `NotFound` where they did not, or took it back."""
    await meet(work, other_id)
    await lock_known(work, ends_of(acting(work), other_id))
    mine, theirs = await _both(work, other_id, kind)
    if mine is not None and mine.state == "confirmed":
        return mine
    if theirs is None or theirs.state != "waiting":
        raise NotFound
    return await _settle(work, theirs, "confirmed")


async def decline(work: Work, other_id: Id, kind: RelationKind) -> None:
    """Say no. The other is not told, and is not asked to wait less; asking again changes nothing."""
    await lock_known(work, ends_of(acting(work), other_id))
    mine, _theirs = await _both(work, other_id, kind)
    if mine is None or mine.state not in ("asked", "declined"):
        raise NotFound
    await store.put_relations(work.db, [msgspec.structs.replace(mine, state="declined", changed_at=work.now)])


async def end(work: Work, other_id: Id, kind: RelationKind) -> None:
    """End what both confirmed, or take back what one asked. Nobody is told."""
    await lock_known(work, ends_of(acting(work), other_id))
    mine, theirs = await _both(work, other_id, kind)
    if mine is None or mine.state not in ("waiting", "confirmed"):
        raise NotFound
    if mine.state == "confirmed":
        await _settle(work, mine, "ended")
        return
    for side in (mine, theirs):
        if side is None or side.state not in ("waiting", "asked"):
            continue
        if side.ended_at is None:
            await store.delete_relation(work.db, side)
        else:
            await store.put_relations(work.db, [msgspec.structs.replace(side, state="ended")])


async def my_relations(work: Work, other_id: Id | None = None) -> list[DeclaredRelation]:
    """List what the person who acts declares and is asked, with one or with everybody, what changed last first.

    What they declined and what has ended is left out, and whoever is gone or hidden by a block.
    """
    person_id = acting(work)
    if other_id is None:
        found = await store.all_relations(work.db, person_id)
    else:
        found = await store.relations_between(work.db, person_id, other_id)
    found = [one for one in found if one.state not in ("declined", "ended")]
    seen = await _seen(work, [one.other_id for one in found])
    return [one for one in found if one.other_id in seen]


async def _seen(work: Work, people: Sequence[Id]) -> set[Id]:
    hidden = (await viewer_of(work)).hidden
    return {account.id for account in await present_accounts(work.db, people) if account.id not in hidden}


async def _both(
    work: Work, other_id: Id, kind: RelationKind
) -> tuple[DeclaredRelation | None, DeclaredRelation | None]:
    """Read both sides of a relation, one's own first."""
    person_id = acting(work)
    sides = []
    for owner_id, about_id in ((person_id, other_id), (other_id, person_id)):
        found = await store.relations_between(work.db, owner_id, about_id)
        sides.append(next((one for one in found if one.kind == kind), None))
    return sides[0], sides[1]


async def _settle(work: Work, relation: DeclaredRelation, state: RelationState) -> DeclaredRelation:
    """Write both sides alike, and what both confirm into the tie; gives the side of whoever acts."""
    ended_at = work.now if state == "ended" else None
    settled = msgspec.structs.replace(relation, state=state, changed_at=work.now, ended_at=ended_at)
    sides = (settled, _turned(settled, state))
    await store.put_relations(work.db, sides)
    confirmed = await store.relations_between(work.db, relation.owner_id, relation.other_id)
    await store.bind(work.db, relation.owner_id, relation.other_id, bond_of(confirmed))
    return next(one for one in sides if one.owner_id == acting(work))


def _turned(relation: DeclaredRelation, state: RelationState) -> DeclaredRelation:
    """Give the other side of a relation."""
    return msgspec.structs.replace(relation, owner_id=relation.other_id, other_id=relation.owner_id, state=state)
