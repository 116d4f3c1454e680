"""What a person tells an organisation of the way they are on, whether they want to hear words, and what it keeps."""

from dataclasses import dataclass
from datetime import UTC, date, timedelta

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import show_team
from kith.desk.model import Case, ErasedAtDesk
from kith.desk.model.way import LATER_DAYS, WAYS_MAX, ErasingAtDesk, KindWord, Way, Wish, WordWish
from kith.desk.rules.moving import counted
from kith.desk.rules.words import check_way, wished
from kith.organisations import erase_relation, find_organisation, find_relation, note_talk, themself
from kith.organisations.model import OrganisationRelation
from kith.people import get_account, viewer_of
from kith.people.model import Account

CASES_SHOWN_MAX = 50
ERASED_A_STEP = 200


class WayWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody tells of their way."""

    text: str
    until: date
    wants_word: bool = True
    every_days: int = 30


@dataclass(frozen=True, kw_only=True)
class Between:
    """What is between a person and an organisation, as the person sees it: what they told it, and what it keeps.

    `noted` and `labelled` are how many notes its team wrote, and labels it gave; what stands there is the team's.
    """

    account: Account
    ways: list[Way]
    wish: WordWish | None
    last_word: KindWord | None
    relation: OrganisationRelation | None
    cases: list[Case]
    noted: int
    labelled: int


async def between_us(work: Work, organisation_id: Id) -> Between:
    """Read what is between one and an organisation. Raises `NotFound` for what is none, or behind a block."""
    me = themself(work)
    account = await _organisation(work, organisation_id)
    return Between(
        account=account,
        ways=await store.ways_of(work.db, account.id, me, work.now.date()),
        wish=await store.find_wish(work.db, account.id, me),
        last_word=(await store.last_kind_words(work.db, account.id, [me])).get(me),
        relation=await find_relation(work.db, account.id, me),
        cases=await store.cases_with(work.db, account.id, me, limit=CASES_SHOWN_MAX),
        noted=await store.count_notes_about(work.db, account.id, me),
        labelled=await store.count_labels_about(work.db, account.id, me),
    )


async def tell_way(work: Work, organisation_id: Id, wish: WayWish, *, way_id: Id | None = None) -> Way:
    """Tell an organisation of a way one is on, or change what one told. It counts as having spoken to it.

    Raises `Invalid`, `NotFound`, and `Refused` for one too many.
    """
    me = themself(work)
    account = await _organisation(work, organisation_id)
    text = check_way(wish.text, wish.until, wish.every_days, work.now.astimezone(UTC).date())
    await store.hold_wish(work.db, account.id, me)
    known = {one.id: one for one in await store.ways_of(work.db, account.id, me, work.now.date())}
    if way_id is not None and way_id not in known:
        raise NotFound
    if way_id is None and len(known) >= WAYS_MAX:
        raise Refused(_("You told them of {count} ways already. End one first.").format(count=WAYS_MAX))
    way = Way(
        organisation_id=account.id,
        id=way_id or work.new_id(),
        person_id=me,
        text=text,
        until=wish.until,
        wants_word=wish.wants_word,
        every_days=wish.every_days,
        told_at=known[way_id].told_at if way_id is not None else work.now,
    )
    await work.db.put(way)
    await note_talk(work, me, [account.id])
    return way


async def end_way(work: Work, organisation_id: Id, way_id: Id) -> None:
    """End one's way: the organisation knows nothing of it any more. Raises `NotFound`."""
    if not await store.end_way(work.db, organisation_id, way_id, themself(work)):
        raise NotFound


async def wish_words(work: Work, organisation_id: Id, wanted: Wish) -> WordWish:
    """Say whether one wants words of an organisation: yes, not for a while, or never. Raises `NotFound`."""
    me = themself(work)
    account = await _organisation(work, organisation_id)
    wish = wished(await store.hold_wish(work.db, account.id, me), wanted, work.now)
    await work.db.put(wish)
    return wish


async def last_word_to_me(work: Work, organisation_id: Id) -> KindWord | None:
    """Find a word to one of late about which one said nothing yet: neither "not now" nor "never"."""
    if work.actor is None or work.actor != work.hand:
        return None
    word = (await store.last_kind_words(work.db, organisation_id, [work.actor])).get(work.actor)
    if word is None or work.now - word.said_at > timedelta(days=LATER_DAYS):
        return None
    wish = await store.find_wish(work.db, organisation_id, work.actor)
    return None if wish is not None and (wish.never or wish.not_before is not None) else word


async def erase(work: Work, organisation_id: Id) -> None:
    """Let an organisation keep nothing of one: cases with notes and labels, ways, and that one ever talked.

    What the two wrote to each other stays in their conversation. That one wants no words stays, too.
    """
    me = themself(work)
    account = await _organisation(work, organisation_id)
    await erase_relation(work, account.id)
    await erase_more(work, ErasingAtDesk(organisation_id=account.id, person_id=me))
    work.tell(ErasedAtDesk(organisation_id=account.id, person_id=me))


async def erase_more(work: Work, fact: ErasingAtDesk) -> None:
    """Delete some of the cases with a person at one desk, and the rest of what is kept; the next job goes on."""
    await store.forget_ways_between(work.db, fact.organisation_id, fact.person_id)
    found = await store.lock_cases_with(work.db, fact.organisation_id, fact.person_id, limit=ERASED_A_STEP)
    for case in found:
        await delete_counted(work, case)
    if len(found) == ERASED_A_STEP:
        work.tell(fact)


async def delete_counted(work: Work, case: Case) -> None:
    """Delete a held case with all that was noted about it, and count it no more."""
    if case.bundle_id is not None:
        await store.count_bundled(work.db, case.organisation_id, case.bundle_id, -1)
    await store.delete_case(work.db, case)
    await store.tally_cases(work.db, counted(case, None))
    await show_team(work, case)


async def _organisation(work: Work, organisation_id: Id) -> Account:
    account = await get_account(work.db, organisation_id)
    organisation = await find_organisation(work.db, organisation_id)
    if organisation is None or organisation.closed_at is not None or account.gone_at is not None:
        raise NotFound
    if account.id in (await viewer_of(work)).hidden:
        raise NotFound
    return account
