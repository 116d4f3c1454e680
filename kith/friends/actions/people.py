"""One's people: by circle, by name, and who is to be answered."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.friends import store
from kith.friends.actions.whose import acting, is_here
from kith.friends.model import Person, PersonAt
from kith.friends.rules.people import Order, in_order, place_after
from kith.friends.store.people import Unanswered
from kith.people import named_among, present_accounts, viewer_of
from kith.people.model import Account
from kith.ties import my_ties, near_ties
from kith.ties.model import Circle, Tie

WAITING_DAYS = 60  # what is older is no longer waited for; it is found under "Long time no see"
UNHEARD_DAYS = 3  # in which nobody needs to have answered
UNANSWERED_MAX = 100
QUIET_DAYS = 21  # after which one may ask oneself how somebody close is
NEAR_CIRCLES: tuple[Circle, ...] = (5, 15)
QUIET_LOOKED_AT = 5


class After(msgspec.Struct, frozen=True, kw_only=True):
    """Where a list goes on: after this person, who stood at this place."""

    person_id: Id
    index: int


class People(msgspec.Struct, frozen=True, kw_only=True):
    """A part of one's people. `before` is the tie above the first of them, `goes_on` the way to the next."""

    people: Sequence[Person]
    before: Tie | None
    goes_on: After | None


async def my_people(work: Work, *, order: Order, words: str, after: After | None, limit: int) -> People:
    """Read a part of one's people; whoever is searched for by name comes by name."""
    hidden = set((await viewer_of(work)).hidden)
    ties = in_order([tie for tie in await my_ties(work) if tie.person_id not in hidden], order)
    if words or order == "name":
        return await _by_name(work, ties, words, after, limit)
    begin = place_after(ties, after.person_id, after.index) if after else 0
    part = ties[begin : begin + limit]
    accounts = {one.id: one for one in await present_accounts(work.db, [tie.person_id for tie in part])}
    goes_on = begin + limit < len(ties)
    return People(
        people=_people(part, accounts),
        before=ties[begin - 1] if begin else None,
        goes_on=After(person_id=part[-1].person_id, index=begin + limit) if goes_on else None,
    )


async def waiting(work: Work, *, limit: int = UNANSWERED_MAX) -> list[PersonAt]:
    """List who is waiting to hear from whoever acts: they wrote for them, and nothing came back."""
    viewer = await viewer_of(work)
    found = await store.waiting(
        work.db,
        acting(work),
        since=work.now - timedelta(days=WAITING_DAYS),
        not_these=[*viewer.hidden, *viewer.muted],
        limit=limit,
    )
    return await _present(work, found)


async def unheard(work: Work, *, limit: int = UNANSWERED_MAX) -> list[PersonAt]:
    """List to whom whoever acts wrote some days ago without an answer."""
    found = await store.unheard(
        work.db,
        acting(work),
        since=work.now - timedelta(days=WAITING_DAYS),
        until=work.now - timedelta(days=UNHEARD_DAYS),
        not_these=(await viewer_of(work)).hidden,
        limit=limit,
    )
    return await _present(work, found)


async def quiet_friend(work: Work) -> PersonAt | None:
    """Give somebody of the inner circles with whom one has not talked for three weeks: with whom it is longest.

    Whoever sleeps already comes up by a reminder; whoever is not to be suggested does not come up.
    """
    viewer, until = await viewer_of(work), work.now - timedelta(days=QUIET_DAYS)
    apart = {*viewer.hidden, *viewer.muted}
    found = [
        (tie.last_talk_at, tie.person_id)
        for tie in await near_ties(work, NEAR_CIRCLES)
        if not tie.dormant and not tie.left_alone and tie.person_id not in apart
        if tie.last_talk_at is not None and tie.last_talk_at < until
    ]
    people = [Unanswered(other_id=person_id, at=at) for at, person_id in sorted(found)[:QUIET_LOOKED_AT]]
    return next(iter(await _present(work, people)), None)


async def _by_name(work: Work, ties: Sequence[Tie], words: str, after: After | None, limit: int) -> People:
    known = {tie.person_id: tie for tie in ties}
    after_id = after.person_id if after else Id(0)
    found = await named_among(work.db, list(known), words, after=after_id, limit=limit + 1)
    part = found[:limit]
    return People(
        people=[Person(account=one, tie=known[one.id]) for one in part],
        before=None,
        goes_on=After(person_id=part[-1].id, index=0) if len(found) > limit else None,
    )


async def _present(work: Work, found: Iterable[Unanswered]) -> list[PersonAt]:
    places = list(found)
    accounts = {one.id: one for one in await present_accounts(work.db, [one.other_id for one in places])}
    return [
        PersonAt(account=accounts[one.other_id], at=one.at)
        for one in places
        if one.other_id in accounts and is_here(accounts[one.other_id])
    ]


def _people(ties: Iterable[Tie], accounts: dict[Id, Account]) -> list[Person]:
    return [Person(account=accounts[tie.person_id], tie=tie) for tie in ties if tie.person_id in accounts]
