"""Recording acts, in the transaction of the act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.ties import store
from kith.ties.actions.pairs import Ends, ends_of, lock_pair
from kith.ties.model import Act, ActRecord, TieRecord, WordsGone
from kith.ties.rules import weight
from kith.ties.rules.twins import counted
from kith.ties.store import PairEnds


async def record(work: Work, acts: Iterable[Act]) -> None:
    """Let acts count between those who did them and those towards whom. An act that was counted is not counted again.

    The last thing that a work does before it tells of it, once, because it locks pairs in ascending order. Only people
    have ties: what an organisation does, or what is done towards one, counts nowhere. The cost does not grow with what
    happened before.
    """
    wanted: defaultdict[Ends, list[Act]] = defaultdict(list)
    for act in acts:
        if act.giver_id != act.getter_id and weight(act.kind, act.among) > 0:
            wanted[ends_of(act.giver_id, act.getter_id)].append(act)
    locked = {ends: row for ends in sorted(wanted) if (row := await lock_pair(work, ends)) is not None}
    records = [one for ends, row in locked.items() for one in _numbered(work, row, wanted[ends])]
    if len(records) == 1:
        [one] = records
        await store.count_act(work.db, one, counted(locked[one.low_id, one.high_id], records))
    elif records:
        await _count_several(work, locked, records)


async def _count_several(work: Work, locked: Mapping[Ends, TieRecord], records: Sequence[ActRecord]) -> None:
    new: defaultdict[Ends, list[ActRecord]] = defaultdict(list)
    for one in await store.add_acts(work.db, records):
        new[one.low_id, one.high_id].append(one)
    await store.write_ties(work.db, [row for ends, some in new.items() for row in counted(locked[ends], some)])


async def unsay(work: Work, acts: Iterable[Act]) -> None:
    """Note that the words of these acts can be read by nobody any more. That they were said counts all the same.

    After the words themselves are gone: whoever else takes the same ones back then waits for them, not here.
    """
    said = [
        (PairEnds(low_id=low_id, high_id=high_id, from_low=act.giver_id == low_id), act.subject_id)
        for act in acts
        if act.giver_id != act.getter_id and weight(act.kind, act.among) > 0
        for low_id, high_id in [ends_of(act.giver_id, act.getter_id)]
    ]
    unheard: defaultdict[Id, set[Id]] = defaultdict(set)
    for one in await store.mark_gone(work.db, said) if said else ():
        giver_id, getter_id = (one.low_id, one.high_id) if one.from_low else (one.high_id, one.low_id)
        unheard[giver_id].add(getter_id)
    for giver_id, getters in sorted(unheard.items()):
        work.tell(WordsGone(giver_id=giver_id, getter_ids=tuple(sorted(getters))))


async def record_past(work: Work, acts: Iterable[tuple[Act, datetime]]) -> None:
    """Note acts of before acts were counted; they count when ties are made anew. What was counted is left out.

    Nothing counts between two whom a block keeps apart today.
    """
    wanted: defaultdict[Ends, list[tuple[Act, datetime]]] = defaultdict(list)
    for act, at in acts:
        if act.giver_id != act.getter_id and weight(act.kind, act.among) > 0:
            wanted[ends_of(act.giver_id, act.getter_id)].append((act, at))
    found = [
        ActRecord(
            low_id=ends[0],
            high_id=ends[1],
            number=0,
            from_low=act.giver_id == ends[0],
            kind=act.kind,
            among=act.among,
            subject_id=act.subject_id,
            at=at,
        )
        for ends in sorted(wanted)
        if await lock_pair(work, ends) is not None
        for act, at in wanted[ends]
    ]
    await store.add_past(work.db, found)


async def counted_since(work: Work) -> datetime:
    """Tell since when acts are counted as they happen: now, where none was so far."""
    return await store.first_counted_at(work.db) or work.now


def _numbered(work: Work, row: TieRecord, acts: Iterable[Act]) -> list[ActRecord]:
    return [
        ActRecord(
            low_id=row.owner_id,
            high_id=row.other_id,
            number=number,
            from_low=act.giver_id == row.owner_id,
            kind=act.kind,
            among=act.among,
            subject_id=act.subject_id,
            at=work.now,
        )
        for number, act in enumerate(acts, start=row.acts + 1)
    ]
