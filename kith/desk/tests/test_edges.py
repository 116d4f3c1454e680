"""In the same moment: a seat ends while its hand writes, a person leaves, a block comes, many say the same."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from kith.base.core.errors import Invalid, KithError, NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.conversations import messages_of, send
from kith.conversations.model import MessageSent, MessageWish
from kith.desk import store
from kith.desk.actions.answering import AnswerWish, answer, take_private
from kith.desk.actions.moving import give, reopen, settle, snooze, take, wake
from kith.desk.actions.thanking import say_how_it_was
from kith.desk.model import Case
from kith.desk.tests.scene import Scene, act, desk, gather, look, only_case, opened, reply, run_jobs, say, write_to
from kith.organisations import end_seat, require_second_step
from kith.people import block, lift_two_step
from kith.people.model import Left
from kith.people.tests.phone import switch_on
from kith.posts.model import Published
from tests.clock import TestClock

TIMES = 6  # each race is run so often: who is first is never the same


async def _at_once(house: House, *deeds: tuple[Id | None, Any, tuple[Any, ...]]) -> list[object]:
    """Let all of them do something in the same moment, each in work of its own."""

    async def does(hand: Id | None, deed: Any, given: tuple[Any, ...]) -> object:
        async with house.work(actor=hand) as work:
            return await deed(work, *given)

    made = await asyncio.gather(*(does(*one) for one in deeds), return_exceptions=True)
    for one in made:
        assert not isinstance(one, Exception) or isinstance(one, KithError), one
    await run_jobs(house)
    return list(made)


async def _no_case_is_with_nobody(house: House, scene: Scene) -> None:
    """Whoever has a case sits at the desk."""
    team = {scene.samira, scene.mara, scene.gus}
    async with house.reading() as work:
        connection = await work.db.connection()
        rows = await connection.fetch("SELECT DISTINCT assignee_id FROM desk_cases WHERE state <> 'settled'")
        seats = await connection.fetch("SELECT person_id FROM team_seats WHERE organisation_id = $1", scene.clinic)
    assert {row["assignee_id"] for row in rows} - {None} <= {row["person_id"] for row in seats} & team


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_seat_ends_while_its_hand_writes(house: House, number: int) -> None:
    """The answer went out before it, or not at all; the case is never with somebody who is gone."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    case = await only_case(house, scene)
    answers = (scene.mara, answer, (scene.clinic, case.id, AnswerWish(text="She is.", seen=0)))
    ends = (scene.samira, end_seat, (scene.clinic, scene.mara))
    made = await _at_once(house, *((answers, ends) if number % 2 else (ends, answers)))
    said = [one.message.text for one in await look(house, scene.ana, messages_of, case.thread_id)]
    went_out = any(isinstance(one, Case) for one in made)
    assert said == ["Is the doctor in?", *(["She is."] if went_out else [])]
    assert any(isinstance(one, NotFound) for one in made) is not went_out
    await _no_case_is_with_nobody(house, scene)
    with pytest.raises(NotFound):
        await reply(house, scene.mara, case, "And another thing.")


