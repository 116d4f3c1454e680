"""Old friends who have not been heard of for long."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.finding import in_common
from kith.friends.actions.birthdays import birthdays_near
from kith.friends.actions.whose import is_here
from kith.friends.model import OldFriend
from kith.people import present_accounts
from kith.people.model import Account
from kith.ties import both_hope, dormant_ties, is_suggested, long_unseen, my_ties, my_wishes, next_prompt
from kith.ties.model import Nearby, Reunion

WARM_UP = 2
WARM_CIRCLES = (5, 15, 50)


class LongTime(msgspec.Struct, frozen=True, kw_only=True):
    """Who was long not heard of; with whom both would like to hear; and to whom one talks anyway."""

    friends: Sequence[OldFriend]
    both: Sequence[Account]
    warm: Sequence[Account]
    suggested: bool  # whether others may be reminded of the reader


async def long_time(work: Work) -> LongTime:
    """Read all that the page "Long time no see" shows."""
    reunions = await long_unseen(work)
    both = await both_hope(work)
    warm = await _warm(work, without=[one.tie.person_id for one in reunions])
    ids = [*(one.tie.person_id for one in reunions), *both, *warm]
    accounts = {one.id: one for one in await present_accounts(work.db, ids)}
    return LongTime(
        friends=await _old_friends(work, reunions, accounts),
        both=[accounts[one] for one in both if one in accounts],
        warm=[accounts[one] for one in warm if one in accounts and is_here(accounts[one])][:WARM_UP],
        suggested=await is_suggested(work),
    )


async def reminder(work: Work) -> OldFriend | None:
    """Give the one old friend whom whoever acts is reminded of now; in work that writes, because it is counted."""
    dormant = [tie.person_id for tie in await dormant_ties(work)]
    if not dormant:
        return None
    common = await in_common(work, dormant)
    nearby = Nearby(birthdays=await birthdays_near(work), shared_days=common.days, same_town=common.same_town)
    reunion = await next_prompt(work, nearby)
    if reunion is None:
        return None
    accounts = {one.id: one for one in await present_accounts(work.db, [reunion.tie.person_id])}
    friends = await _old_friends(work, [reunion], accounts)
    return friends[0] if friends else None


async def _old_friends(work: Work, reunions: Sequence[Reunion], accounts: dict[Id, Account]) -> list[OldFriend]:
    there = [one for one in reunions if one.tie.person_id in accounts]
    wishes = await my_wishes(work, [one.tie.person_id for one in there]) if there else {}
    return [
        OldFriend(
            account=accounts[one.tie.person_id], reunion=one, hopes=wishes[one.tie.person_id].hopes_at is not None
        )
        for one in there
    ]


async def _warm(work: Work, *, without: Sequence[Id]) -> list[Id]:
    """Choose a few to whom one talks anyway: the closest with whom one has spoken this month."""
    ties = await my_ties(work)
    near = [tie for tie in ties if tie.circle in WARM_CIRCLES and (tie.wrote_days or tie.heard_days)]
    others = [tie for tie in ties if tie.wrote_days and tie.heard_days]
    ids = dict.fromkeys(tie.person_id for tie in (*near, *others))
    return [one for one in ids if one not in without][: 2 * WARM_UP]
