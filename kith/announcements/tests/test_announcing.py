"""Announcing, scheduling, ending, reacting: against the real database, and what apps that listen are shown."""

import asyncio
from datetime import timedelta

import pytest

from kith.announcements import load_current, put_away, react, take_reaction_back
from kith.announcements.actions.announcing import (
    announce,
    change_announcement,
    delete_announcement,
    end_announcement,
    load_all,
)
from kith.announcements.actions.reacting import tidy_emoji
from kith.announcements.actions.reading import load_unread
from kith.announcements.model import CURRENT_MAX, EMOJI_MAX, EVERYBODY, Announcement, AnnouncementWish
from kith.base.bus.tests.following import follow
from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import JoinForm, join, set_role
from kith.people.actions.leaving import delete_who_left, leave
from kith.people.model import Left
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather
from tests.clock import TestClock

HOUR = timedelta(hours=1)
_NAMES = Statement("SELECT name FROM announcement_emoji")
PASSWORD = "a sentence to remember"


async def _gather(house: House) -> None:
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")


async def _say(house: House, text: str = "Tea at five.", **when: timedelta) -> Announcement:
    async with house.work(actor=ANA) as work:
        wish = AnnouncementWish(text=text, **{name: work.now + later for name, later in when.items()})
        return await announce(work, wish)


async def _read(house: House, person: Id = BEN) -> list[str]:
    async with house.reading(actor=person) as work:
        return [one.announcement.text for one in await load_current(work)]


async def _reactions(house: House, person: Id = BEN) -> list[tuple[str, int, bool]]:
    async with house.reading(actor=person) as work:
        [one] = await load_current(work)
        return [(reaction.name, reaction.count, reaction.me) for reaction in one.reactions]


class Ear:
    """Hears what is announced live, without waiting for what is not."""

    def __init__(self, house: House, position: str) -> None:
        self._house = house
        self._position = position

    @classmethod
    async def of(cls, house: House) -> "Ear":
        """Begin to listen."""
        return cls(house, await house.live.arrive([EVERYBODY]))

    async def heard(self) -> list[str]:
        """Run what is due, and give what was heard since the last time."""
        await run_jobs(self._house)
        kinds: list[str] = []
        async for batch in follow(self._house.live, [EVERYBODY], self._position, pause_s=0.05):
            if not batch:
                break
            kinds += [one.event.kind for one in batch]
            self._position = batch[-1].position
        return kinds


async def test_only_owners_announce(house: House) -> None:
    """And only they see what is to come and what was."""
    await _gather(house)
    made = await _say(house)
    assert await _read(house) == ["Tea at five."]
    for deed, given in (
        (announce, (AnnouncementWish(text="Mine"),)),
        (change_announcement, (made.id, AnnouncementWish(text="Mine"))),
        (end_announcement, (made.id,)),
        (delete_announcement, (made.id,)),
        (load_all, (Paging(),)),
    ):
        with pytest.raises(Refused):
            await act(house, BEN, deed, *given)
    assert await _read(house) == ["Tea at five."]


async def test_it_begins_and_ends_by_itself(house: House, clock: TestClock) -> None:
    """Apps that listen are shown both; before and after, nobody finds it."""
    await _gather(house)
    ear = await Ear.of(house)
    made = await _say(house, shows_at=HOUR, ends_at=3 * HOUR)
    assert (await _read(house), await ear.heard()) == ([], [])
    with pytest.raises(NotFound):
        await act(house, BEN, react, made.id, "👍")
    clock.tick(hours=2)
    assert (await _read(house), await ear.heard()) == (["Tea at five."], ["announcement.new"])
    clock.tick(hours=2)
    assert (await _read(house), await ear.heard()) == ([], ["announcement.gone"])
    for deed in (put_away, lambda work, id_: react(work, id_, "👍")):
        with pytest.raises(NotFound):
            await act(house, BEN, deed, made.id)


async def test_a_change_holds_and_an_end_is_an_end(house: House, clock: TestClock) -> None:
    """What was put off is not shown early by the job of its first time."""
    await _gather(house)
    ear = await Ear.of(house)
    made = await _say(house, shows_at=HOUR)
    async with house.work(actor=ANA) as work:
        later = AnnouncementWish(text="Tea at six.", shows_at=work.now + 5 * HOUR)
        await change_announcement(work, made.id, later)
    clock.tick(hours=2)
    assert (await _read(house), await ear.heard()) == ([], [])
    clock.tick(hours=4)
    assert (await _read(house), await ear.heard()) == (["Tea at six."], ["announcement.new"])
    await act(house, ANA, end_announcement, made.id)
    assert (await _read(house), await ear.heard()) == ([], ["announcement.gone"])
    with pytest.raises(Refused, match="ended"):
        await act(house, ANA, change_announcement, made.id, AnnouncementWish(text="Tea at seven."))
    await act(house, ANA, delete_announcement, made.id)
    with pytest.raises(NotFound):
        await act(house, ANA, delete_announcement, made.id)


