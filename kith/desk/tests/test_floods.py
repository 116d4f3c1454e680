"""Many at once: a flood of mentions, many hands in one second; and the counts are right whatever happens."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from kith.base.core.errors import NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.desk.actions.answering import AnswerWish, answer
from kith.desk.actions.moving import BUNDLE_STEP, give, settle, settle_bundle, snooze, take
from kith.desk.actions.opening import Heard, hear
from kith.desk.actions.reading import load_bundle
from kith.desk.model import BUNDLE_MIN, Case
from kith.desk.tests.scene import Scene, act, desk, gather, look, only_case, person, run_jobs, say, write_to
from tests.clock import TestClock

HEARD = 200  # mentions of the large flood that go all the way
HEARD_A_STEP = 20
GROWN_A_STEP = 700  # rows a statement writes: far below its time, also on a machine that is busy
_REAL = Statement("""
    SELECT coalesce(assignee_id, 0) || ' ' || state || ' ' || count(*)
      FROM desk_cases
     GROUP BY coalesce(assignee_id, 0), state
     ORDER BY 1
""")
_KEPT = Statement("SELECT assignee_id || ' ' || state || ' ' || count FROM desk_counts WHERE count <> 0 ORDER BY 1")


async def _check_counts(house: House) -> None:
    async with house.reading() as work:
        assert await work.db.values(_KEPT) == await work.db.values(_REAL)


async def _flood(house: House, scene: Scene, count: int, text: str) -> None:
    """Let so many strangers say it, each in a thread of their own; some in one transaction, as a worker catches up."""
    for start in range(0, count, HEARD_A_STEP):
        async with house.work() as work:
            for number in range(start, min(start + HEARD_A_STEP, count)):
                said = Heard(
                    organisation_id=scene.clinic,
                    person_id=Id(10_000 + number),
                    channel="thread",
                    thread_id=Id(20_000 + number),
                    subject_id=work.new_id(),
                    text=f"{text} {number}",
                )
                await hear(work, said)


async def test_a_flood_stands_as_one_and_loses_nothing(house: House) -> None:
    """Whoever says something else stands beside it; who is picked out of it is a case like any other."""
    scene = await gather(house)
    await _flood(house, scene, BUNDLE_MIN + 12, "@clinic why is the phone dead since this morning")
    await say(house, scene.ana, "@clinic thank you, the stitches are out and it looks good")
    waiting = await desk(house, scene.mara, scene, "ours")
    assert [one.case.person_id for one in waiting.rows] == [scene.ana]
    assert [one.bundle.count for one in waiting.bundles] == [BUNDLE_MIN + 12]
    assert waiting.counts["ours"] == BUNDLE_MIN + 13
    bundle_id = waiting.bundles[0].bundle.id
    inside = await look(house, scene.mara, load_bundle, scene.clinic, bundle_id, Paging(limit=10))
    assert len(inside.rows) == 10
    assert inside.older_than is not None
    await act(house, scene.mara, take, scene.clinic, inside.rows[0].case.id)
    assert [one.bundle.count for one in (await desk(house, scene.mara, scene, "ours")).bundles] == [BUNDLE_MIN + 11]
    with pytest.raises(NotFound):
        await look(house, scene.gus, load_bundle, scene.clinic, bundle_id, Paging())
    await act(house, scene.mara, settle_bundle, scene.clinic, bundle_id)
    after = await desk(house, scene.mara, scene, "ours")
    assert (len(after.rows), list(after.bundles), after.counts["settled"]) == (2, [], BUNDLE_MIN + 11)
    with pytest.raises(NotFound):
        await act(house, scene.mara, settle_bundle, scene.clinic, bundle_id)
    await _check_counts(house)


async def test_answers_below_one_post_are_a_flood_too(house: House) -> None:
    """Whatever each of them says."""
    scene = await gather(house)
    for number in range(BUNDLE_MIN):
        async with house.work() as work:
            words = f"{'word ' * number} about something else each time, in {number} words or more"
            said = Heard(
                organisation_id=scene.clinic,
                person_id=Id(10_000 + number),
                channel="thread",
                thread_id=Id(77),
                subject_id=work.new_id(),
                text=words,
            )
            await hear(work, said)
    waiting = await desk(house, scene.mara, scene, "unassigned")
    assert (list(waiting.rows), [one.bundle.count for one in waiting.bundles]) == ([], [BUNDLE_MIN])


async def test_of_two_in_the_same_second_one_answers_and_one_takes(house: House) -> None:
    """Whoever is second is told; nothing is said twice and nobody's counts are wrong."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)

    async def answers(hand: Id) -> object:
        async with house.work(actor=hand) as work:
            wish = AnswerWish(text=f"I am {hand}.", seen=0)
            return await answer(work, scene.clinic, case.id, wish)

    made = await asyncio.gather(answers(scene.mara), answers(scene.samira), return_exceptions=True)
    assert sorted(isinstance(one, Undecided) for one in made) == [False, True]
    await run_jobs(house)
    assert (await only_case(house, scene)).answers == 1
    await write_to(house, scene.ben, scene.clinic, "Hello, too?")
    other = await only_case(house, scene, "ours")

    async def takes(hand: Id) -> object:
        async with house.work(actor=hand) as work:
            return await take(work, scene.clinic, other.id)

    taken = await asyncio.gather(takes(scene.mara), takes(scene.samira), return_exceptions=True)
    assert sorted(isinstance(one, Undecided) for one in taken) == [False, True]
    await _check_counts(house)