async def test_who_waits_for_a_case_while_their_seat_ends_says_nothing(house: House) -> None:
    """They sat there when they pressed the button, and a colleague held the case; when it is free, they do not."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    case = await only_case(house, scene)

    async def answers() -> Case:
        async with house.work(actor=scene.mara) as work:
            return await answer(work, scene.clinic, case.id, AnswerWish(text="She is."))

    async with house.work() as holding:
        await store.lock_case(holding.db, scene.clinic, case.id)
        waiting = asyncio.create_task(answers())
        await _until_somebody_waits(house)
        async with house.work(actor=scene.samira) as work:
            await end_seat(work, scene.clinic, scene.mara)
    with pytest.raises(NotFound):
        await waiting
    await run_jobs(house)
    found = await only_case(house, scene)
    assert (found.assignee_id, found.answers) == (None, 0)


async def _asks_for_it(work: Work, scene: Scene) -> None:
    await require_second_step(work, scene.clinic, required=True)


async def _switches_it_off(work: Work, scene: Scene) -> None:
    await lift_two_step(work, scene.mara)


@pytest.mark.parametrize("rests", [_asks_for_it, _switches_it_off], ids=str)
async def test_who_waits_for_a_case_while_their_seat_comes_to_rest_says_nothing(
    house: House, clock: TestClock, rests: Callable[[Work, Scene], Awaitable[None]]
) -> None:
    """They pressed the button with a seat; a moment later the team is asked for a second step, or theirs is off."""
    scene = await gather(house)
    await switch_on(house, scene.samira, clock)
    if rests is _switches_it_off:
        await switch_on(house, scene.mara, clock)
        await act(house, scene.samira, require_second_step, scene.clinic, required=True)
    await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    case = await only_case(house, scene)

    async def answers() -> Case:
        async with house.work(actor=scene.mara) as work:
            return await answer(work, scene.clinic, case.id, AnswerWish(text="She is."))

    async with house.work(actor=scene.samira) as holding:
        await rests(holding, scene)
        waiting = asyncio.create_task(answers())
        await _until_somebody_waits(house)
    with pytest.raises(Refused, match="two-step sign-in"):
        await waiting
    await run_jobs(house)
    assert (await only_case(house, scene)).answers == 0


async def _until_somebody_waits(house: House) -> None:
    """Wait until somebody waits for a row."""
    for _try in range(1000):
        async with house.reading() as work:
            connection = await work.db.connection()
            if await connection.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_case_is_given_to_whom_leaves_the_team_in_that_moment(house: House, number: int) -> None:
    """It is theirs and comes back, or was never given."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    gives = (scene.samira, give, (scene.clinic, case.id, scene.mara))
    leaves = (scene.mara, end_seat, (scene.clinic, scene.mara))
    await _at_once(house, *((gives, leaves) if number % 2 else (leaves, gives)))
    await _no_case_is_with_nobody(house, scene)
    assert (await only_case(house, scene)).assignee_id is None


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_person_is_deleted_in_the_middle_of_their_case(house: House, number: int) -> None:
    """Whoever answers, notes or settles at that moment; nothing of them is left, and what comes late makes no case."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    post = await say(house, scene.ana, "@clinic are you there?")
    cases = [row.case for row in (await desk(house, scene.mara, scene)).rows]
    talk = next(one for one in cases if one.channel == "talk")
    left = Left(account_id=scene.ana)

    async def leaves(work: Any) -> None:
        work.tell(left)

    deeds = [
        (scene.mara, answer, (scene.clinic, talk.id, AnswerWish(text="She is."))),
        (None, leaves, ()),
        (scene.samira, settle, (scene.clinic, talk.id)),
    ]
    await _at_once(house, *deeds[number % 3 :], *deeds[: number % 3])
    late = [
        MessageSent(
            conversation_id=talk.thread_id,
            message_id=message.id,
            seq=message.seq,
            author_id=scene.ana,
            to_ids=(scene.clinic,),
        ),
        Published(
            post_id=post.id,
            author_id=scene.ana,
            root_id=post.root_id,
            audience=post.audience,
            mentioned_ids=(scene.clinic,),
        ),
    ]

    async def tells(work: Any) -> None:
        for fact in late:
            work.tell(fact)

    await _at_once(house, (None, tells, ()))
    left_over = await desk(house, scene.mara, scene)
    assert (list(left_over.rows), left_over.counts["all"]) == ([], 0)
    with pytest.raises(NotFound):
        await reply(house, scene.mara, talk, "Hello?")


@pytest.mark.parametrize("who", ["ana", "clinic"])
async def test_between_who_blocked_nothing_is_said(house: House, who: str) -> None:
    """Neither by the case nor beside it; what they say afterwards makes none."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Never mind.")
    await say(house, scene.ana, "@clinic never mind.")
    cases = [row.case for row in (await desk(house, scene.mara, scene)).rows]
    blocker, blocked = (scene.ana, scene.clinic) if who == "ana" else (scene.clinic, scene.ana)
    await act(house, blocker, block, blocked)
    for case in cases:
        with pytest.raises(NotFound):
            await reply(house, scene.mara, case, "Wait!")
        assert (await opened(house, scene.mara, case)).reachable is False
        if case.channel == "thread":
            with pytest.raises(NotFound):
                await act(house, scene.mara, take_private, scene.clinic, case.id, AnswerWish(text="Wait!"))
    with pytest.raises(NotFound):
        await write_to(house, scene.ana, scene.clinic, "Hello?")
    with suppress(KithError):
        await say(house, scene.ana, "@clinic hello?")
    counts = (await desk(house, scene.mara, scene)).counts
    assert (counts["ours"], counts["all"]) == (0, 2)


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_block_comes_while_somebody_answers(house: House, number: int) -> None:
    """The case is closed in the end, whoever was first."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Never mind.")
    case = await only_case(house, scene)
    answers = (scene.mara, answer, (scene.clinic, case.id, AnswerWish(text="Wait!")))
    blocks = (scene.ana, block, (scene.clinic,))
    await _at_once(house, *((answers, blocks) if number % 2 else (blocks, answers)))
    assert (await only_case(house, scene)).state == "settled"


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_settled_case_is_opened_by_all_at_once_and_is_one(house: House, clock: TestClock, number: int) -> None:
    """By the team, by their word that it did not help, and by a new message: one is open, and no other."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "My knee.")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Cool it.")
    await act(house, scene.mara, settle, scene.clinic, case.id)
    if number % 2:
        clock.tick(days=10)  # what they say now is a case of its own

    async def writes(work: Any) -> None:
        work.tell(fact)

    message = await _unheard(house, scene, case)
    fact = MessageSent(
        conversation_id=case.thread_id,
        message_id=message.id,
        seq=message.seq,
        author_id=scene.ana,
        to_ids=(scene.clinic,),
    )
    deeds = [
        (scene.mara, reopen, (scene.clinic, case.id)),
        (scene.ana, say_how_it_was, (scene.clinic, case.id, "not_helped")),
        (None, writes, ()),
    ]
    made = await _at_once(house, *deeds[number % 3 :], *deeds[: number % 3])
    assert all(isinstance(one, (Case, Refused, type(None))) for one in made)
    rows = [row.case for row in (await desk(house, scene.mara, scene)).rows]
    assert len([one for one in rows if one.is_open]) == 1


