"""Old friends who have not been heard of: found on a page of one's own, and seldom one of them by a prompt.

Nobody is ever told that somebody was reminded of them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import get_member
from kith.ties import store
from kith.ties.actions.between import Facts, can_suggest, facts_about
from kith.ties.actions.reading import acting, dormant_ties
from kith.ties.model import Caps, Nearby, Occasion, Reunion, SharedPast, Tie, TiePrompt, TieSettings
from kith.ties.rules.prompts import (
    has_occasion,
    is_open,
    is_put_off,
    may_prompt,
    prompted,
    put_off,
)

CANDIDATES_MAX = 200  # the most dormant; whoever lies below them comes up when these are awake again
SHOWN_MAX = 50
_NONE = Nearby()


async def long_unseen(work: Work) -> list[Reunion]:
    """List those of whom the person who acts has long heard nothing, the most dormant first.

    Whoever was put off with "not now" rests for that time.
    """
    ties = await _dormant(work)
    facts = await facts_about(work, [tie.person_id for tie in ties])
    found = []
    for tie in ties:
        resting = is_put_off(facts.prompts.get(tie.person_id), tie.last_wrote_at, work.now)
        if not resting and await can_suggest(work, facts, tie.person_id):
            found.append(_reunion(tie, facts))
        if len(found) == SHOWN_MAX:
            break
    return found


async def next_prompt(work: Work, nearby: Nearby = _NONE) -> Reunion | None:
    """Give the one friend whom the person who acts is reminded of now, or nobody.

    `nearby` are the occasions of which they may know, and of which ties know none.

    A prompt stays for a week, or until they write or say "not now"; then there is none until another is due. It is
    for work that writes: making a prompt is counted, and of two at once the second sees what the first has made.
    """
    assert work.db.writes, "a prompt is counted"
    settings = await store.lock_settings(work.db, acting(work))
    ties = await _dormant(work)
    facts = await facts_about(work, [tie.person_id for tie in ties])
    for tie in ties:
        is_there = is_open(facts.prompts.get(tie.person_id), tie.last_wrote_at, work.now)
        if is_there and await can_suggest(work, facts, tie.person_id):
            return _reunion(tie, facts)
    occasions = {one.person_id: facts.occasion(one.person_id, nearby) for one in ties}
    for tie in ties:
        occasion = occasions[tie.person_id]
        if has_occasion(occasion, work.now) and await _prompts(work, settings, facts, tie, occasion):
            return _reunion(tie, facts)
    return None


async def not_now(work: Work, other_id: Id) -> None:
    """Let a friend rest, for longer each time. Raises `NotFound` for somebody who is no dormant tie."""
    person_id = acting(work)
    await store.lock_settings(work.db, person_id)
    tie = next((tie for tie in await _dormant(work) if tie.person_id == other_id), None)
    if tie is None:
        raise NotFound
    before = await store.find_prompt(work.db, person_id, other_id)
    fresh = TiePrompt(
        owner_id=person_id, other_id=other_id, prompted_at=work.now, prompts=0, unanswered=1, put_off_at=work.now
    )
    await store.put_prompt(work.db, put_off(before, fresh=fresh, wrote_at=tie.last_wrote_at, now=work.now))


async def both_hope(work: Work) -> list[Id]:
    """List those who, as the person who acts, would like to hear of the other; whoever found out last first."""
    person_id = acting(work)
    wishes = [one for one in await store.wishes_of(work.db, person_id) if one.both_hope_at is not None]
    facts = await facts_about(work, [one.other_id for one in wishes])
    wishes.sort(key=lambda one: (one.both_hope_at, one.other_id), reverse=True)
    return [one.other_id for one in wishes if await can_suggest(work, facts, one.other_id)]


async def may_remember(work: Work, other_ids: Sequence[Id], *, asked: Mapping[Id, datetime] | None = None) -> set[Id]:
    """Tell of whom the person who acts may be reminded by what the two once said, as they may be by a prompt.

    Of who has died only where the person said since then that they want it: `asked` tells when, by people.
    """
    facts = await facts_about(work, other_ids)
    return {one for one in other_ids if await can_suggest(work, facts, one, asked_at=(asked or {}).get(one))}


async def _dormant(work: Work) -> list[Tie]:
    return (await dormant_ties(work))[:CANDIDATES_MAX]


async def _prompts(work: Work, settings: TieSettings, facts: Facts, tie: Tie, occasion: Occasion) -> bool:
    """Make a prompt, if every rule allows one."""
    if not await can_suggest(work, facts, tie.person_id):
        return False
    before = facts.prompts.get(tie.person_id)
    caps = Caps(
        joined_at=facts.me.created_at if facts.me else work.now,
        local_time=await _local_time(work),
        prompted_at=settings.prompted_at,
        prompt=before,
        wrote_at=tie.last_wrote_at,
    )
    between = facts.between(tie.person_id, refused=False, work=work)
    if not may_prompt(tie.dormancy, between, occasion, caps, work.now):
        return False
    fresh = TiePrompt(owner_id=acting(work), other_id=tie.person_id, prompted_at=work.now, prompts=1, unanswered=1)
    await store.put_prompt(work.db, prompted(before, fresh=fresh, wrote_at=tie.last_wrote_at))
    await store.note_prompt(work.db, acting(work), work.now)
    return True


async def _local_time(work: Work) -> time:
    member = await get_member(work.db, acting(work))
    return work.now.astimezone(ZoneInfo(member.timezone)).time()


def _reunion(tie: Tie, facts: Facts) -> Reunion:
    pasts = [one for one in facts.relations.get(tie.person_id, ()) if one.state == "confirmed"]
    shared = [
        SharedPast(kind=one.kind, from_year=one.from_year, until_year=one.until_year, place=one.place) for one in pasts
    ]
    return Reunion(tie=tie, relations=tuple(shared))