async def test_what_is_put_away_stays_so(house: House) -> None:
    """For whoever did it; on its page it still stands."""
    await _gather(house)
    made = await _say(house)
    for _time in range(2):
        await act(house, BEN, put_away, made.id)
    async with house.reading(actor=BEN) as work:
        assert await load_unread(work) == []
        assert [one.read for one in await load_current(work)] == [True]
    async with house.reading(actor=CLEO) as work:
        assert len(await load_unread(work)) == 1


async def test_what_is_deleted_meanwhile_is_not_there(house: House) -> None:
    """For whoever puts it away just then, as for those who come later."""
    await _gather(house)
    made = await _say(house)
    assert await _read(house) == ["Tea at five."]
    async with house.work(actor=ANA) as work:
        await delete_announcement(work, made.id)
        putting = asyncio.create_task(act(house, BEN, put_away, made.id))
        await asyncio.wait({putting}, timeout=0.3)
    with pytest.raises(NotFound):
        await putting


async def test_reactions_are_counted_once_a_person(house: House) -> None:
    """However often they are sent, and shown live only where something changed."""
    await _gather(house)
    made, ear = await _say(house), await Ear.of(house)
    await run_jobs(house)
    await ear.heard()
    await asyncio.gather(*(act(house, person, react, made.id, "👍") for person in (BEN, BEN, CLEO, DAN)))
    assert await _reactions(house) == [("👍", 3, True)]
    assert await ear.heard() == ["announcement.reaction"] * 3
    for _time in range(2):
        await act(house, BEN, take_reaction_back, made.id, "👍")
    assert await _reactions(house) == [("👍", 2, False)]
    assert await ear.heard() == ["announcement.reaction"]


async def test_there_are_a_few_different_emoji_at_most(house: House) -> None:
    """Also where two come at once; what is there may be added to; words are none."""
    await _gather(house)
    made = await _say(house)
    names = [chr(0x1F600 + number) for number in range(EMOJI_MAX + 1)]
    for name in names[: EMOJI_MAX - 1]:
        await act(house, BEN, react, made.id, name)
    answers = await asyncio.gather(
        *(act(house, CLEO, react, made.id, name) for name in names[EMOJI_MAX - 1 :]), return_exceptions=True
    )
    assert [type(answer) for answer in answers if answer is not None] == [Invalid]
    await act(house, CLEO, react, made.id, names[0])
    for wrong in ("a", "quince", ":quince:", "", "x" * 5000, "👍👍", "\0"):
        with pytest.raises(Invalid):
            await act(house, DAN, react, made.id, wrong)


async def test_many_at_once_nobody_reads(house: House) -> None:
    """The last that fits still goes through."""
    await _gather(house)
    for number in range(CURRENT_MAX):
        await _say(house, str(number))
    with pytest.raises(Refused, match="End one first"):
        await _say(house, "One too many.")


async def test_who_leaves_takes_their_reactions_along(house: House, clock: TestClock) -> None:
    """What an owner announced was said for all owners, and stays."""
    await _gather(house)
    async with house.work() as work:
        gone = (await join(work, JoinForm(handle="gone", password=PASSWORD))).id
        await set_role(work.db, gone, "owner")
    made = await act(house, gone, announce, AnnouncementWish(text="Farewell."))
    assert isinstance(made, Announcement)
    await act(house, gone, react, made.id, "👋")
    await act(house, gone, put_away, made.id)
    await act(house, gone, leave, password=PASSWORD)
    clock.tick(days=31)
    async with house.work() as work:
        await delete_who_left(work)
    await run_jobs(house)
    assert await _read(house) == ["Farewell."]
    assert await _reactions(house) == []


async def test_an_emoji_that_nobody_reacts_with_goes(house: House) -> None:
    """When the last who did leaves for good, and in the night after it was taken back; others keep theirs."""
    await _gather(house)
    said = await _say(house)
    for person, name in ((BEN, "🌻"), (CLEO, "🍞"), (DAN, "🌻"), (CLEO, "🍵")):
        await act(house, person, react, said.id, name)
    await act(house, CLEO, take_reaction_back, said.id, "🍵")
    assert await _emoji(house) == {"🌻", "🍞", "🍵"}
    await act(house, CLEO, tidy_emoji)
    assert await _emoji(house) == {"🌻", "🍞"}
    async with house.work() as work:
        work.tell(Left(account_id=CLEO))
        work.tell(Left(account_id=DAN))
    await run_jobs(house)
    assert await _emoji(house) == {"🌻"}
    await act(house, ANA, delete_announcement, said.id)
    assert await _emoji(house) == set()


async def _emoji(house: House) -> set[str]:
    async with house.reading() as work:
        return set(await work.db.values(_NAMES))


async def test_two_owners_at_once_make_no_more_than_there_may_be(house: House) -> None:
    """The second counts what the first has announced."""
    await _gather(house)
    async with house.work() as work:
        await set_role(work.db, BEN, "owner")
    for number in range(CURRENT_MAX - 1):
        await _say(house, f"Number {number}")

    async def say(person: Id) -> None:
        await act(house, person, announce, AnnouncementWish(text=f"From {person}"))

    done = await asyncio.gather(say(ANA), say(BEN), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "Refused"]
    assert len(await _read(house)) == CURRENT_MAX
