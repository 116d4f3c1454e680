"""Paths: whether others may be found through one's ties, and whom one may know through those of others.

What is suggested is worked out once a night, from a copy that holds nothing but ties of which both ends are on. So
nobody can tell from what they are suggested, nor from when, what is between two others who did not both allow it.
"""

from datetime import date, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.people import known_already
from kith.people.model import Account
from kith.ties import store
from kith.ties.actions.between import can_suggest, facts_about
from kith.ties.actions.pairs import ends_of, lock_known, meet
from kith.ties.actions.reading import acting, my_ties, ties_of
from kith.ties.model import PathAnswer, Reached, TieSuggestion
from kith.ties.model.path import (
    MUTUAL_MIN,
    REST_DAYS,
    SHOWN_A_WEEK_MAX,
    SUGGESTED_A_WEEK_MAX,
    WEEK_DAYS,
)
from kith.ties.rules.paths import is_open, reached, usable
from kith.ties.rules.prompts import may_suggest

COPIED_AT_ONCE = 500
LOOKED_AT_MAX = 30  # candidates; whoever stands further down comes up in another week


async def path_answer(work: Work) -> PathAnswer:
    """Tell what whoever acts answered, and whether they have a tie at all."""
    person_id = acting(work)
    settings = (await store.settings_of(work.db, [person_id])).get(person_id)
    if settings is not None and settings.paths is not None:
        return PathAnswer(answer=settings.paths, has_ties=True)
    return PathAnswer(answer=None, has_ties=any(tie.mutual >= MUTUAL_MIN for tie in await my_ties(work)))


async def answer_paths(work: Work, *, on: bool) -> None:
    """Let others be found through one's ties, or not: through all of which one said nothing else."""
    person_id = acting(work)
    await store.lock_settings(work.db, person_id)
    await store.set_paths(work.db, person_id, paths=on)


async def set_path(work: Work, other_id: Id, *, on: bool) -> None:
    """Say the same of one tie. The other is not told."""
    person_id = await meet(work, other_id)
    await store.lock_settings(work.db, person_id)
    await lock_known(work, ends_of(person_id, other_id))
    wish = await store.wish_about(work.db, person_id, other_id)
    await store.put_wishes(work.db, [msgspec.structs.replace(wish, path=on)])


async def path_through(work: Work, other_id: Id) -> bool:
    """Tell whether whoever acts lets others be found through their tie with somebody."""
    person_id = acting(work)
    wish = await store.wish_about(work.db, person_id, other_id)
    settings = (await store.settings_of(work.db, [person_id])).get(person_id)
    apart = wish.not_close or wish.never or wish.parted
    return is_open(path=wish.path, answer=settings.paths if settings else None, apart=apart)


async def people_suggested(work: Work) -> list[Account]:
    """List whom the person who acts may know, by those whom both know: of this week, at most three.

    None of them is named with those in between, who were not asked for that.
    """
    person_id = acting(work)
    rows = await store.suggested_since(work.db, person_id, since=_week_before(work.now.date()))
    wanted = [one.other_id for one in rows if not one.withdrawn]
    if not wanted:
        return []
    facts, known = await facts_about(work, wanted), await known_already(work)
    tied = {one for one, tie in (await ties_of(work, wanted)).items() if tie.mutual >= MUTUAL_MIN}
    return [
        facts.accounts[one]
        for one in wanted
        if one not in known
        and one not in tied
        and await can_suggest(work, facts, one)
        and _is_found(facts.accounts[one])
    ]


async def renew_suggestions(house: House) -> None:
    """Copy the usable ties, take back what is reached no more, and suggest to whom a week has passed for."""
    today = house.clock().date()
    await _copy(house, today)
    async with house.work() as work:
        await store.withdraw(work.db, since=_week_before(today))
        await store.forget_old_suggestions(work.db, until=today - timedelta(days=REST_DAYS))
    after = Id(0)
    while True:
        async with house.reading() as work:
            people = await store.due_for_suggestions(
                work.db, after=after, since=_week_before(today), limit=COPIED_AT_ONCE
            )
        for person_id in people:
            async with house.work(actor=person_id) as work:
                await _suggest(work, today)
        if len(people) < COPIED_AT_ONCE:
            return
        after = people[-1]


async def _copy(house: House, today: date) -> None:
    after = store.PairIds(low_id=Id(0), high_id=Id(0))
    while True:
        async with house.work() as work:
            rows = await store.consented_ties(work.db, after, limit=COPIED_AT_ONCE)
            ties = [
                tie
                for row in rows
                if is_open(path=row.my_path, answer=row.my_answer, apart=row.my_apart)
                and is_open(path=row.their_path, answer=row.their_answer, apart=row.their_apart)
                for tie in usable(row, today)
            ]
            await store.copy_ties(work.db, ties)
            if len(rows) < COPIED_AT_ONCE:
                await store.drop_copies(work.db, today)
                return
        after = store.PairIds(low_id=rows[-1].owner_id, high_id=rows[-1].other_id)


async def _suggest(work: Work, today: date) -> None:
    """Suggest up to three people to whoever acts, unless another did; of somebody who is shown enough already, not."""
    person_id, since = acting(work), _week_before(today)
    wanted = await _candidates(work, today)
    shown = await store.times_shown(work.db, wanted, since=since)
    wanted = [one for one in wanted if shown.get(one, 0) < SHOWN_A_WEEK_MAX][:SUGGESTED_A_WEEK_MAX]
    for one in sorted({person_id, *wanted}):
        await store.lock_settings(work.db, one)
    if await store.suggested_since(work.db, person_id, since=since):
        return
    shown = await store.times_shown(work.db, wanted, since=since)
    for place, one in enumerate(wanted):
        if shown.get(one, 0) < SHOWN_A_WEEK_MAX:
            await store.offer(work.db, TieSuggestion(owner_id=person_id, other_id=one, offered_on=today, place=place))


async def _candidates(work: Work, today: date) -> list[Id]:
    """List whom whoever acts may be suggested, the closest first. No tie of theirs that is off is asked for here:
    whom they choose leaves less room for others, who must not learn of it.
    """
    person_id = acting(work)
    mine = {tie.other_id: tie.strength for tie in await store.usable_of(work.db, person_id)}
    rested = await store.suggested_since(work.db, person_id, since=today - timedelta(days=REST_DAYS))
    not_these = {*(one.other_id for one in rested), *await known_already(work)}
    found: list[Reached] = [
        one
        for one in reached(person_id, mine, await store.usable_beyond(work.db, list(mine)))
        if one.person_id not in not_these
    ][:LOOKED_AT_MAX]
    facts = await facts_about(work, [one.person_id for one in found])
    return [
        one.person_id
        for one in found
        if one.person_id in facts.accounts
        and _is_found(facts.accounts[one.person_id])
        and may_suggest(msgspec.structs.replace(facts.between(one.person_id, refused=False, work=work), family=False))
    ]


def _is_found(account: Account) -> bool:
    return account.discoverable and account.domain is None


def _week_before(today: date) -> date:
    return today - timedelta(days=WEEK_DAYS)
