"""Stating where one was, and finding who was there, too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import ID_MAX, Id
from kith.base.work import Work
from kith.finding import store
from kith.finding.actions.running import acting
from kith.finding.model import OwnPast, PastWish, StatedPast
from kith.finding.model.past import Common
from kith.finding.rules import check_past, check_room, folded, overlaps
from kith.finding.rules.pasts import days_in_common, live_together
from kith.people import present_accounts, viewer_of
from kith.people.model import Account

THERE_AT_ONCE = 50


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was there, too, and what they state of it."""

    account: Account
    past: StatedPast


async def state_past(work: Work, wish: PastWish) -> StatedPast:
    """State a past. The very same, stated again, is there once. Raises `Invalid`; `Refused` for one too many."""
    owner_id, wish = acting(work), check_past(wish, work.now.date())
    await store.lock_pasts(work.db, owner_id)
    past = StatedPast(
        owner_id=owner_id,
        id=work.new_id(),
        kind=wish.kind,
        name=wish.name,
        name_key=folded(wish.name),
        from_year=wish.from_year,
        until_year=wish.until_year,
        seen_by=wish.seen_by,
        day_on=wish.day_on,
        lives_there=wish.lives_there,
        created_at=work.now,
    )
    for known in await store.own_pasts(work.db, owner_id):
        if _what(known) == _what(past):
            again = msgspec.structs.replace(
                known, name=past.name, seen_by=past.seen_by, day_on=past.day_on, lives_there=past.lives_there
            )
            return await _put(work, again)
    check_room(await store.count_pasts(work.db, owner_id))
    await store.add_past(work.db, past)
    return past


async def change_past(work: Work, past_id: Id, wish: PastWish) -> StatedPast:
    """Let a past say something else."""
    wish = check_past(wish, work.now.date())
    known = await store.own_past(work.db, acting(work), past_id)
    changed = msgspec.structs.replace(
        known,
        kind=wish.kind,
        name=wish.name,
        name_key=folded(wish.name),
        from_year=wish.from_year,
        until_year=wish.until_year,
        seen_by=wish.seen_by,
        day_on=wish.day_on,
        lives_there=wish.lives_there,
    )
    return await _put(work, changed)


async def delete_past(work: Work, past_id: Id) -> None:
    """Take a past back."""
    if not await store.delete_past(work.db, acting(work), past_id):
        raise NotFound


async def pasts_of(work: Work, account: Account) -> list[StatedPast]:
    """List what somebody states and the one who looks may see of it. The account is one they may see."""
    viewer = await viewer_of(work)
    found = await store.own_pasts(work.db, account.id)
    if account.id == viewer.id:
        return found
    if account.id in viewer.hidden:
        return []
    tied = account.id in await store.mutuals(work.db, viewer)
    return [one for one in found if one.seen_by == "everyone" or (one.seen_by == "ties" and tied)]


async def those_there(work: Work, past: StatedPast, *, below: Id | None = None) -> tuple[list[Companion], Id | None]:
    """List who states the same place with a year in common, who came last first; and where the list goes on.

    Nobody is found by a past that one shows to nobody: who looks can be seen by those who are found.
    """
    if past.seen_by == "nobody":
        return [], None
    viewer = await viewer_of(work)
    mutual = await store.mutuals(work.db, viewer)
    found = await store.those_there(work.db, past, viewer, mutual, below=below or Id(ID_MAX), limit=THERE_AT_ONCE + 1)
    accounts = {one.id: one for one in await present_accounts(work.db, [one.owner_id for one in found])}
    shown: dict[Id, Companion] = {}
    for one in found[:THERE_AT_ONCE]:
        if one.owner_id in accounts:
            shown.setdefault(one.owner_id, Companion(account=accounts[one.owner_id], past=one))
    more = found[THERE_AT_ONCE - 1].owner_id if len(found) > THERE_AT_ONCE else None
    return list(shown.values()), more


async def shared_with(work: Work, people: Sequence[Id], archived: Iterable[OwnPast] = ()) -> dict[Id, StatedPast]:
    """Give of each of these people, whom the one who acts may see, a past that both have: the latest that is shown.

    What one's own archive says of oneself counts like what one states.
    """
    viewer = await viewer_of(work)
    mine = [
        (one.kind, one.name_key, (one.from_year, one.until_year)) for one in await store.own_pasts(work.db, viewer.id)
    ]
    mine += [(one.kind, folded(one.name), (one.from_year, one.until_year)) for one in archived]
    if not mine or not people:
        return {}
    shared: dict[Id, StatedPast] = {}
    for past in await store.shown_pasts(work.db, people, await store.mutuals(work.db, viewer)):
        years = (past.from_year, past.until_year)
        if any((past.kind, past.name_key) == (kind, key) and overlaps(years, own) for kind, key, own in mine):
            shared.setdefault(past.owner_id, past)
    return shared


async def in_common(work: Work, people: Sequence[Id]) -> Common:
    """Give what whoever acts has in common with these. What either shows to nobody is not counted, on either side."""
    viewer = await viewer_of(work)
    mine = [one for one in await store.own_pasts(work.db, viewer.id) if one.seen_by != "nobody"]
    days: defaultdict[Id, list[date]] = defaultdict(list)
    same_town: set[Id] = set()
    if mine and people:
        for theirs in await store.shown_pasts(work.db, people, await store.mutuals(work.db, viewer)):
            for own in mine:
                days[theirs.owner_id] += days_in_common(own, theirs)
                if live_together(own, theirs):
                    same_town.add(theirs.owner_id)
    return Common(days={one: tuple(found) for one, found in days.items() if found}, same_town=frozenset(same_town))


async def _put(work: Work, past: StatedPast) -> StatedPast:
    if not await store.put_past(work.db, past):
        raise NotFound
    return past


def _what(past: StatedPast) -> tuple[object, ...]:
    return past.kind, past.name_key, past.from_year, past.until_year