async def test_many_hands_at_once_leave_the_counts_right(house: House, clock: TestClock) -> None:
    """Ten who write at the same moment, while the team takes, gives, puts aside and settles."""
    scene = await gather(house)
    people = [await person(house, f"guest{number}") for number in range(6)]
    for one in people:
        await write_to(house, one, scene.clinic, "Hello?")
    cases = [row.case for row in (await desk(house, scene.mara, scene)).rows]
    until = clock() + timedelta(hours=2)

    async def does(number: int) -> None:
        case = cases[number % len(cases)]
        deeds = (
            lambda work: take(work, scene.clinic, case.id, over=True),
            lambda work: give(work, scene.clinic, case.id, scene.gus),
            lambda work: snooze(work, scene.clinic, case.id, until),
            lambda work: settle(work, scene.clinic, case.id),
        )
        with suppress(Refused):  # a settled case is not put aside
            async with house.work(actor=(scene.mara, scene.samira)[number % 2]) as work:
                await deeds[number % 4](work)

    await asyncio.gather(*(does(number) for number in range(24)))
    await run_jobs(house)
    await _check_counts(house)


async def test_ten_thousand_who_say_the_same_stand_as_one(house: House) -> None:
    """Who says something else is read beside them; what comes next joins them, and they are settled step by step.

    Hundreds of them come as every mention does; the others stand there as those do, because a test has no minutes.
    `bin/bench` lets a desk hear all of them.
    """
    scene = await gather(house)
    await _flood(house, scene, HEARD, "@clinic why is the phone dead since this morning")
    await _check_counts(house)
    for first in range(HEARD, 10_000, GROWN_A_STEP):
        await _grow(house, scene, GROWN_A_STEP, first=100_000 + first)
    await say(house, scene.ana, "@clinic thank you, the stitches are out and it looks good")
    async with house.work() as work:
        said = Heard(
            organisation_id=scene.clinic,
            person_id=Id(9_999),
            channel="thread",
            thread_id=Id(9_999),
            subject_id=work.new_id(),
            text="@clinic why is the phone dead since this morning 12",
        )
        await hear(work, said)
    await _check_counts(house)
    for view in ("ours", "unassigned"):
        waiting = await desk(house, scene.mara, scene, view)
        assert [one.case.person_id for one in waiting.rows] == [scene.ana], view
        assert [one.bundle.count for one in waiting.bundles] == [10_001], view
    assert waiting.counts["ours"] == 10_002
    bundle_id = waiting.bundles[0].bundle.id
    async with house.work(actor=scene.mara) as work:
        await settle_bundle(work, scene.clinic, bundle_id)
    after = await desk(house, scene.mara, scene, "ours")
    assert (after.counts["settled"], after.bundles[0].bundle.count) == (BUNDLE_STEP, 10_001 - BUNDLE_STEP)
    await _check_counts(house)


async def _grow(house: House, scene: Scene, count: int, *, first: int) -> None:
    """Let so many more stand in the one flood that there is, as the first of them do."""
    columns = [column.name for column in Case.column_list()]
    fresh = {"id": "id + n", "person_id": f"{first} + n", "thread_id": f"{first} + n", "moved_id": "moved_id + n"}
    chosen = ", ".join(fresh.get(name, name) for name in columns)
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute(
            "WITH one AS MATERIALIZED (SELECT * FROM desk_cases WHERE bundle_id IS NOT NULL ORDER BY id DESC LIMIT 1)"
            f" INSERT INTO desk_cases ({', '.join(columns)}) SELECT {chosen} FROM one, generate_series(1, {count}) AS n"
        )
        await connection.execute("UPDATE desk_bundles SET count = count + $1", count)
        await connection.execute(
            "UPDATE desk_counts SET count = count + $1 WHERE organisation_id = $2 AND state = 'new'",
            count,
            scene.clinic,
        )
