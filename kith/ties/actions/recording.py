"""Recording acts, in the transaction of the act."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kith.base.core.ids import Id
from kith.base.storage.statement import Asked
from kith.base.work import Work
from kith.ties import store
from kith.ties.actions.pairs import Ends, ends_of, lock_pair
from kith.ties.model import Act, ActRecord, KnownTie, TieRecord, WordsGone
from kith.ties.rules import weight
from kith.ties.rules.twins import counted
from kith.ties.store import PairEnds


class Counting(NamedTuple):
    """What counts acts along with what is done alone, and the rows under the lower ids as they are then."""

    parts: dict[str, Asked]
    rows: dict[Ends, TieRecord]


async def record(work: Work, acts: Iterable[Act], *, held: Iterable[TieRecord] = ()) -> dict[Ends, KnownTie]:
    """Let acts count between those who did them and those towards whom. An act that was counted is not counted again.

    The last thing that a work does before it tells of it, once, because it locks pairs in ascending order. Only people
    have ties: what an organisation does, or what is done towards one, counts nowhere. The cost does not grow with what
    happened before. Gives the pairs that were written, as they are now. `held` are pairs that this work locked already.
    """
    wanted, known = _by_pair(acts), {(row.owner_id, row.other_id): row for row in held}
    locked = {
        ends: row for ends in sorted(wanted) if (row := known.get(ends) or await lock_pair(work, ends)) is not None
    }
    records = [one for ends, row in locked.items() for one in _numbered(work, row, wanted[ends])]
    if len(records) != 1:
        return await _count_several(work, locked, records) if records else {}
    [one] = records
    rows = counted(locked[one.low_id, one.high_id], records)
    return _known([rows], await store.count_act(work.db, one, rows))


async def _count_several(
    work: Work, locked: Mapping[Ends, TieRecord], records: Sequence[ActRecord]
) -> dict[Ends, KnownTie]:
    new: defaultdict[Ends, list[ActRecord]] = defaultdict(list)
    for one in await store.add_acts(work.db, records):
        new[one.low_id, one.high_id].append(one)
    pairs = [counted(locked[ends], some) for ends, some in new.items()]
    return _known(pairs, await store.write_ties(work.db, [row for rows in pairs for row in rows]))


def count_along(work: Work, acts: Iterable[Act], known: Mapping[Ends, KnownTie]) -> Counting | None:
    """Let acts count by the statement that a work does alone, from rows as this process wrote them last; that they
    stand so still is believed. Each is by something that is made in that statement. `None`: record them.
    """
    wanted = _by_pair(acts)
    if not wanted:
        return Counting({}, {})
    if not wanted.keys() <= known.keys():
        return None
    pairs, records = [], list[ActRecord]()
    for ends in sorted(wanted):
        some = _numbered(work, known[ends].row, wanted[ends])
        records += some
        pairs.append(counted(known[ends].row, some))
    along = store.counting_along(
        [known[ends] for ends in sorted(wanted)], records, [row for one in pairs for row in one]
    )
    work.db.believe("ties", along.holds)
    return Counting(along.parts, {ends: rows[0] for ends, rows in zip(sorted(wanted), pairs, strict=True)})


def _known(pairs: Iterable[tuple[TieRecord, TieRecord]], version: str | None) -> dict[Ends, KnownTie]:
    if version is None:
        return {}
    return {(low.owner_id, low.other_id): KnownTie(low, version) for low, _high in pairs}


def _by_pair(acts: Iterable[Act]) -> dict[Ends, list[Act]]:
    wanted: defaultdict[Ends, list[Act]] = defaultdict(list)
    for act in acts:
        if act.giver_id != act.getter_id and weight(act.kind, act.among) > 0:
            wanted[ends_of(act.giver_id, act.getter_id)].append(act)
    return wanted


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
