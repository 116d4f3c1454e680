"""H1 to H5, truly at once: devices, readers and two workers, while weeks go by."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec
import pytest_asyncio
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed.actions import done_with
from kith.mirror import forget_weeks, look, mark_needless, pause, resume, see, turn_off, turn_on
from kith.mirror.model import Mirror, MirrorWeek
from kith.mirror.rules.index import POSTS_FULL, counts_of, index
from kith.mirror.tests.scene import (
    ANA,
    BEN,
    CLEO,
    DAN,
    due,
    knows,
    less,
    looks,
    mirrors,
    needless,
    speak,
    wait_for_monday,
    weeks,
)
from kith.people import mute, unfollow
from kith.posts import like
from kith.posts.model import Post
from kith.posts.tests.cast import follow, gather_cast, say
from kith.worker import run_everything_due
from tests.clock import TestClock

DEEDS = ("on", "off", "rest", "look again", "forget", "needless", "post", "answer", "like", "reply")
READERS_DEEDS = ("aside", "leave", "mute")
waves = st.lists(
    st.tuples(
        st.integers(1, 200),
        st.lists(st.tuples(st.sampled_from(DEEDS + READERS_DEEDS), st.integers(0, 5)), min_size=2, max_size=7),
    ),
    min_size=2,
    max_size=5,
)
_CLEAR = tuple(Statement(f"DELETE FROM {table}") for table in ("mirrors", "mutes", "posts"))


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await wait_for_monday(house, clock)
    await gather_cast(house)
    await knows(house, BEN, CLEO)
    await follow(house, DAN, ANA)


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # what races comes out otherwise each time: nothing to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(waves=waves)
async def test_whatever_races_the_mirror_is_its_owners_and_keeps_what_it_said(
    house: House, clock: TestClock, waves: list[tuple[int, list[tuple[str, int]]]]
) -> None:
    """After each wave: numbers in their bounds, a week never counted again, no other eye, and nothing after the end."""
    async with house.work() as work:
        for statement in _CLEAR:
            await work.db.run(statement)
    await looks(house)
    said = await speak(house, 3)
    stage = _Stage(house, said, [await say(house, BEN, "And you?", reply_to=said[0])])
    before: list[MirrorWeek] = []
    for hours, deeds in waves:
        clock.tick(hours=hours)
        counting = [stage.look(mirror) for mirror in await mirrors(house) for _worker in range(2)]
        await asyncio.gather(*(stage.do(kind, number) for kind, number in deeds), *counting)
        await run_everything_due(house)
        after = await weeks(house)
        _check_numbers(after)
        if not {"on", "off", "forget"} & {kind for kind, _number in deeds}:
            assert [one for one in after if one.week_on in {week.week_on for week in before}] == before
        await _check_alone(house)
        before = after
    await _check_end(stage)


def _check_numbers(found: list[MirrorWeek]) -> None:
    """H1, H2 and H3, of what was counted from real posts and real talk; each Monday once."""
    assert len({one.week_on for one in found}) == len(found)
    for week in found:
        counts = counts_of(week)
        now = index(counts)
        assert 0 <= now <= 100
        assert now <= 100 * min(1, week.posts / POSTS_FULL)
        assert 0 <= week.answered <= week.received
        assert index(msgspec.structs.replace(counts, talks=counts.talks + 1)) <= now
        if counts.waiting:
            answered = msgspec.structs.replace(
                counts, waiting=counts.waiting - 1, received=counts.received + 1, answered=counts.answered + 1
            )
            assert index(answered) <= now


async def _check_alone(house: House) -> None:
    """H4: whatever there is, is Ana's; others see none, and a mirror that is off has left nothing."""
    owners = {one.owner_id for one in await weeks(house)}
    owners |= {one.owner_id for one in await less(house)} | {one.owner_id for one in await needless(house)}
    assert owners <= {one.owner_id for one in await mirrors(house)} <= {ANA}
    for other in (BEN, CLEO, DAN):
        async with house.reading(actor=other) as work:
            view = await see(work)
        assert (view.mirror, list(view.weeks)) == (None, [])


async def _check_end(stage: "_Stage") -> None:
    """H5: what is deleted while it is being counted is deleted, and so is all that it was counted from."""
    house = stage.house
    await looks(house)
    [mirror] = await mirrors(house)
    async with house.work(actor=ANA) as work:
        await forget_weeks(work)
    assert (await weeks(house), await less(house), await needless(house)) == ([], [], [])
    async with house.work(actor=ANA) as work:
        await turn_off(work)
    await asyncio.gather(*(stage.look(mirror) for _worker in range(3)))
    assert (await mirrors(house), await weeks(house)) == ([], [])


class _Stage:
    """What was said in a storm, by Ana and to her, and all that somebody may do next."""

    def __init__(self, house: House, said: list[Post], heard: list[Post]) -> None:
        self.house, self.said, self.heard = house, said, heard

    async def do(self, kind: str, number: int) -> None:
        """Do it; what is refused, because it is off or somebody was quicker, leaves nothing behind."""
        reply, reader = self.heard[number % len(self.heard)], (BEN, CLEO)[number % 2]
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "on": lambda: self._as(ANA, turn_on, zone=("UTC", "Pacific/Apia")[number % 2]),
            "off": lambda: self._as(ANA, turn_off),
            "rest": lambda: self._as(ANA, pause),
            "look again": lambda: self._as(ANA, resume),
            "forget": lambda: self._as(ANA, forget_weeks),
            "needless": lambda: self._as(ANA, mark_needless, reply.id),
            "like": lambda: self._as(ANA, like, reply.id),
            "answer": lambda: say(self.house, ANA, "I hear you", reply_to=reply),
            "post": lambda: self._posts(number),
            "reply": lambda: self._replies(reader, self.said[number % len(self.said)]),
            "aside": lambda: self._as(reader, done_with, ANA, up_to=self.said[-1].id),
            "leave": lambda: self._as(DAN, unfollow, ANA),
            "mute": lambda: self._as(reader, mute, ANA),
        }
        with suppress(KithError):
            await ways[kind]()

    async def look(self, mirror: Mirror) -> None:
        """Let a worker take the job of a morning."""
        async with self.house.work() as work:
            await look(work, due(mirror))

    async def _as(self, person: Id, deed: Callable[..., Awaitable[object]], *given: object, **named: object) -> None:
        async with self.house.work(actor=person) as work:
            await deed(work, *given, **named)

    async def _posts(self, number: int) -> None:
        self.said.extend(await speak(self.house, number))

    async def _replies(self, person: Id, post: Post) -> None:
        self.heard.append(await say(self.house, person, "And you?", reply_to=post))
