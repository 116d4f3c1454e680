"""What somebody says about their own ties. Nobody is told of any of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.ties import store
from kith.ties.actions.between import can_suggest, facts_about
from kith.ties.actions.pairs import ends_of, lock_known, meet
from kith.ties.actions.reading import acting
from kith.ties.model import CIRCLES, PINS_MAX, TieWish
from kith.ties.model.prompt import HOPE_KEEPS_DAYS, HOPES_MAX


async def keep_close(work: Work, other_id: Id, circle: int) -> None:
    """Keep somebody in a circle, whatever was counted. Raises `Refused` for one more than `PINS_MAX` in it."""
    if circle not in CIRCLES:
        raise NotFound
    person_id = await meet(work, other_id)
    await store.lock_settings(work.db, person_id)
    kept = [one for one in await store.wishes_of(work.db, person_id) if one.kept_in == circle]
    if len(kept) >= PINS_MAX and other_id not in {one.other_id for one in kept}:
        text = _("You put {count} people into this circle yourself. Let one of them find their own place again first.")
        raise Refused(text.format(count=PINS_MAX))
    await _change(work, other_id, kept_in=circle, not_close=False)


async def set_not_close(work: Work, other_id: Id) -> None:
    """Let somebody stand in no circle, for good."""
    await meet(work, other_id)
    await store.lock_settings(work.db, acting(work))
    await _change(work, other_id, kept_in=0, not_close=True)


async def let_be(work: Work, other_id: Id) -> None:
    """Take back both: their place is what was counted."""
    await _know(work, other_id)
    await store.lock_settings(work.db, acting(work))
    await _change(work, other_id, kept_in=0, not_close=False)


async def never_suggest(work: Work, other_id: Id, *, never: bool = True) -> None:
    """Never be reminded of somebody again. Nobody asks whether that was meant."""
    await _know(work, other_id)
    await store.lock_settings(work.db, acting(work))
    await _change(work, other_id, never=never)


async def mark_parted(work: Work, other_id: Id, *, parted: bool = True) -> None:
    """Note that somebody was a partner, and is no more: neither is reminded of the other."""
    await meet(work, other_id)
    await store.lock_settings(work.db, acting(work))
    await _change(work, other_id, parted=parted)


async def hope_to_hear(work: Work, other_id: Id) -> bool:
    """Say that one would like to hear from somebody. Tells whether they say so too: only then does either learn of it,
    and not where anything keeps the two apart that would forbid to suggest one to the other.

    Somebody who has hidden the person who acts by a block looks as if they were not there.
    """
    person_id = await meet(work, other_id)
    await store.lock_settings(work.db, person_id)
    since = work.now - timedelta(days=HOPE_KEEPS_DAYS)
    hopes = [one.other_id for one in await store.wishes_of(work.db, person_id) if _takes_a_place(one, since)]
    if len(hopes) >= HOPES_MAX and other_id not in hopes:
        text = _("You hope to hear from {count} people already, or did this month. Let some time pass first.")
        raise Refused(text.format(count=HOPES_MAX))
    await lock_known(work, ends_of(acting(work), other_id))
    mine = await store.wish_about(work.db, person_id, other_id)
    theirs = await store.wish_about(work.db, other_id, person_id)
    both_at = (mine.both_hope_at or work.now) if theirs.hopes_at is not None else None
    wishes = [msgspec.structs.replace(mine, hopes_at=mine.hopes_at or work.now, both_hope_at=both_at)]
    if both_at is not None:
        wishes.append(msgspec.structs.replace(theirs, both_hope_at=both_at))
    await store.put_wishes(work.db, wishes)
    return both_at is not None and other_id in await _may_learn(work, [other_id])


async def hope_no_more(work: Work, other_id: Id) -> None:
    """Take that back. What both learned of each other the other goes on knowing: nobody learns of a hope in secret."""
    person_id = acting(work)
    await _know(work, other_id)
    await lock_known(work, ends_of(acting(work), other_id))
    mine = await store.wish_about(work.db, person_id, other_id)
    if mine.hopes_at is not None:
        ended = msgspec.structs.replace(mine, hopes_at=None, both_hope_at=None, hope_ended_at=work.now)
        await store.put_wishes(work.db, [ended])


async def my_wishes(work: Work, other_ids: Sequence[Id]) -> dict[Id, TieWish]:
    """Read what the person who acts says about each of these; none of them is left out.

    That the other hopes so too is there only where nothing keeps the two apart.
    """
    person_id, wanted = acting(work), set(other_ids)
    known = {one.other_id: one for one in await store.wishes_of(work.db, person_id) if one.other_id in wanted}
    both = [one.other_id for one in known.values() if one.both_hope_at is not None]
    for other_id in set(both) - await _may_learn(work, both):
        known[other_id] = msgspec.structs.replace(known[other_id], both_hope_at=None)
    return {one: known.get(one) or TieWish(owner_id=person_id, other_id=one) for one in other_ids}


async def is_suggested(work: Work) -> bool:
    """Tell whether the person who acts may be suggested to old friends."""
    person_id = acting(work)
    settings = (await store.settings_of(work.db, [person_id])).get(person_id)
    return settings is None or not settings.unsuggested


async def set_suggested(work: Work, *, suggested: bool) -> None:
    """Wish to be suggested to old friends, or not."""
    person_id = acting(work)
    await store.lock_settings(work.db, person_id)
    await store.set_unsuggested(work.db, person_id, unsuggested=not suggested)


async def note_return(work: Work) -> None:
    """Note that the person who acts says something to everybody again, after a long silence."""
    await store.note_return(work.db, acting(work), work.now)


async def _may_learn(work: Work, others: Sequence[Id]) -> set[Id]:
    """Give those of these whose hope the person who acts may learn of."""
    if not others:
        return set()
    facts = await facts_about(work, others)
    return {one for one in others if await can_suggest(work, facts, one)}


def _takes_a_place(wish: TieWish, since: datetime) -> bool:
    return wish.hopes_at is not None or (wish.hope_ended_at is not None and wish.hope_ended_at > since)


async def _change(work: Work, other_id: Id, **changes: object) -> None:
    """Change a wish under the lock of the pair: what both hope is written from the other side too."""
    await lock_known(work, ends_of(acting(work), other_id))
    wish = await store.wish_about(work.db, acting(work), other_id)
    await store.put_wishes(work.db, [msgspec.structs.replace(wish, **changes)])


async def _know(work: Work, other_id: Id) -> None:
    """Let people take back what they said of anybody. Of whom they said nothing must be there, as for everything."""
    person_id = acting(work)
    if await store.wish_about(work.db, person_id, other_id) == TieWish(owner_id=person_id, other_id=other_id):
        await meet(work, other_id)