async def _unheard(house: House, scene: Scene, case: Case) -> Any:
    """Let Ana write something that the desk has not heard yet."""
    async with house.work(actor=scene.ana) as work:
        return await send(work, case.thread_id, MessageWish(text="It is worse."))


@pytest.mark.parametrize("number", range(TIMES))
async def test_a_case_wakes_while_it_is_put_aside_again(house: House, clock: TestClock, number: int) -> None:
    """It sleeps until the later time, or was awake in between; it never wakes from what was put off."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Next week, please.")
    case = await only_case(house, scene)
    await act(house, scene.mara, snooze, scene.clinic, case.id, clock() + timedelta(hours=1))
    clock.tick(hours=1, seconds=1)
    later = clock() + timedelta(hours=5)
    deeds = [
        (None, wake, (scene.clinic, case.id)),
        (scene.mara, snooze, (scene.clinic, case.id, later)),
        (scene.samira, take, (scene.clinic, case.id)),
    ]
    await _at_once(house, *deeds[number % 3 :], *deeds[: number % 3])
    found = await only_case(house, scene)
    assert (found.state, found.snoozed_until, found.assignee_id) == ("snoozed", later, scene.samira)


@pytest.mark.parametrize("number", range(TIMES))
async def test_two_go_on_in_private_at_once_and_it_is_one_talk(house: House, number: int) -> None:
    """One private case, and the second is told what the first said, or says it in the same talk."""
    scene = await gather(house)
    await say(house, scene.ana, "@clinic my results are late.")
    case = await only_case(house, scene)
    hands = (scene.mara, scene.samira) if number % 2 else (scene.samira, scene.mara)
    wishes = [(hand, take_private, (scene.clinic, case.id, AnswerWish(text=f"{hand}", seen=0))) for hand in hands]
    made = await _at_once(house, *wishes)
    assert all(isinstance(one, (Case, Undecided, Refused, Invalid)) for one in made)
    rows = [row.case for row in (await desk(house, scene.mara, scene)).rows]
    assert sorted(one.channel for one in rows) == ["talk", "thread"]
